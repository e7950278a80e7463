"""The register: the zone's published clips as columns in memory, for lists and pages that must be made fast.

A row changes when the database says that its clip moved; totals are read anew every three seconds. Loaded at
the first use; a process that makes no pages has none.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

import numpy as np

from kurzum.clips.columns import Columns, Entry
from kurzum.store.following import Following
from kurzum.store.pool import Database, DatabaseUnavailable
from kurzum.store.queries import load

MOST = 100_000
"""So many of the newest clips are in the register."""
_TOTALS_S = 3.0
_AT_ONCE = 2_000
_SQL = load("kurzum.clips", "register.sql")


class Register(Columns):
    """The columns of a zone."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._following = Following(database.moves, "clip", self._change)
        self._totals_at = float("-inf")
        self._totals_read: asyncio.Task[None] | None = None
        self._totals_of = (b"", np.zeros(0, np.int32))

    async def ready(self) -> None:
        """Return when everything that ``Moves`` has told is in the columns. Raises DatabaseUnavailable."""
        await self._following.ready()
        self.cover(len(self.numbers) - 1)  # others give numbers too
        now = asyncio.get_running_loop().time()
        if now - self._totals_at >= _TOTALS_S:
            self._totals_at = now
            # Nobody waits for totals: pages go on with those of before.
            self._totals_read = asyncio.create_task(self._read_totals_again())

    async def _change(self, moved: set[UUID] | None) -> None:
        await (self._load() if moved is None else self._replace(moved))

    async def _load(self) -> None:
        rows = await self._rows(_SQL.newest, {"most": MOST})
        before: set[int] = set(self.order.tolist())
        there: set[int] = set()
        for at in range(0, len(rows), _AT_ONCE):
            there.update(self.put(Entry(*row)) for row in rows[at : at + _AT_ONCE])
            await asyncio.sleep(0)  # others go on meanwhile
        self.take_out(before - there)
        self.sort()
        await self._read_totals()

    async def _replace(self, moved: set[UUID]) -> None:
        rows = await self._rows(_SQL.some, {"clip_ids": list(moved)})
        self.take_out([self.row(clip_id) for clip_id in moved])
        for row in rows:
            self.put(Entry(*row))
        self.sort()
        if rows:
            self._totals_at = float("-inf")

    async def _read_totals(self) -> None:
        """All totals as two strings of bytes: reading 20,000 rows one by one would hold up every page."""
        rows = await self._rows(_SQL.totals, {"most": MOST})
        ids, totals = bytes(rows[0][0] or b""), np.frombuffer(rows[0][1] or b"", ">i8").reshape(-1, 4)
        if ids != self._totals_of[0]:
            self._totals_of = (ids, self.numbers.of_many(ids))
            self.cover(len(self.numbers))
        self.totals[self._totals_of[1]] = totals

    async def _read_totals_again(self) -> None:
        with suppress(DatabaseUnavailable):
            await self._read_totals()

    async def _rows(self, sql: str, wanted: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.read() as conn:
            return await (await conn.execute(sql, wanted)).fetchall()
