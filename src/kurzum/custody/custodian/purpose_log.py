"""What the custodian was asked for: when, by which role, why and for how many, never for whom."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from kurzum.core.clock import Clock


class PurposeLog:
    """Appends one JSON line a call to ``purposes-YYYY-MM-DD.jsonl``; never changes or deletes one."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._day = ""
        self._file = -1

    def write(self, role: str, op: str, purpose: str, count: int, outcome: str) -> None:
        """Write a line; it is with the kernel when this returns."""
        now = self._clock.now()
        line = {
            "timestamp": now.isoformat(timespec="milliseconds"),
            "role": role,
            "op": op,
            "purpose": purpose,
            "count": count,
            "outcome": outcome,
        }
        os.write(self._of(now.date().isoformat()), msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _of(self, day: str) -> int:
        if day != self._day or self._file < 0:
            self.close()
            path = self._folder / f"purposes-{day}.jsonl"
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            self._day = day
        return self._file
