"""The queue and its worker: in turn, in the transaction of the cause, through crashes and outages."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.clips import Clips, State, Task
from kurzum.clips.states import Cause
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import CustodianUnavailable, Keys, Purpose
from kurzum.jobs import Processing, Workplace, enqueue, heard_of, work
from kurzum.jobs.processing import MOST_TRIES
from kurzum.jobs.worker import rescue
from kurzum.jobs.workplace import clear_dead
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database
from kurzum.store.references import sweep_strays
from parts.clip_rooms import clips_of, film, jobs_of, posted, wish
from parts.clip_worker import TestWorker, duties_of
from parts.custodian import MachineClock, TestCustodian
from parts.patient import started_anew
from parts.processes import alive, descendants
from parts.waiting import until

PATIENCE_S = 180.0
_FETCH = "SELECT id, args ->> 'clip_id' FROM jobs.procrastinate_fetch_job_v2(ARRAY[%s]::varchar[], %s)"


@pytest.fixture
def clips(
    tmp_path: Path,
    database: Database,
    keys: Keys,
    clock: FixedClock,
    ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:
    return clips_of(tmp_path, database, keys, clock, ids, entropy)


@pytest.fixture
async def processing(
    tmp_path: Path, database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> AsyncIterator[Processing]:  # fmt: skip
    worker = clips_of(tmp_path, database, worker_keys, clock, ids, entropy)
    with Workplace.taken(tmp_path / "work", ids.new()) as place:
        yield jobs_of(worker, clock, ids, place, tmp_path)[0]


@pytest.fixture
async def people(keys: Keys) -> list[UUID]:
    return [(await keys.new_person(Purpose.SIGN_UP)).person_id for _ in range(3)]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("film") / "a.mp4").read_bytes()


def all_ended(pids: list[int]) -> Callable[[], Awaitable[bool]]:
    async def asked() -> bool:
        return not any(alive(pid) for pid in pids)

    return asked


async def fetched(database: Database, lane: str) -> list[UUID]:
    """The clips of a lane in the order in which a worker would take their jobs."""
    order: list[UUID] = []
    async with database.write() as conn:
        worker = await (await conn.execute("SELECT jobs.procrastinate_register_worker_v1()")).fetchone()
        while True:
            taken = await conn.execute(_FETCH, [lane, worker and worker[0]])
            row = await taken.fetchone()
            if row is None or row[0] is None:
                return order
            order.append(UUID(row[1]))


async def reached(
    clips: Clips, person_id: UUID, clip_id: UUID, there: Callable[[State, float], bool]
) -> None:
    async def asked() -> bool:
        now = await clips.progress.standing(person_id, clip_id)
        return there(now.state, now.progress)

    await until(asked, PATIENCE_S)


async def nothing_left(database: Database) -> bool:
    """Whether every job is done to its very end: a clip is whole a moment before its job is."""
    async with database.read() as conn:
        return await (await conn.execute("SELECT FROM jobs.procrastinate_jobs")).fetchone() is None


async def test_nobodys_many_clips_starve_anothers_one(
    clips: Clips, people: list[UUID], database: Database, clock: FixedClock
) -> None:
    anna, ben, bot = people
    many = [await posted(clips, anna, b"x", wish(), clock) for _ in range(4)]
    demo = await posted(clips, bot, b"x", wish(backfill=True), clock)
    one = await posted(clips, ben, b"x", wish(), clock)
    assert await fetched(database, "first") == [many[0], one, *many[1:]]
    assert await fetched(database, "later") == [demo]


async def test_a_job_lives_and_dies_with_the_transaction_of_its_cause(
    database: Database, people: list[UUID], ids: Ids
) -> None:
    class UndoneError(Exception):
        pass

    with pytest.raises(UndoneError):
        async with database.write() as conn:
            await enqueue(conn, Task.PROCESS, people[0], ids.new())
            raise UndoneError
    assert await fetched(database, "first") == []


async def test_jobs_hold_ids_of_one_side_and_nothing_else(
    clips: Clips, people: list[UUID], database: Database, clock: FixedClock
) -> None:
    clip = await posted(clips, people[0], b"x", wish("my own words"), clock)
    async with database.read() as conn:
        row = await (await conn.execute("SELECT args FROM jobs.procrastinate_jobs")).fetchone()
    assert row is not None
    assert row[0] == {"person_id": str(people[0]), "clip_id": str(clip)}


async def test_a_clip_that_fails_each_time_is_given_up_with_a_reason(
    clips: Clips, processing: Processing, people: list[UUID], source: bytes, clock: FixedClock, tmp_path: Path
) -> None:
    anna = people[0]
    clip = await posted(clips, anna, source, wish(), clock)
    for _ in range(MOST_TRIES):
        assert await clips.work.begin(anna, clip, clock.now()) is not None
    await processing.process(anna, clip)
    standing = await clips.progress.standing(anna, clip)
    assert standing.rejection is not None
    assert (standing.state, standing.rejection.code) == (State.REJECTED, "failed")
    assert list((tmp_path / "staging").iterdir()) == []


async def test_without_the_custodian_a_clip_waits_and_loses_no_try(
    clips: Clips, processing: Processing, people: list[UUID], source: bytes, clock: FixedClock,
    custodian: TestCustodian, worker_keys: Keys,
) -> None:  # fmt: skip
    anna = people[0]
    clip = await posted(clips, anna, source, wish("quiet", "private"), clock)
    custodian.kill()
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(CustodianUnavailable):
            await processing.process(anna, clip)
    assert (await clips.progress.standing(anna, clip)).state is State.PROBING
    await started_anew(custodian, worker_keys)
    await processing.process(anna, clip)
    assert (await clips.progress.standing(anna, clip)).state is State.PUBLISHED


async def test_a_worker_hears_of_a_clip_and_ends_when_it_is_asked(
    clips: Clips, people: list[UUID], source: bytes, clock: FixedClock, conninfo: str, database: Database,
    worker_keys: Keys, tmp_path: Path,
) -> None:  # fmt: skip
    anna, stop = people[0], asyncio.Event()
    assert not await heard_of(database)
    async with duties_of(tmp_path, database, worker_keys) as duties:
        working = asyncio.create_task(work(conninfo, database, duties, (), stop))
        try:
            clip = await posted(clips, anna, source, wish(), clock)
            await reached(
                clips, anna, clip, lambda state, progress: state is State.PUBLISHED and progress == 1
            )
            await until(lambda: nothing_left(database), PATIENCE_S)
            await until(lambda: heard_of(database))
        finally:
            stop.set()
            await asyncio.wait_for(working, PATIENCE_S)
    assert await nothing_left(database)


async def test_a_worker_that_is_killed_midway_leaves_one_clip_and_no_blob_too_many(
    clips: Clips,
    people: list[UUID],
    conninfo: str,
    database: Database,
    custodian: TestCustodian,
    tmp_path: Path,
) -> None:
    anna, clock = people[0], MachineClock()
    long = film(tmp_path / "long.mp4", 4.5, "720x1280").read_bytes()
    clip = await posted(clips, anna, long, wish(), FixedClock(clock.now()))
    worker = TestWorker(tmp_path, conninfo, custodian.sockets["worker"])
    worker.start()
    try:
        children: list[int] = []

        async def held_midway() -> bool:
            # Looked at again while it is held: else it might be done before it is killed.
            if not await encodes():
                return False
            worker.hold()
            # Between two of its programs a worker has no child for a moment.
            children[:] = filter(alive, descendants(worker.pid))
            if children and await encodes():
                return True
            worker.let_go()
            return False

        async def encodes() -> bool:
            now = await clips.progress.standing(anna, clip)
            return now.state is State.ENCODING and now.progress > 0.1

        await until(held_midway, PATIENCE_S)
        worker.kill()
        await until(all_ended(children))
        worker.start()
        await reached(clips, anna, clip, lambda state, progress: state is State.PUBLISHED and progress == 1)
        await until(lambda: nothing_left(database), PATIENCE_S)
    finally:
        assert worker.stop() == 0

    history = [(state, cause) for state, cause, _ in await clips.life.history(anna, clip)]
    assert history.count((State.PROBING, Cause.STARTED)) == 2
    assert history.count((State.PUBLISHED, Cause.PLAYABLE)) == 1
    await sweep_strays(database, Blobs.in_folder(tmp_path / "blobs"), clock.now() + timedelta(days=2))
    async with database.read() as conn:
        refs = dict(await (await conn.execute("SELECT digest, refs FROM store.blob")).fetchall())
    stored = {p.name for p in (tmp_path / "blobs").rglob("*") if p.is_file()}
    assert set(refs.values()) == {1}
    assert stored == set(refs)
    assert list((tmp_path / "work").iterdir()) == []
    assert list((tmp_path / "staging").iterdir()) == []


async def test_only_jobs_of_the_dead_are_rescued(
    clips: Clips, people: list[UUID], database: Database, clock: FixedClock
) -> None:
    clip = await posted(clips, people[0], b"x", wish(), clock)
    assert await fetched(database, "first") == [clip]
    assert await rescue(database, 600) == 0
    async with database.write() as conn:
        await conn.execute(
            "UPDATE jobs.procrastinate_workers SET last_heartbeat = now() - interval '20 minutes'"
        )
    results = await asyncio.gather(*[rescue(database, 600) for _ in range(4)])
    assert sum(results) == 1
    assert await fetched(database, "first") == [clip]


def test_folders_of_dead_workers_are_cleared_away_and_no_others(tmp_path: Path, ids: Ids) -> None:
    dies = (
        "import os, pathlib, sys, uuid\n"
        "from kurzum.jobs import Workplace\n"
        "with Workplace.taken(pathlib.Path(sys.argv[1]), uuid.UUID(sys.argv[2])): os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", dies, str(tmp_path), str(ids.new())], check=True)
    assert len(list(tmp_path.iterdir())) == 1
    with Workplace.taken(tmp_path, Ids(FixedClock(MachineClock().now()), os.urandom).new()) as place:
        with place.run(ids.new()) as folder:
            (folder / "plain").write_bytes(b"plain")
            assert clear_dead(tmp_path) == 0
            assert (folder / "plain").exists()
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


async def test_a_job_whose_end_could_not_be_written_down_is_done_again(
    clips: Clips, people: list[UUID], source: bytes, clock: FixedClock, conninfo: str, database: Database,
    worker_keys: Keys, tmp_path: Path,
) -> None:  # fmt: skip
    anna, stop = people[0], asyncio.Event()
    clip = await posted(clips, anna, source, wish(), clock)
    async with database.write() as conn:
        await conn.execute("DELETE FROM jobs.procrastinate_jobs")
    async with duties_of(tmp_path, database, worker_keys) as duties:
        working = asyncio.create_task(work(conninfo, database, duties, (), stop))
        try:
            await until(lambda: heard_of(database))
            # As if a lane had been handed the job and never heard of it: the database went away between.
            async with database.write() as conn:
                await enqueue(conn, Task.PROCESS, anna, clip)
                await conn.execute("UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = "
                                   "(SELECT max(id) FROM jobs.procrastinate_workers)")  # fmt: skip
            await reached(clips, anna, clip, lambda state, _: state is State.PUBLISHED)
        finally:
            stop.set()
            await asyncio.wait_for(working, PATIENCE_S)
