"""The zone's worker: three lanes of jobs, the rescue of jobs whose worker died, and the regular sweeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker as LaneWorker

from kurzum.core.errors import Unavailable
from kurzum.jobs.forsaken import Forsaken
from kurzum.jobs.metrics import RESCUED
from kurzum.jobs.predecessor import Predecessor
from kurzum.jobs.queue import BEHIND, Lane
from kurzum.jobs.tasks import LONGEST_S, Duties, register
from kurzum.store.pool import Database
from kurzum.store.queries import load

HEARTBEAT_S, STALLED_S, RESCUE_S = 1.0, 8.0, 2.5
SWEEP_S = 60.0
_POLL_S = 1.0
_GRACE_S = 0.5
_SOON_S = 0.1
_FAILED_KEPT_DAYS = 7
_SQL = load("kurzum.jobs", "queue.sql")
_log = structlog.get_logger("kurzum.jobs")

Sweep = Callable[[], Awaitable[object]]
"""A regular duty; what it raises is logged, and it is called again the next time."""


class WorkerLost(Unavailable):
    """A lane ended, or the database has not heard of it: start the worker anew."""

    code = "worker_lost"


async def work(
    conninfo: str,
    database: Database,
    duties: Duties,
    sweeps: Sequence[Sweep],
    stop: asyncio.Event,
    note: Path | None = None,
) -> None:
    """Work until ``stop`` is set. Raises WorkerLost when the process should be started anew.

    ``sweeps`` are called once a minute. When it stops, jobs in hand go back to the queue. ``note``:
    where each worker of this place, one at a time, writes down its lanes; the next takes up their jobs.
    """
    app = App(connector=PsycopgConnector(
        conninfo=conninfo, min_size=1, max_size=6, name="jobs",
        kwargs={"options": "-c search_path=jobs,pg_catalog", "application_name": "kurzum jobs"},
    ))  # fmt: skip
    register(app, duties)
    async with app.open_async():
        lanes = [_lane(app, lane) for lane in Lane]
        running = [asyncio.create_task(_run(lane), name=f"lane {lane.worker_name}") for lane in lanes]
        watching = asyncio.create_task(_watch(database, lanes, note), name="watch")
        sweeping = asyncio.create_task(_sweep(database, sweeps), name="sweeps")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        try:
            await asyncio.wait([*running, watching, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                raise WorkerLost(
                    "The worker lost its queue and is started anew. Jobs in hand are done again."
                )
        finally:
            for task in (watching, sweeping, stopping, *running):
                task.cancel()
            await asyncio.gather(watching, sweeping, stopping, *running, return_exceptions=True)


async def heard_of(database: Database, within_s: float = STALLED_S) -> bool:
    """Whether some worker of this zone is alive."""
    async with database.read() as conn:
        row = await (await conn.execute(_SQL.heard, {"within_s": within_s})).fetchone()
    return bool(row and row[0])


async def busy(database: Database) -> bool:
    """Whether somebody's own upload waits or is worked on."""
    async with database.read() as conn:
        row = await (await conn.execute(_SQL.busy, {"queue": Lane.FIRST})).fetchone()
    return bool(row and row[0])


async def rescue(database: Database, stalled_s: float = STALLED_S) -> int:
    """Give jobs of dead workers back to the queue; returns how many. Any worker may do it at any time."""
    async with database.write() as conn:
        rescued = await (
            await conn.execute(_SQL.rescue, {"stalled_s": stalled_s, "behind": BEHIND})
        ).fetchall()
        await conn.execute(_SQL.prune, {"stalled_s": stalled_s})
        await conn.execute(_SQL.bring_near, {"longest_s": LONGEST_S})
    RESCUED.inc(len(rescued))
    if rescued:
        _log.warning("jobs rescued", count=len(rescued))
    return len(rescued)


def _lane(app: App, lane: Lane) -> LaneWorker:
    return LaneWorker(
        app, queues=[lane], name=lane, concurrency=1, install_signal_handlers=False,
        fetch_job_polling_interval=_POLL_S, update_heartbeat_interval=HEARTBEAT_S,
        stalled_worker_timeout=STALLED_S, shutdown_graceful_timeout=_GRACE_S,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
    )  # fmt: skip


async def _run(lane: LaneWorker) -> None:
    await lane.run()  # type: ignore[no-untyped-call]


async def _watch(database: Database, lanes: Sequence[LaneWorker], note: Path | None) -> None:
    """Rescue jobs; end when the database has not heard of one of our own lanes for long.

    procrastinate notices a failed heartbeat only while all its side tasks run, and one of ours ends at once.
    """
    predecessor = Predecessor(note) if note else None
    try:
        if predecessor is not None:
            await predecessor.bury(database)
        await rescue(database)
        mine = await _registered(lanes)
        if predecessor is not None:
            predecessor.note(mine)
        forsaken = Forsaken(lanes)
        while await _alive(database, mine):
            await asyncio.sleep(RESCUE_S)
            await rescue(database)
            await forsaken.give_back(database)
    except Unavailable:
        return


async def _registered(lanes: Sequence[LaneWorker]) -> list[int]:
    """The lanes' ids, once all have theirs."""
    while True:
        ids = [lane.worker_id for lane in lanes if lane.worker_id is not None]
        if len(ids) == len(lanes):
            return ids
        await asyncio.sleep(_SOON_S)


async def _alive(database: Database, workers: Sequence[int]) -> bool:
    async with database.read() as conn:
        row = await (await conn.execute(_SQL.alive, {"workers": list(workers)})).fetchone()
    return row is not None and row[0] == len(workers)


async def _sweep(database: Database, sweeps: Sequence[Sweep]) -> None:
    while True:
        for sweep in sweeps:
            try:
                await sweep()
            except Exception as error:
                _log.warning("sweep failed", outcome=type(error).__name__)
        with suppress(Unavailable):
            async with database.write() as conn:
                await conn.execute(_SQL.forget_failed, {"days": _FAILED_KEPT_DAYS})
        await asyncio.sleep(SWEEP_S)
