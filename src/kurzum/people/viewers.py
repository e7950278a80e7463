"""The viewing side of people: market, language and age tier of a pid. Knows no handle and no person_id."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

UNKNOWN = "unknown"
"""The age tier of somebody of whom none is known; to be treated as the youngest."""
_MOST_HELD = 50_000
_SQL = load("kurzum.people", "viewers.sql")


class Viewers:
    """Reads and changes what is known of a viewer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tiers: Held[UUID, str] = Held(database.moves, ("viewer",), self._ask, _MOST_HELD)

    async def add(self, pid: UUID, market: str, language: str, age_tier: str) -> None:
        """A new viewer."""
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.add, {"pid": pid, "market": market, "language": language, "age_tier": age_tier}
            )

    async def age_tier(self, pid: UUID) -> str:
        """``13_15``, ``16_17``, ``adult``, or ``unknown``."""
        return await self._tiers.one(pid) or UNKNOWN

    async def change(self, pid: UUID, *, language: str | None = None, age_tier: str | None = None) -> None:
        """Replace what is given."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.change, {"pid": pid, "language": language, "age_tier": age_tier})

    async def forget(self, conn: AsyncConnection, pid: UUID) -> None:
        """Remove a viewer, within the caller's transaction."""
        await conn.execute(_SQL.forget, {"pid": pid})

    async def _ask(self, pids: Sequence[UUID]) -> dict[UUID, str]:
        async with self._database.read() as conn:
            return dict(await (await conn.execute(_SQL.age_tiers, {"pids": list(pids)})).fetchall())
