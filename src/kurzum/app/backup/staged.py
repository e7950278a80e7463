"""Uploads on their way, sealed, as they are while they arrive.

Which of them the snapshot of the database knows is not known beforehand, and a worker may remove one as soon
as its clip is published. So every file is opened before the moment of the snapshot and again after it: an
open file can be copied whoever removes its name.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path
from uuid import UUID

from kurzum.app.backup.copying import pieces, write_pieces
from kurzum.custody.staged_file import acknowledged_bytes, mark_path, sealed_path


class Staged:
    """The files of a staging folder, held open. Close it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[UUID, int] = {}
        _allow_many_open_files()
        self.look()

    def look(self) -> None:
        """Open what has come since."""
        for path in self._folder.glob("*.sealed"):
            name = UUID(path.stem)
            if name not in self._open:
                try:
                    self._open[name] = os.open(path, os.O_RDONLY)
                except FileNotFoundError:
                    continue

    @property
    def size(self) -> int:
        """Bytes of all."""
        return sum(os.fstat(descriptor).st_size for descriptor in self._open.values())

    def copy(self, target: Path) -> int:
        """Copy each as far as it is acknowledged; returns how many. What goes on meanwhile does no harm."""
        target.mkdir(mode=0o700)
        for name, descriptor in self._open.items():
            try:
                mark = mark_path(self._folder, name).read_bytes()
            except FileNotFoundError:
                # Complete, here or where it was until it was removed: all of it counts.
                write_pieces(pieces(descriptor), sealed_path(target, name))
                continue
            # What lies beyond the mark may change; what lies before it never does.
            write_pieces(pieces(descriptor, acknowledged_bytes(mark)), sealed_path(target, name))
            write_pieces([mark], mark_path(target, name))
        return len(self._open)

    def close(self) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()


def _allow_many_open_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
