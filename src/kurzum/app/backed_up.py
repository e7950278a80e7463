"""When a zone and its keys were last backed up: ``backed_up.json`` in its folder, for ``zone status``."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

NAME = "backed_up.json"


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """``zone``: database, blobs and ledger; ``keys``: the custodian's. None: never, as far as we know.

    ``keys_folder``: where the last of the custodian's went, for the one that belongs to a rotation.
    """

    zone: datetime | None = None
    keys: datetime | None = None
    keys_folder: str | None = None


def read(folder: Path) -> BackedUp:
    """What is known; nothing where there is no note that can be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / NAME).read_bytes(), type=BackedUp)
    return BackedUp()


def note(folder: Path, what: Literal["zone", "keys"], at: datetime) -> None:
    """Note a backup that is whole. A note that cannot be written does not make the backup worse."""
    _write(folder, msgspec.structs.replace(read(folder), **{what: at}))


def note_folder(folder: Path, keys_folder: Path) -> None:
    """Note where a backup of the custodian's went."""
    _write(folder, msgspec.structs.replace(read(folder), keys_folder=str(keys_folder)))


def _write(folder: Path, known: BackedUp) -> None:
    with suppress(OSError):
        fresh = folder / f"{NAME}.new"
        fresh.touch(mode=0o600)
        fresh.write_bytes(msgspec.json.encode(known))
        fresh.replace(folder / NAME)
