"""Which lanes the last worker of this place had: a new one knows at once that those are dead.

The supervisor keeps one worker a zone on a machine, and starts the next when the last has ended. Without the
note, or where it is of no use, a dead worker is found by its silence, which takes some seconds longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.jobs", "queue.sql")


class Predecessor:
    """The note at ``path``, in a folder of the worker's own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def bury(self, database: Database) -> int:
        """Count the last worker's lanes as silent; returns how many. Raises DatabaseUnavailable."""
        ids: list[int] = []
        with suppress(FileNotFoundError, msgspec.DecodeError):
            ids = msgspec.json.decode(self._path.read_bytes(), type=list[int])
        if ids:
            async with database.write() as conn:
                await conn.execute(_SQL.bury, {"workers": ids})
        return len(ids)

    def note(self, ids: Sequence[int]) -> None:
        """Write down the lanes of this worker. A note that cannot be written is done without."""
        fresh = self._path.with_suffix(".new")
        with suppress(OSError):
            fresh.write_bytes(msgspec.json.encode(list(ids)))
            fresh.replace(self._path)
