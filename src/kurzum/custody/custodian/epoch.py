"""The epoch key seals everything in the custodian's store. Its file holds it sealed under the sealing key,
which two of three shares give (``shares``). A rotation makes a new epoch key and a new file; the shares stay.

The form of before, ``epoch.key``, held the key as it is: version 1, 16 bytes of id, 32 bytes of key. It is
read once, to be replaced.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from kurzum.core.errors import Conflict
from kurzum.core.ids import Entropy
from kurzum.custody.sealing import KEY_BYTES, KEY_ID_BYTES, Context, DataKey, SealBroken, open_sealed, seal

_VERSION, _PLAIN_VERSION = 2, 1
_PLAIN_BYTES = 1 + KEY_ID_BYTES + KEY_BYTES


class EpochLost(Conflict):
    """The epoch key is missing, damaged or another's while there is a store that needs it. Nothing was
    changed."""

    code = "epoch_lost"


class EpochExposed(EpochLost):
    """Others can read a file that only the custodian may. Nothing was opened."""

    code = "epoch_exposed"


class EpochFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What lies in the file. ``number``: from 1, one more at each rotation; ``since``: when it was made;
    ``key_id``: what the sealed records begin with; ``set_id``: whose shares open it; both in hex."""

    v: int = _VERSION
    zone: str
    number: int
    since: datetime
    key_id: str
    set_id: str
    sealed: bytes


class Epoch(msgspec.Struct, frozen=True):
    """An epoch whose key is open."""

    file: EpochFile
    key: DataKey


def make(zone: str, number: int, since: datetime, sealing: DataKey, entropy: Entropy) -> EpochFile:
    """A new epoch, under a new key."""
    return _sealed(zone, number, since, sealing, entropy(KEY_ID_BYTES), entropy(KEY_BYTES), entropy)


def reform(
    plain: bytes, path: Path, zone: str, since: datetime, sealing: DataKey, entropy: Entropy
) -> EpochFile:
    """The first epoch, from the key of a file of the form of before. Raises EpochLost."""
    key_id, key = _plain(plain, path)
    return _sealed(zone, 1, since, sealing, key_id, key, entropy)


def plain_key(path: Path) -> DataKey:
    """The key of a file of the form of before. Raises EpochLost."""
    return DataKey(*_plain(path.read_bytes(), path))


def open_epoch(file: EpochFile, zone: str, sealing: DataKey) -> Epoch:
    """The key of an epoch's file. Raises EpochLost unless the file is of that zone and those shares."""
    if file.zone != zone:
        raise EpochLost(
            f"the epoch file is of zone '{file.zone}', not of '{zone}'; put the right one in its place"
        )
    try:
        raw = open_sealed(sealing, _context(zone, file.number), file.sealed)
    except SealBroken:
        raise EpochLost(
            f"the shares do not open the file of epoch {file.number}: it was changed, or they are of "
            "another set; nothing was changed; use two shares of one set, or the file's copy in the "
            "custodian's other place"
        ) from None
    return Epoch(file, DataKey(raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:]))


def encode(file: EpochFile) -> bytes:
    """The file's bytes."""
    return msgspec.json.format(msgspec.json.encode(file)) + b"\n"


def read(path: Path) -> EpochFile | None:
    """The epoch file there; None where there is none, or one that was overwritten. Raises EpochLost."""
    try:
        raw = path.read_bytes()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if mode & 0o077:
        raise EpochExposed(f"{path} can be read by others; nothing was opened; make it 0600 and find out why")
    if not any(raw):
        return None
    try:
        file = msgspec.json.decode(raw, type=EpochFile)
    except msgspec.DecodeError:
        raise EpochLost(
            f"{path} is damaged; nothing was changed; remove it where the custodian's other place has one, "
            "else put back a copy"
        ) from None
    if file.v != _VERSION:
        raise EpochLost(f"{path} is of form {file.v}, this Kurzum knows {_VERSION}; use a newer one")
    return file


def _sealed(
    zone: str, number: int, since: datetime, sealing: DataKey, key_id: bytes, key: bytes, entropy: Entropy
) -> EpochFile:
    return EpochFile(
        zone=zone,
        number=number,
        since=since.astimezone(UTC),
        key_id=key_id.hex(),
        set_id=sealing.id.hex(),
        sealed=seal(sealing, _context(zone, number), key_id + key, entropy),
    )


def _context(zone: str, number: int) -> Context:
    return Context(zone, UUID(int=number), "custodian", "epoch")


def _plain(raw: bytes, path: Path) -> tuple[bytes, bytes]:
    if path.stat().st_mode & 0o077:
        raise EpochExposed(f"{path} can be read by others; nothing was opened; make it 0600 and find out why")
    if len(raw) != _PLAIN_BYTES or raw[0] != _PLAIN_VERSION:
        raise EpochLost(f"{path} is damaged; nothing was changed; put the file back from your backup")
    return raw[1 : 1 + KEY_ID_BYTES], raw[1 + KEY_ID_BYTES :]
