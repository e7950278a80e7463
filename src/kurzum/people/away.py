"""Who is there for nobody else at the moment: people who are leaving or being erased, all of the zone's.

Few at any time, so all are held: a page asks of thousands of clips at once whether their makers are away.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kurzum.store.pool import Database
from kurzum.store.queries import load
from kurzum.store.together import Together

_SQL = load("kurzum.people", "profiles.sql")


class Away:
    """``people`` as of the last ``ready``; ``version`` moves on with each change of it."""

    def __init__(self, database: Database) -> None:
        self.people: frozenset[UUID] = frozenset()
        self.version = 0
        self._database = database
        self._moved: set[UUID] | None = None  # None: all are to be read
        self._changing = False
        self._changes = Together[None, None](self._change)
        database.moves.watch("person", self._note)

    async def ready(self) -> None:
        """Return when everybody of whom ``Moves`` has told is known. Raises DatabaseUnavailable."""
        await self._database.moves.fresh()
        if self._moved is None or self._moved or self._changing:
            await self._changes.put(None)

    def _note(self, moved: frozenset[UUID] | None) -> None:
        if moved is None:
            self._moved = None
        elif self._moved is not None:
            self._moved |= moved

    async def _change(self, asked: Sequence[None]) -> list[None]:
        moved, self._moved = self._moved, set()
        self._changing = True
        try:
            since = None if moved is None else list(moved)
            async with self._database.read() as conn:
                rows = await (await conn.execute(_SQL.away, {"since": since})).fetchall()
        except BaseException:
            self._moved = None if moved is None or self._moved is None else self._moved | moved
            raise
        finally:
            self._changing = False
        found = frozenset(row[0] for row in rows)
        people = found if moved is None else (self.people - moved) | found
        if people != self.people:
            self.people = people
            self.version += 1
        return [None] * len(asked)
