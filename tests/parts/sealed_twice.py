"""Seals very often under one key, in processes that fork on the way, and looks for a nonce used twice."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from uuid import UUID

import numpy as np

from kurzum.app.machine import entropy
from kurzum.custody.sealing import HEAD_BYTES, KEY_ID_BYTES, NONCE_BYTES, Context, DataKey, seal

_PLACE = Context("us", UUID(int=7), "contact", "email")
_AT = slice(1 + KEY_ID_BYTES, HEAD_BYTES)


def nonces_used_twice(folder: Path, seals: int, processes: int) -> tuple[int, int]:
    """How many seals were made in all, and how many of their nonces had been used before.

    Every process forks half way, and both halves go on; all seal the same words under the same key.
    """
    raw = os.urandom(KEY_ID_BYTES + 32)
    each = seals // processes
    started = [
        multiprocessing.get_context("spawn").Process(target=_seal_and_fork, args=(folder, number, each, raw))
        for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a process that sealed ended with {process.exitcode}")
    used = np.concatenate([np.fromfile(path, f"V{NONCE_BYTES}") for path in sorted(folder.glob("*.nonces"))])
    return len(used), len(used) - len(np.unique(used))


def _seal_and_fork(folder: Path, number: int, seals: int, raw: bytes) -> None:
    key = DataKey(raw[:KEY_ID_BYTES], bytearray(raw[KEY_ID_BYTES:]))
    third = seals // 3
    _seal(folder / f"{number} before.nonces", key, seals - 2 * third)
    child = os.fork()
    _seal(folder / f"{number} {'child' if child == 0 else 'parent'}.nonces", key, third)
    if child == 0:
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the child did not end well")


def _seal(path: Path, key: DataKey, many: int) -> None:
    with path.open("wb") as file:
        for _ in range(many):
            file.write(seal(key, _PLACE, b"the same words", entropy)[_AT])
