"""The days' partitions of events and pages: made ahead, dropped when their time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from kurzum.feed.events import WINDOW_MS
from kurzum.store.pool import Database
from kurzum.store.queries import load
from kurzum.store.snapshot import may_delete

_SQL = load("kurzum.feed", "events.sql")
_BACK = timedelta(milliseconds=WINDOW_MS) + timedelta(days=1)


class Keeping(msgspec.Struct, frozen=True):
    """How long events and pages are kept (days), and how far ahead partitions are made."""

    events_days: int = 396
    pages_days: int = 30
    ahead_days: int = 14


class Partitions:
    """Made with the first use of a day; ``tend`` is for a daily job, which also drops."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping
        self._made_on: date | None = None

    async def ready(self, now: datetime) -> None:
        """Make sure that today's events and pages have a place; asks the database once a day."""
        if self._made_on != now.date():
            await self._make(now)

    async def tend(self, now: datetime) -> tuple[int, int]:
        """Make what is missing from three days back on, drop what is over; how many of each."""
        today = now.date()
        ends = {"event_batch": self._keeping.events_days, "page": self._keeping.pages_days}
        made = await self._make(now)
        dropped = 0
        for table, days in ends.items():
            async with self._database.write() as conn:
                if not await may_delete(conn):
                    break
                oldest = {"table": table, "first": today - timedelta(days=days)}
                row = await (await conn.execute(_SQL.drop_partitions, oldest)).fetchone()
            dropped += int(str(row[0])) if row else 0
        return made, dropped

    async def _make(self, now: datetime) -> int:
        today = now.date()
        days = {"first": (now - _BACK).date(), "last": today + timedelta(days=self._keeping.ahead_days)}
        async with self._database.write() as conn:
            if not await may_delete(conn):
                # A backup reads the tables: who waited for its end would make everybody wait. What is needed
                # today was made long ago, or is of nobody yet.
                days["last"] = today
            row = await (await conn.execute(_SQL.make_partitions, days)).fetchone()
        self._made_on = today
        return int(str(row[0])) if row else 0
