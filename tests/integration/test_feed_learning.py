"""The learner behind pages: what is watched decides what comes next, here, elsewhere, after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import CustodianUnavailable, Keys, Purpose
from kurzum.feed import Batch
from kurzum.feed.blend import OF_WORTH
from kurzum.feed.events import Kind, Sent
from kurzum.feed.interests import NOBODY
from kurzum.feed.room import Shown
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.custodian import TestCustodian
from parts.feeds import Watcher, somebody
from parts.rooms import build_rooms
from parts.shelf import Shelf
from parts.waiting import until

TOPICS = ("dance", "cats", "cars", "soup", "chess", "hills")


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


@pytest.fixture
async def second(
    conninfo: str, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Rooms]:
    """Another server of the zone."""
    elsewhere = await Database.open(conninfo, name="another server", wait_s=60)
    yield build_rooms(elsewhere, keys, clock, ids, tmp_path)
    await elsewhere.close()


async def stock(rooms: Rooms, shelf: Shelf, each: int = 12) -> dict[UUID, str]:
    """Clips of many makers by topic, all a week old; clip -> topic."""
    makers = [await somebody(rooms, f"maker{n}") for n in range(12)]
    return {
        await shelf.put(
            makers[(n + turn) % 12].person, age=timedelta(days=7, minutes=turn), caption=f"x #{topic}"
        ): topic
        for turn in range(each)
        for n, topic in enumerate(TOPICS)
    }


async def watch(
    rooms: Rooms, who: Watcher, clips: Sequence[UUID], watched_ms: int = 20_000, kind: Kind = Kind.PLAY
) -> None:
    events = [
        Sent(id=rooms.ids.new(), kind=kind, clip=clip, at=rooms.clock.now(), watched_ms=watched_ms)
        for clip in clips
    ]
    await rooms.feed.take(who, Batch(id=rooms.ids.new(), v=1, events=events))


def clips_of(page: Shown) -> list[UUID]:
    return [pick.clip_id for pick in page.picks]


async def warm(rooms: Rooms, clips: dict[UUID, str], clock: FixedClock) -> None:
    """Some people each watch one topic to the end and skip the others."""
    for number, topic in enumerate(TOPICS * 2):
        who = await somebody(rooms, f"regular{number}")
        liked = [clip for clip, about in clips.items() if about == topic]
        others = [clip for clip, about in clips.items() if about != topic][number::5][:8]
        await rooms.feed.page(who)
        await watch(rooms, who, liked[: 9 - number % 3])
        await watch(rooms, who, others, 900, Kind.SKIP)
        clock.move(timedelta(minutes=1))


async def test_what_is_watched_comes_more_and_the_page_says_why(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    clips = await stock(rooms, shelf)
    await warm(rooms, clips, clock)
    anna = await somebody(rooms, "anna")
    before = await rooms.feed.page(anna)
    dances = [clip for clip in clips if clips[clip] == "dance" and clip not in clips_of(before)]
    await watch(rooms, anna, dances[:3])
    await watch(rooms, anna, [c for c in clips_of(before) if clips[c] != "dance"][:4], 800, Kind.SKIP)
    after = await rooms.feed.page(anna)
    danced = [pick for pick in after.picks if clips[pick.clip_id] == "dance"]
    assert len(danced) >= 4
    codes = [reason.code for pick in danced for reason in pick.reasons]
    assert {"because_topic", "because_clip"} & set(codes)
    for pick in danced:
        for reason in pick.reasons:
            if reason.code == "because_topic":
                assert reason.params == {"topic": "dance", "watches": "3"}
            if reason.code == "because_clip":
                assert UUID(reason.params["clip"]) in dances[:3]
    served, again = await rooms.feed.pages.replay(anna.private, after.page_id, rooms.feed.engine)
    assert served == again == after.picks


async def test_another_server_learns_the_same(
    rooms: Rooms, second: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    clips = await stock(rooms, shelf)
    await rooms.feed.learning.catch_up()
    second.feed.memory.listening = True
    await second.feed.learning.catch_up()
    await warm(rooms, clips, clock)
    await second.database.moves.look()
    await second.feed.learning.catch_up()
    # People come in another order, and each step leans on the ones before it.
    assert merits(rooms, clips) == pytest.approx(merits(second, clips), abs=0.05)
    assert shown(rooms, clips) == shown(second, clips)
    assert sum(shown(second, clips)) > 100


async def test_a_restart_goes_on_from_the_snapshot_and_what_came_after(
    rooms: Rooms, second: Rooms, shelf: Shelf, clock: FixedClock, database: Database
) -> None:
    clips = await stock(rooms, shelf)
    await rooms.feed.learning.catch_up()
    await warm(rooms, clips, clock)
    await rooms.feed.learning.snapshot()
    anna = await somebody(rooms, "anna")
    await rooms.feed.page(anna)
    await watch(rooms, anna, list(clips)[:5])
    async with database.read() as conn:
        ((sealed, pid),) = await (await conn.execute("SELECT sealed, pid FROM feed.model")).fetchall()
    assert b"rates" not in sealed
    assert all(clip.bytes not in sealed for clip in clips)
    await second.feed.learning.catch_up()
    assert merits(rooms, clips) == pytest.approx(merits(second, clips), abs=1e-3)
    assert shown(rooms, clips) == shown(second, clips)
    await second.feed.learning.snapshot()
    assert not await second.feed.learning._model.unlearned()
    assert pid not in await rooms.keys.persons([anna.private], Purpose.FEED)


async def test_a_batch_counts_once_however_often_it_is_told(
    rooms: Rooms, second: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    clips = list(await stock(rooms, shelf))
    await rooms.feed.learning.catch_up()
    anna = await somebody(rooms, "anna")
    await rooms.feed.page(anna)
    await watch(rooms, anna, clips[:5])
    for at in (rooms, second):
        await at.feed.learning.catch_up()
        await at.feed.page(anna)
        await at.feed.learning.snapshot()
        await at.feed.learning.catch_up()
        await at.feed.page(anna)
        assert shown(at, dict.fromkeys(clips, "")) == [1] * 5 + [0] * (len(clips) - 5)


async def test_a_server_learns_from_another_by_itself_and_keeps_a_snapshot_at_its_end(
    rooms: Rooms, second: Rooms, shelf: Shelf, clock: FixedClock, database: Database
) -> None:
    clips = list(await stock(rooms, shelf))
    anna = await somebody(rooms, "anna")
    async with second.feed.learning.running():
        await rooms.feed.page(anna)
        await watch(rooms, anna, clips[:5])

        async def heard() -> bool:
            return sum(shown(second, dict.fromkeys(clips, ""))) == 5

        await until(heard)
    async with database.read() as conn:
        row = await (
            await conn.execute("SELECT mark, at FROM feed.model WHERE sealed IS NOT NULL")
        ).fetchone()
    assert row is not None
    assert row[1] == clock.now()


async def test_without_the_model_key_learning_waits_and_pages_go_on(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, custodian: TestCustodian
) -> None:
    clips = list(await stock(rooms, shelf))
    anna = await somebody(rooms, "anna")
    await rooms.feed.learning.catch_up()
    await rooms.feed.page(anna)
    await watch(rooms, anna, clips[:5])
    await rooms.feed.learning.snapshot()
    before = merits(rooms, dict.fromkeys(clips, ""))
    custodian.kill()

    async def refused() -> bool:
        try:
            await rooms.feed.learning.snapshot()
        except CustodianUnavailable:
            return True
        return False

    await until(refused)  # a lease lasts some seconds
    assert (await rooms.feed.page(Watcher())).picks
    rooms.feed.learning._forget()  # as after ten minutes
    assert sum(shown(rooms, dict.fromkeys(clips, ""))) == 0
    custodian.start()

    async def caught_up() -> bool:
        with suppress(CustodianUnavailable):
            await rooms.feed.learning.catch_up()
            return True
        return False

    await until(caught_up)
    assert merits(rooms, dict.fromkeys(clips, "")) == pytest.approx(before, abs=1e-6)


def merits(rooms: Rooms, clips: dict[UUID, str]) -> list[float]:
    """What is learned of clips for nobody in particular."""
    rooms.feed._shared.cover()
    numbers = [rooms.clips.register.numbers.of(clip.bytes) for clip in clips]
    learner = rooms.feed._shared.learner
    found: list[float] = learner.features(NOBODY, np.array(numbers), 0, OF_WORTH)[:2].ravel().tolist()
    return found


def shown(rooms: Rooms, clips: dict[UUID, str]) -> list[int]:
    return [rooms.feed.audiences.of(rooms.clips.register.numbers.of(clip.bytes)).shown for clip in clips]
