"""How the queue stands: what waits in each lane, and for how long."""

from __future__ import annotations

import msgspec

from kurzum.jobs.queue import Lane
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.jobs", "queue.sql")


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One lane. ``oldest_s``: since when the oldest job waits that may run now; 0 where none does.

    ``later``: jobs that are to be tried again at a later time.
    """

    lane: str
    waiting: int
    later: int
    running: int
    failed: int
    oldest_s: float


async def standing(database: Database) -> list[Waiting]:
    """Every lane. Raises DatabaseUnavailable."""
    async with database.read() as conn:
        rows = await (await conn.execute(_SQL.standing)).fetchall()
    found = {row[0]: row[1:] for row in rows}
    return [
        Waiting(lane=lane, waiting=w, later=later, running=r, failed=f, oldest_s=float(oldest))
        for lane in Lane
        for w, later, r, f, oldest in (found.get(lane, (0, 0, 0, 0, 0.0)),)
    ]
