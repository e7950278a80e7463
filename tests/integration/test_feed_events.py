"""Event batches: durable, sealed, counted once, whoever sends them however often."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock, unix_ms
from kurzum.core.ids import Ids, uuid7
from kurzum.custody import CustodianUnavailable
from kurzum.feed import Accepted, Batch
from kurzum.feed.errors import BadBatch
from kurzum.feed.events import Kind, Sent
from kurzum.feed.partitions import Keeping, Partitions
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.feeds import Watcher, somebody
from parts.shelf import Shelf
from parts.waiting import until


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


def batch(rooms: Rooms, *clips: UUID, kind: Kind = Kind.PLAY, batch_id: UUID | None = None) -> Batch:
    events = [
        Sent(id=rooms.ids.new(), kind=kind, clip=clip, at=rooms.clock.now(), watched_ms=5) for clip in clips
    ]
    return Batch(id=batch_id or rooms.ids.new(), v=1, events=events)


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    async with database.read() as conn:
        return await (await conn.execute(sql)).fetchall()


async def held(rooms: Rooms, wanted: bool) -> bool:
    return rooms.keys.held is wanted


async def plays(database: Database) -> dict[UUID, int]:
    return dict(await rows(database, "SELECT clip_id, plays FROM clips.total WHERE plays > 0"))


async def test_a_batch_is_one_sealed_row_and_counts_once(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    anna, ben = await somebody(rooms, "anna"), await somebody(rooms, "ben")
    clip = await shelf.put(anna.person)
    given = batch(rooms, clip, clip, rooms.ids.new())
    assert await rooms.feed.take(ben, given) == Accepted(2, 2)
    assert await rooms.feed.take(ben, given) == Accepted(2, 0)
    assert await rooms.feed.take(anna, given) == Accepted(2, 2), (
        "another viewer's batch of the same id is another"
    )
    kept = await rows(database, "SELECT day, pid, batch_id, sealed FROM feed.event_batch")
    assert {(row[0], row[1], row[2]) for row in kept} == {
        (rooms.clock.now().date(), who.pid, given.id) for who in (anna, ben)
    }
    assert all(clip.bytes not in row[3] and str(clip).encode() not in row[3] for row in kept)
    assert await plays(database) == {clip: 2}


async def test_many_batches_at_once_lose_and_double_nothing(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    anna = await somebody(rooms, "anna")
    people = [await somebody(rooms, f"viewer{n}") for n in range(6)]
    clips = [await shelf.put(anna.person) for _ in range(3)]
    each = [(who, batch(rooms, *clips)) for who in people for _ in range(8)]
    answers = await asyncio.gather(*(rooms.feed.take(who, given) for who, given in each + each[::2]))
    assert sum(answer.counted for answer in answers) == len(each) * 3
    assert await plays(database) == dict.fromkeys(clips, len(each))
    assert await rows(database, "SELECT count(*) FROM feed.event_batch") == [(len(each),)]


async def test_one_bad_write_fails_its_senders_and_not_the_next_ones(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    anna = await somebody(rooms, "anna")
    clip = await shelf.put(anna.person)
    await rooms.feed.partitions.ready(rooms.clock.now())
    async with database.write() as conn:
        await conn.execute("ALTER TABLE clips.total RENAME TO elsewhere")
    given = batch(rooms, clip)
    answers = await asyncio.gather(*(rooms.feed.take(anna, given) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(answer, Exception) for answer in answers)
    assert await rows(database, "SELECT count(*) FROM feed.event_batch") == [(0,)]
    async with database.write() as conn:
        await conn.execute("ALTER TABLE clips.elsewhere RENAME TO total")
    assert await rooms.feed.take(anna, given) == Accepted(1, 1)


async def test_signed_out_events_are_counted_and_not_kept(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    anna = await somebody(rooms, "anna")
    clip = await shelf.put(anna.person)
    nobody = Watcher()
    given = batch(rooms, clip, clip)
    assert await rooms.feed.take(nobody, given) == Accepted(2, 2)
    assert await rooms.feed.take(nobody, given) == Accepted(2, 0)
    assert await rooms.feed.take(nobody, batch(rooms, clip, kind=Kind.IMPRESSION)) == Accepted(1, 1)
    assert await rows(database, "SELECT count(*) FROM feed.event_batch") == [(0,)]
    assert set(await rows(database, "SELECT day, kind, count FROM feed.signed_out_count")) == {
        (rooms.clock.now().date(), "play", 2),
        (rooms.clock.now().date(), "impression", 1),
    }
    assert await plays(database) == {clip: 1}


async def test_a_late_batch_is_kept_under_its_own_day_and_a_stale_one_refused(
    rooms: Rooms, shelf: Shelf, database: Database, clock: FixedClock
) -> None:
    anna = await somebody(rooms, "anna")
    clip = await shelf.put(anna.person)
    two_days = uuid7(unix_ms(clock.now() - timedelta(hours=47)), seeded()(10))
    stale = uuid7(unix_ms(clock.now() - timedelta(hours=49)), seeded()(10))
    ahead = uuid7(unix_ms(clock.now() + timedelta(hours=47)), seeded()(10))
    assert (await rooms.feed.take(anna, batch(rooms, clip, batch_id=two_days))).counted == 1
    assert (await rooms.feed.take(anna, batch(rooms, clip, batch_id=ahead))).counted == 1
    with pytest.raises(BadBatch, match="48 hours"):
        await rooms.feed.take(anna, batch(rooms, clip, batch_id=stale))
    days = await rows(database, "SELECT day FROM feed.event_batch ORDER BY day")
    assert days == [((clock.now() + timedelta(hours=hours)).date(),) for hours in (-47, 47)]


async def test_without_the_custodian_a_batch_is_refused_and_can_be_sent_again(
    rooms: Rooms, shelf: Shelf, custodian: TestCustodian, database: Database
) -> None:
    anna, ben = await somebody(rooms, "anna"), await somebody(rooms, "ben")
    clip = await shelf.put(anna.person)
    given = batch(rooms, clip)
    custodian.kill()
    await until(lambda: held(rooms, False), 30)
    with pytest.raises(CustodianUnavailable):
        await rooms.feed.take(ben, given)
    assert await plays(database) == {}
    custodian.start()
    await until(lambda: held(rooms, True), 30)
    assert await rooms.feed.take(ben, given) == Accepted(1, 1)


async def test_partitions_are_made_ahead_and_dropped_when_their_time_is_over(
    database: Database, clock: FixedClock
) -> None:
    partitions = Partitions(database, Keeping(events_days=20, pages_days=5, ahead_days=3))
    made, dropped = await partitions.tend(clock.now())
    assert (made, dropped) == (2 * (3 + 1 + 3), 0)
    assert await partitions.tend(clock.now()) == (0, 0)
    clock.move(timedelta(days=10))
    made, dropped = await partitions.tend(clock.now())
    assert made == 2 * 7
    assert dropped == 7, "the pages of the first days, not their events"
    left = await rows(database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'feed.page'::regclass")
    assert left == [(7,)]
