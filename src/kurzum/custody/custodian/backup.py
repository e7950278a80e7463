"""Copies the custodian's store while it works, and judges such a copy.

A copy is two files, as in the custodian's own folder: ``keys.sqlite`` and ``epoch.key``. Whoever has both
opens everything of the zone that is sealed.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from kurzum.core.errors import Conflict
from kurzum.core.ids import Entropy
from kurzum.custody.custodian.epoch import open_epoch
from kurzum.custody.custodian.records import Records
from kurzum.custody.sealing import SealBroken

STORE, EPOCH = "keys.sqlite", "epoch.key"
_A_TIME = 1 << 20


class BadStore(Conflict):
    """The copy cannot be used: its two files do not belong together, or one is damaged."""

    code = "bad_store"


class Contents(msgspec.Struct, frozen=True):
    """What a copy holds. ``people``: those whose keys are there; ``destroyed``: hashes of the erased."""

    people: int
    destroyed: int


def write_copy(folder: Path, store: int, epoch: int) -> None:
    """Write the store as it is at one moment, and the epoch key, to two open files. It may be in use."""
    with closing(sqlite3.connect(f"file:{folder / STORE}?mode=rw", uri=True, timeout=60)) as source:
        source.execute("PRAGMA query_only = ON")
        image = memoryview(source.serialize())
    for descriptor, data in ((store, image), (epoch, memoryview((folder / EPOCH).read_bytes()))):
        at = 0
        while at < len(data):
            at += os.write(descriptor, data[at : at + _A_TIME])
        os.fsync(descriptor)


def judge(folder: Path, zone: str, entropy: Entropy) -> Contents:
    """Open every record of a copy that nobody else uses. Raises BadStore, EpochLost."""
    try:
        with closing(sqlite3.connect(folder / STORE)) as db:
            if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BadStore(f"{folder / STORE} is damaged; use another copy")
        epoch = open_epoch(folder / EPOCH, entropy, may_make=False)
        with closing(Records(folder / STORE, epoch, zone, entropy)) as records:
            return Contents(*records.open_all())
    except (sqlite3.Error, SealBroken, msgspec.MsgspecError) as error:
        raise BadStore(
            f"{folder} does not open ({error}): the two files do not belong together, or to another zone "
            "than this, or one is damaged; use another copy"
        ) from None


def main() -> None:
    """``write_copy`` for the process that the custodian's own user runs: folder and two descriptors."""
    write_copy(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
