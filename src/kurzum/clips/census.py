"""How many clips there are, by state. Reads every row: for people who look, not for pages."""

from __future__ import annotations

from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "states.sql")


async def by_state(database: Database) -> dict[str, int]:
    """State -> clips. Raises DatabaseUnavailable."""
    async with database.read() as conn:
        rows = await (await conn.execute(_SQL.census)).fetchall()
    return {str(state): int(count) for state, count in rows}
