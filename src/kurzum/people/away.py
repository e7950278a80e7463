"""Who is there for nobody else at the moment: people who are leaving or being erased, all of the zone's.

Few at any time, so all are held: a page asks of thousands of clips at once whether their makers are away.
"""

from __future__ import annotations

from uuid import UUID

from kurzum.store.following import Following
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.people", "profiles.sql")


class Away:
    """``people`` as of the last ``ready``; ``version`` moves on with each change of it."""

    def __init__(self, database: Database) -> None:
        self.people: frozenset[UUID] = frozenset()
        self.version = 0
        self._database = database
        self._following = Following(database.moves, "person", self._change)

    async def ready(self) -> None:
        """Return when everybody of whom ``Moves`` has told is known. Raises DatabaseUnavailable."""
        await self._database.moves.fresh()
        await self._following.ready()

    async def _change(self, moved: set[UUID] | None) -> None:
        since = None if moved is None else list(moved)
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.away, {"since": since})).fetchall()
        found = frozenset(row[0] for row in rows)
        people = found if moved is None else (self.people - moved) | found
        if people != self.people:
            self.people = people
            self.version += 1
