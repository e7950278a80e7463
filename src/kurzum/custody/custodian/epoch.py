"""The epoch key: seals everything in the custodian's store. Embedded, it is a file of its own (0600).

    1 byte    version, 1
    16 bytes  id of the epoch
    32 bytes  key

The file is durable before its first use: a store sealed under a key that a power cut took away is lost.
"""

from __future__ import annotations

import os
from pathlib import Path

from kurzum.core.errors import Conflict
from kurzum.core.ids import Entropy
from kurzum.custody.sealing import KEY_BYTES, KEY_ID_BYTES, DataKey

_VERSION = 1
_BYTES = 1 + KEY_ID_BYTES + KEY_BYTES


class EpochLost(Conflict):
    """The epoch key is missing or damaged while there is a store that needs it. Nothing was changed."""

    code = "epoch_lost"


def open_epoch(path: Path, entropy: Entropy, *, may_make: bool) -> DataKey:
    """The epoch key of that file, made if there is none and ``may_make``. Raises EpochLost."""
    if not path.exists():
        if not may_make:
            raise EpochLost(
                f"{path} is missing, so nobody's key can be opened; nothing was changed; "
                "put the file back from your backup"
            )
        _write_durably(path, bytes([_VERSION]) + entropy(KEY_ID_BYTES) + entropy(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise EpochLost(f"{path} can be read by others; nothing was opened; make it 0600 and find out why")
    raw = bytearray(path.read_bytes())
    if len(raw) != _BYTES or raw[0] != _VERSION:
        raise EpochLost(f"{path} is damaged; nothing was changed; put the file back from your backup")
    key = DataKey(bytes(raw[1 : 1 + KEY_ID_BYTES]), raw[1 + KEY_ID_BYTES :])
    raw[:] = bytes(_BYTES)
    return key


def _write_durably(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
