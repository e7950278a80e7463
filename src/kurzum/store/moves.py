"""What moved in the database since the last look, so that caches drop it: the one way in which they learn.

Triggers and writers note each change in ``store.moved``, within the transaction that changes. A look reads
the notes between two snapshots, so that none is missed or read in the wrong order, of whatever process.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
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

_REMEMBERED = 1_000

Told = tuple[str, frozenset[UUID]]
"""A topic, and which of its keys moved."""

Dropped = Callable[[frozenset[UUID] | None], None]
"""Is told which keys moved; None: any may have."""


class Listening(NamedTuple):
    """A statement under way that tells what moved. ``last``: the moment since when, a snapshot."""

    at: float
    doubts: int
    last: str | None


class Moves:
    """Looks, and tells those who ``watch`` a topic. One a process: ``Database.moves``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: dict[str, list[Dropped]] = {}
        self._looks = Together[None, None](self._look)
        self._looked_at = float("-inf")
        self._doubts = 0
        self._told = 0
        self._told_of: deque[Told | None] = deque(maxlen=_REMEMBERED)  # None: anything
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
        self._doubts += 1
        self._looked_at = float("-inf")

    @property
    def mark(self) -> int:
        """How much was told so far; for ``told_since``."""
        return self._told

    def told_since(self, mark: int) -> Sequence[Told] | None:
        """What was told since a mark; None where that may be anything."""
        count = self._told - mark
        if count == 0:
            return ()
        told = list(islice(reversed(self._told_of), count))
        if len(told) < count or None in told:
            return None
        return [one for one in told if one is not None]

    def begin(self) -> Listening:
        """For a statement that tells on its way what moved: give it ``last``, and its rows to ``hear``."""
        return Listening(asyncio.get_running_loop().time(), self._doubts, self._last)

    def hear(self, listening: Listening, rows: Sequence[Sequence[Any]]) -> None:
        """Take in the rows of such a statement: as good as a look. See ``since`` in ``moves.sql``."""
        if listening.last is None or self._last is None:
            self._note(None)  # everything is dropped at the next look
            return
        found: dict[str, set[UUID]] = {}
        for _, topic, keys in rows:
            if topic is not None:
                found.setdefault(topic, set()).update(keys)
        for topic, keys in found.items():
            self._tell(topic, keys)
        self._last, self._last_at = rows[0][0], listening.at
        if listening.doubts == self._doubts:
            self._looked_at = listening.at

    async def origin(self) -> int:
        """This process's number, for moves that it knows of itself."""
        if self._origin is None:
            async with self._database.append() as conn:
                row = await (await conn.execute(_SQL.new_origin)).fetchone()
            self._origin = int(row[0]) if row else 0
        return self._origin

    async def _look(self, asked: Sequence[None]) -> list[None]:
        listening = self.begin()
        origin = await self.origin()
        if listening.last is None or listening.at - self._last_at > _LONGEST_S:
            await self._begin(listening)
        else:
            try:
                await self._read_since(listening, origin)
            except BaseException:
                self._last = None  # what moved meanwhile is not known: nothing that is held may be used
                raise
        await self._forget_old(listening.at)
        return [None] * len(asked)

    async def _begin(self, listening: Listening) -> None:
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.begin)).fetchone()
        self._tell_all()
        self._last, self._last_at = (str(row[0]) if row else None), listening.at
        if listening.doubts == self._doubts:
            self._looked_at = listening.at

    async def _read_since(self, listening: Listening, origin: int) -> None:
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.since, {"last": listening.last, "origin": origin})
            self.hear(listening, await cursor.fetchall())

    async def _forget_old(self, now: float) -> None:
        """Now and then delete the notes that everybody has read, or has forgotten all for."""
        if self._last is None or (self._marks and now - self._marks[-1][0] < _LONGEST_S):
            return
        self._marks.append((now, self._last))
        if now - self._marks[0][0] >= _KEPT_S:
            _, before = self._marks.popleft()
            async with self._database.append() as conn:
                await conn.execute(_SQL.forget, {"before": before})

    def _note(self, told: Told | None) -> None:
        self._told += 1
        self._told_of.append(told)

    def _tell(self, topic: str, keys: Iterable[UUID]) -> None:
        told = frozenset(keys)
        self._note((topic, told))
        for dropped in self._watchers.get(topic, ()):
            dropped(told)

    def _tell_all(self) -> None:
        self._note(None)
        for watchers in self._watchers.values():
            for dropped in watchers:
                dropped(None)
