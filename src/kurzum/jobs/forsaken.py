"""Jobs that the queue says one of our lanes is doing, and that no lane has in hand.

So it is when the database went away just as a job was handed out, or as its end was to be written down: the
lane lives on, its heart beats, and nobody would ever take up the job again.
"""

from __future__ import annotations

from collections.abc import Sequence

from procrastinate.worker import Worker as LaneWorker

from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.jobs", "queue.sql")


class Forsaken:
    """Looks for them among the jobs of these lanes."""

    def __init__(self, lanes: Sequence[LaneWorker]) -> None:
        self._lanes = lanes
        self._before: set[int] = set()

    async def give_back(self, database: Database) -> int:
        """Give those back to the queue that were seen twice; returns how many. Raises DatabaseUnavailable.

        Twice, because a job that was handed out a moment ago is not in hand yet.
        """
        mine = [lane.worker_id for lane in self._lanes if lane.worker_id is not None]
        async with database.read() as conn:
            rows = await (await conn.execute(_SQL.doing, {"workers": mine})).fetchall()
        found = {row[0] for row in rows} - self._in_hand()
        again, self._before = found & self._before, found
        if again:
            async with database.write() as conn:
                await conn.execute(_SQL.give_back, {"jobs": list(again), "workers": mine})
        return len(again)

    def _in_hand(self) -> set[int | None]:
        # procrastinate keeps them to itself.
        return {context.job.id for lane in self._lanes for context in lane._running_jobs.values()}  # noqa: SLF001
