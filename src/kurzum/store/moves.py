"""What moved in the database since the last look, so that caches drop it: the one way in which they learn.

Triggers and writers note each change in ``store.moved``, within the transaction that changes. A look reads
the notes between two snapshots, so that none is missed or read in the wrong order, of whatever process.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from kurzum.store.queries import load
from kurzum.store.together import Together

if TYPE_CHECKING:
    from kurzum.store.pool import Database

TRUSTED_S = 0.5
"""What was looked at so lately counts as now: half of the second in which everybody must know of a change."""
_LONGEST_S = 60.0
_KEPT_S = 300.0
"""Notes live so long, a multiple of what may pass between two looks."""
_SQL = load("kurzum.store", "moves.sql")

Dropped = Callable[[frozenset[UUID] | None], None]
"""Is told which keys moved; None: any may have."""


class Moves:
    """Looks, and tells those who ``watch`` a topic. One a process: ``Database.moves``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: dict[str, list[Dropped]] = {}
        self._looks = Together[None, None](self._look)
        self._looked_at = float("-inf")
        self._last: str | None = None
        self._last_at = float("-inf")
        self._marks: deque[tuple[float, str]] = deque()
        self._origin: int | None = None

    def watch(self, topic: str, dropped: Dropped) -> None:
        """Tell ``dropped`` which keys of a topic moved."""
        self._watchers.setdefault(topic, []).append(dropped)

    async def look(self) -> None:
        """Return when everything that was committed before the call is told. Raises DatabaseUnavailable."""
        await self._looks.put(None)

    async def fresh(self) -> None:
        """Look, unless it was done within ``TRUSTED_S``. Raises DatabaseUnavailable."""
        if asyncio.get_running_loop().time() - self._looked_at >= TRUSTED_S:
            await self._looks.put(None)

    def distrust(self) -> None:
        """Look at the next occasion, however fresh the last look is."""
        self._looked_at = float("-inf")

    async def origin(self) -> int:
        """This process's number, for moves that it knows of itself."""
        if self._origin is None:
            async with self._database.append() as conn:
                row = await (await conn.execute(_SQL.new_origin)).fetchone()
            self._origin = int(row[0]) if row else 0
        return self._origin

    async def _look(self, asked: Sequence[None]) -> list[None]:
        began = asyncio.get_running_loop().time()
        origin = await self.origin()
        if self._last is None or began - self._last_at > _LONGEST_S:
            await self._begin()
        else:
            try:
                await self._read_since(self._last, origin)
            except BaseException:
                self._last = None  # what moved meanwhile is not known: nothing that is held may be used
                raise
        self._looked_at = self._last_at = began
        await self._forget_old(began)
        return [None] * len(asked)

    async def _begin(self) -> None:
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.begin)).fetchone()
        self._tell_all()
        self._last = str(row[0]) if row else None

    async def _read_since(self, last: str, origin: int) -> None:
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.since, {"last": last, "origin": origin})
            rows = await cursor.fetchall()
        found: dict[str, set[UUID]] = {}
        for _, topic, keys in rows:
            if topic is not None:
                found.setdefault(topic, set()).update(keys)
        for topic, keys in found.items():
            self._tell(topic, keys)
        self._last = rows[0][0]

    async def _forget_old(self, now: float) -> None:
        """Now and then delete the notes that everybody has read, or has forgotten all for."""
        if self._last is None or (self._marks and now - self._marks[-1][0] < _LONGEST_S):
            return
        self._marks.append((now, self._last))
        if now - self._marks[0][0] >= _KEPT_S:
            _, before = self._marks.popleft()
            async with self._database.append() as conn:
                await conn.execute(_SQL.forget, {"before": before})

    def _tell(self, topic: str, keys: Iterable[UUID]) -> None:
        told = frozenset(keys)
        for dropped in self._watchers.get(topic, ()):
            dropped(told)

    def _tell_all(self) -> None:
        for watchers in self._watchers.values():
            for dropped in watchers:
                dropped(None)
