"""The viewing side of people: market, language and age tier of a pid. Knows no handle and no person_id."""

from __future__ import annotations

from uuid import UUID

from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.people.fresh import Fresh
from kurzum.store.pool import Database
from kurzum.store.queries import load

UNKNOWN = "unknown"
"""The age tier of somebody of whom none is known; to be treated as the youngest."""
_TRUSTED_MS = 2_000
_SQL = load("kurzum.people", "viewers.sql")


class Viewers:
    """Reads and changes what is known of a viewer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tiers: Fresh[UUID, str] = Fresh(_TRUSTED_MS, 50_000)

    async def add(self, pid: UUID, market: str, language: str, age_tier: str) -> None:
        """A new viewer."""
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.add, {"pid": pid, "market": market, "language": language, "age_tier": age_tier}
            )

    async def age_tier(self, pid: UUID) -> str:
        """``13_15``, ``16_17``, ``adult``, or ``unknown``."""
        asked_ms = self._clock.ms()
        known = self._tiers.get(pid, asked_ms)
        if known is None:
            async with self._database.read() as conn:
                row = await (await conn.execute(_SQL.age_tier, {"pid": pid})).fetchone()
            known = str(row[0]) if row else UNKNOWN
            self._tiers.put(pid, known, asked_ms)
        return known

    async def change(self, pid: UUID, *, language: str | None = None, age_tier: str | None = None) -> None:
        """Replace what is given."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.change, {"pid": pid, "language": language, "age_tier": age_tier})
        self._tiers.drop(pid)

    async def forget(self, conn: AsyncConnection, pid: UUID) -> None:
        """Remove a viewer, within the caller's transaction."""
        await conn.execute(_SQL.forget, {"pid": pid})
        self._tiers.drop(pid)
