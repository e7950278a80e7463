"""A process's log: what it says, in a file that stays small. Old parts are kept as ``.1``, ``.2``."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

MOST_BYTES = 4 << 20
KEPT = 2


class LogFile:
    """A file of at most ``most`` bytes and ``kept`` older ones, readable by its owner alone (0600)."""

    def __init__(self, path: Path, most: int = MOST_BYTES, kept: int = KEPT) -> None:
        self._path = path
        self._most = most
        self._kept = kept
        self._file = self._open()

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def write(self, said: bytes) -> None:
        """Add it, moving on to a new file when this one is full. What the disk does not take is lost."""
        # A full disk must not end the one who writes logs for others and starts them again.
        with contextlib.suppress(OSError):
            if os.fstat(self._file).st_size + len(said) > self._most:
                self._turn()
            os.write(self._file, said)

    def last_line(self) -> str:
        """The last line that was said, shortened; empty if none."""
        try:
            lines = self._path.read_bytes()[-4096:].decode(errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1][:300] if lines else ""

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _turn(self) -> None:
        for number in range(self._kept, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number - 1}") if number > 1 else self._path
            if older.exists():
                older.replace(self._path.with_name(f"{self._path.name}.{number}"))
        fresh = self._open()
        self.close()
        self._file = fresh
