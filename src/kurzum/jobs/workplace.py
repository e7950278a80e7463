"""Where a worker keeps plain files while it works on them: a folder in memory, gone with the worker.

Each worker holds a lock (flock) on its own folder, which the kernel lets go when the worker dies, however it
does. So a new worker can tell folders of the dead from folders of the living, and clears them away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

_LOCK = "alive"


class Workplace:
    """One worker's folder. ``with Workplace.taken(root, id) as place``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    @contextmanager
    def taken(cls, root: Path, worker: UUID) -> Iterator[Workplace]:
        """Make a folder of this worker's own below ``root``; clear away those of dead ones."""
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        clear_dead(root)
        folder = root / str(worker)
        folder.mkdir(mode=0o700)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield cls(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)

    @contextmanager
    def run(self, run_id: UUID) -> Iterator[Path]:
        """A folder for one run, removed with all that is in it."""
        folder = self._folder / str(run_id)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_dead(root: Path) -> int:
    """Remove the folders of workers that are no more; returns how many."""
    cleared = 0
    for folder in root.iterdir():
        try:
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)
        cleared += 1
    return cleared
