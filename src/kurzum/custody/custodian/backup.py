"""Copies the custodian's store while it works, and judges such a copy.

A copy is the store alone. The epoch file is in no backup: it lies in the custodian's two places, and a
rotation overwrites it there, so that every copy of before opens never again. (Backups of Kurzum 0.1 held
their epoch key.)
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
from kurzum.custody.custodian.durable import write_all
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.records import Records
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.custodian.twofold import copy_store
from kurzum.custody.sealing import DataKey, SealBroken
from kurzum.store.queries import load

STORE, PLAIN_EPOCH = "keys.sqlite", "epoch.key"
_A_TIME = 1 << 20
_SQL = load("kurzum.custody.custodian", "backup.sql")
_COUNTS = (_SQL.people, _SQL.destroyed)


class BadStore(Conflict):
    """The copy cannot be used: it is damaged, or does not belong to the epoch that is open."""

    code = "bad_store"


class Contents(msgspec.Struct, frozen=True):
    """What a copy holds. ``people``: those whose keys are there; ``destroyed``: hashes of the erased;
    ``opened``: whether each record was opened to check it."""

    people: int
    destroyed: int
    opened: bool


def write_copy(folder: Path, store: int) -> None:
    """Write the store as it is at one moment to an open file. It may be in use."""
    passing = Safe(folder).passing
    passing.unlink(missing_ok=True)
    copy_store(folder / STORE, passing)
    with passing.open("rb") as image:
        # It lies nowhere any more from here on, however this ends.
        passing.unlink()
        while part := image.read(_A_TIME):
            write_all(store, part)
    os.fsync(store)


def key_ids(store: Path) -> set[str]:
    """The ids of the epoch keys that a copy is sealed under, in hex. Raises BadStore."""
    try:
        with closing(sqlite3.connect(store)) as db:
            if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BadStore(f"{store} is damaged; use another copy")
            return {bytes(row[0]).hex() for row in db.execute(_SQL.key_ids)}
    except sqlite3.Error as error:
        raise BadStore(f"{store} is damaged ({error}); use another copy") from None


def judge(store: Path, zone: str, key_id: str, key: DataKey | None, entropy: Entropy) -> Contents:
    """Look at a copy that nobody else uses; open every record, where ``key`` is at hand. Raises BadStore.

    ``key_id``: of the epoch that it must be sealed under, all of it.
    """
    others = key_ids(store) - {key_id}
    if others:
        raise BadStore(
            f"{store} is sealed under another epoch than the one here, or in part: where a rotation is "
            "under way, finish it with kurzum custodian rotate, then take the backup again"
        )
    try:
        if key is None:
            with closing(sqlite3.connect(store)) as db:
                people, destroyed = (int(db.execute(one).fetchone()[0]) for one in _COUNTS)
            return Contents(people, destroyed, opened=False)
        with closing(Records([store], Keyring([key]), zone, entropy)) as records:
            people, destroyed = records.open_all()
            return Contents(people, destroyed, opened=True)
    except (sqlite3.Error, SealBroken, msgspec.MsgspecError) as error:
        raise BadStore(
            f"{store} does not open ({error}): it belongs to another zone or epoch than this, or is "
            "damaged; use another copy"
        ) from None


def main() -> None:
    """``write_copy`` for the process that the custodian's own user runs: folder and a descriptor."""
    write_copy(Path(sys.argv[1]), int(sys.argv[2]))
