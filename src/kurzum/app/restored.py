"""What a zone that came back from a backup says of itself: ``restored.json`` in its folder.

As long as ``settled_at`` is None, something is due before the zone serves: see ``app.settle``.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from kurzum.app.places import Places
from kurzum.core.errors import Conflict
from kurzum.people.returning import Returned

NAME = "restored.json"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """``zone_from``, ``keys_from``: when the backups were taken that the zone and its keys came from.

    ``keys``: ``own`` were never away, ``backup``, or ``none``: nothing sealed from before can be opened.
    """

    v: int = 1
    zone_from: datetime | None = None
    keys_from: datetime | None = None
    keys: Literal["own", "backup", "none"]
    settled_at: datetime | None = None
    found: Returned | None = None


def read(where: Places) -> Restored | None:
    """The note; None for a zone that never came from a backup. Raises Conflict."""
    try:
        return msgspec.json.decode((where.folder / NAME).read_bytes(), type=Restored)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise Conflict(f"{where.folder / NAME} cannot be read: {error}; restore again") from None


def write(folder: Path, note: Restored) -> None:
    """Write it whole or not at all, for its owner alone."""
    fresh = folder / f"{NAME}.new"
    fresh.touch(mode=0o600)
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(note)))
    fresh.replace(folder / NAME)


def settled(note: Restored, said: bytes, now: datetime) -> Restored:
    """The note once ``app.settle`` has ended with these words. Raises Conflict."""
    try:
        found = msgspec.json.decode(said.strip().splitlines()[-1], type=Returned)
    except (IndexError, msgspec.DecodeError) as error:
        raise Conflict(
            f"what was due after the restore ended without its word: {error}; start again"
        ) from None
    return msgspec.structs.replace(note, settled_at=now, found=found)


def sentences(note: Restored | None) -> list[str]:
    """What people should know of it, in plain words."""
    if note is None:
        return []
    said = []
    if note.zone_from is not None:
        said.append(f"restored from the backup of {note.zone_from:%Y-%m-%d %H:%M} UTC")
    if note.keys == "backup" and note.keys_from is not None:
        said.append(f"keys restored from the custodian's backup of {note.keys_from:%Y-%m-%d %H:%M} UTC")
    if note.keys == "none":
        said.append(
            "restored without the custodian's keys: public clips, profiles and totals are here; nobody from "
            "before can sign in, and nothing private of theirs can be opened; new people can join"
        )
    elif note.found is not None and note.found.without_keys:
        said.append(
            f"{note.found.without_keys} of {note.found.people} people have no keys: they joined after the "
            "custodian's backup; they cannot sign in, and nothing private of theirs can be opened"
        )
    if note.found is not None and note.found.erased_again:
        said.append(f"{note.found.erased_again} people who were erased after the backup are erased again")
    return said
