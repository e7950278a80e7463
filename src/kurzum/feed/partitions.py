"""The days' partitions of events and pages: made ahead, dropped when their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from kurzum.feed.events import WINDOW_MS
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.feed", "events.sql")
_BACK = timedelta(milliseconds=WINDOW_MS) + timedelta(days=1)


class Keeping(msgspec.Struct, frozen=True):
    """How long events and pages are kept (days), and how far ahead partitions are made."""

    events_days: int = 396
    pages_days: int = 30
    ahead_days: int = 14


class Partitions:
    """Run ``tend`` at every start and at least daily."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping

    async def tend(self, now: datetime) -> tuple[int, int]:
        """Make what is missing from three days back on, drop what is over; how many of each."""
        today = now.date()
        keeping = self._keeping
        first, last = (now - _BACK).date(), today + timedelta(days=keeping.ahead_days)
        ends = {"event_batch": keeping.events_days, "page": keeping.pages_days}
        async with self._database.write() as conn:
            made = await (await conn.execute(_SQL.make_partitions, {"first": first, "last": last})).fetchone()
        dropped = 0
        for table, days in ends.items():
            async with self._database.write() as conn:
                oldest = {"table": table, "first": today - timedelta(days=days)}
                row = await (await conn.execute(_SQL.drop_partitions, oldest)).fetchone()
            dropped += int(str(row[0])) if row else 0
        return (int(str(made[0])) if made else 0), dropped
