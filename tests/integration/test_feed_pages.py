"""For You, Following, Friends over a real database: what is shown, what is kept, and that it fails soft."""

from __future__ import annotations

import itertools
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.feed import Batch, Engine
from kurzum.feed.engine import NOTHING_NEW
from kurzum.feed.events import Kind, Sent
from kurzum.feed.room import CUSTODIAN_AWAY, LATE_S, PLAIN, Shown
from kurzum.feed.stages import Stages
from kurzum.safety import Grounds
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.custodian import TestCustodian
from parts.feeds import Watcher, somebody
from parts.rooms import build_rooms
from parts.shelf import Shelf
from parts.waiting import until


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


async def stock(rooms: Rooms, shelf: Shelf, makers: int = 4, each: int = 3) -> dict[UUID, UUID]:
    """Clips of several makers, clip -> maker."""
    people = [await somebody(rooms, f"maker{n}") for n in range(makers)]
    return {
        await shelf.put(who.person, age=timedelta(hours=hour)): who.person
        for hour in range(each)
        for who in people
    }


def clips_of(page: Shown) -> list[UUID]:
    return [pick.clip_id for pick in page.picks]


async def watched(rooms: Rooms, who: Watcher, clips: list[UUID], kind: Kind = Kind.IMPRESSION) -> None:
    events = [Sent(id=rooms.ids.new(), kind=kind, clip=clip, at=rooms.clock.now()) for clip in clips]
    await rooms.feed.take(who, Batch(id=rooms.ids.new(), v=1, events=events))


async def test_everything_is_shown_once_before_anything_is_shown_twice(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    shown: list[UUID] = []
    for _ in range(3):
        page = await rooms.feed.page(viewer, limit=4)
        assert page.note is None
        shown += clips_of(page)
        await watched(rooms, viewer, clips_of(page))
        clock.move(timedelta(seconds=40))
    assert sorted(shown) == sorted(clips)
    owners = [clips[clip] for clip in shown]
    assert all(a != b for a, b in itertools.pairwise(owners))
    again = await rooms.feed.page(viewer, limit=4)
    assert again.note == NOTHING_NEW
    assert set(clips_of(again)) <= set(shown[:8]), "the least recently seen come back first"


async def test_pages_asked_for_ahead_do_not_repeat_what_was_served(rooms: Rooms, shelf: Shelf) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    pages = [await rooms.feed.page(viewer, limit=6) for _ in range(2)]
    assert sorted(clips_of(pages[0]) + clips_of(pages[1])) == sorted(clips)


async def test_another_server_and_a_restart_know_what_was_seen(
    rooms: Rooms, shelf: Shelf, conninfo: str, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    clips = await stock(rooms, shelf, makers=6, each=6)
    elsewhere = await Database.open(conninfo, name="another server", wait_s=60)
    second = build_rooms(elsewhere, keys, clock, ids, tmp_path)
    viewer = await somebody(rooms, "anna")
    seen: list[UUID] = []
    for turn in range(6):
        third = build_rooms(elsewhere, keys, clock, ids, tmp_path)  # after a restart
        other = (rooms, second, third)[turn % 3]
        page = await other.feed.page(viewer, limit=6)
        assert not set(clips_of(page)) & set(seen)
        for clip in clips_of(page):  # many small batches: a snapshot is written on the way
            await watched(other, viewer, [clip])
        seen += clips_of(page)
        clock.move(timedelta(hours=15))
    assert sorted(seen) == sorted(clips)
    async with elsewhere.read() as conn:
        kept = await (await conn.execute("SELECT day, sealed FROM feed.snapshot")).fetchall()
    await elsewhere.close()
    assert len(kept) == 1
    assert all(clip.bytes not in kept[0][1] for clip in clips)


async def test_a_page_is_kept_sealed_and_made_again_the_same(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    clips = await stock(rooms, shelf, makers=9, each=4)
    viewer = await somebody(rooms, "anna")
    page = await rooms.feed.page(viewer, limit=10)
    (explored,) = (pick for pick in page.picks if pick.reasons[0].code == "first_audience")
    assert 0 < explored.propensity < 0.5
    assert [pick.propensity for pick in page.picks if pick is not explored] == [1.0] * 9
    served, again = await rooms.feed.pages.replay(viewer.private, page.page_id, rooms.feed.engine)
    assert served == again == page.picks
    async with database.read() as conn:
        ((sealed,),) = await (await conn.execute("SELECT sealed FROM feed.page")).fetchall()
    assert all(clip.bytes not in sealed for clip in clips)


async def test_a_fresh_clip_of_a_stranger_is_found_at_once_and_gone_when_removed(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    await stock(rooms, shelf)
    anna, ben = await somebody(rooms, "anna"), await somebody(rooms, "ben")
    await rooms.feed.page(ben, limit=3)
    clock.move(timedelta(seconds=2))
    new = await shelf.put(anna.person)
    page = await rooms.feed.page(ben, limit=3)
    assert new in clips_of(page)
    assert new not in clips_of(await rooms.feed.page(anna, limit=12)), "one's own are not recommended"
    await rooms.safety.remove_clip(new, Grounds(explanation="no"), clock.now())
    clock.move(timedelta(hours=1))
    for viewer in (ben, Watcher()):
        assert new not in clips_of(await rooms.feed.page(viewer, limit=30))


async def test_blocked_and_muted_and_unwanted_stay_out(rooms: Rooms, shelf: Shelf, clock: FixedClock) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(4)]
    clips = [await shelf.put(who.person) for who in makers]
    viewer = await somebody(rooms, "anna")
    await rooms.people.graph.put(viewer.private, "block", makers[0].private)
    await rooms.people.graph.put(makers[1].private, "block", viewer.private)
    await rooms.people.graph.put(viewer.private, "mute", makers[2].private)
    clock.move(timedelta(seconds=2))
    assert clips_of(await rooms.feed.page(viewer)) == [clips[3]]
    await watched(rooms, viewer, [clips[3]], Kind.NOT_INTERESTED)
    assert clips_of(await rooms.feed.page(viewer)) == []
    assert set(clips_of(await rooms.feed.page(Watcher()))) == set(clips)


async def test_signed_out_browsers_bring_what_they_have_shown(
    rooms: Rooms, shelf: Shelf, database: Database
) -> None:
    clips = await stock(rooms, shelf)
    first = clips_of(await rooms.feed.page(Watcher(), limit=6))
    second = await rooms.feed.page(Watcher(), limit=6, seen=first)
    assert sorted(first + clips_of(second)) == sorted(clips)
    third = await rooms.feed.page(Watcher(), limit=6, seen=first + clips_of(second))
    assert third.note == NOTHING_NEW
    assert clips_of(third)[0] == first[0]
    async with database.read() as conn:
        assert await (await conn.execute("SELECT count(*) FROM feed.page")).fetchone() == (0,)


async def test_a_deep_catalogue_is_searched_until_there_is_something_new(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(3)]
    old = [await shelf.put(makers[n % 3].person, age=timedelta(days=9)) for n in range(4)]
    newer = [await shelf.put(makers[n % 3].person, age=timedelta(minutes=n)) for n in range(320)]
    viewer = await somebody(rooms, "anna")
    for start in range(0, len(newer), 100):
        await watched(rooms, viewer, newer[start : start + 100])
    assert set(clips_of(await rooms.feed.page(viewer, limit=4))) <= set(old)


async def test_following_and_friends_are_in_order_of_time_with_a_cursor(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    ben, carl, viewer = [await somebody(rooms, name) for name in ("ben", "carl", "anna")]
    follow: Any = rooms.people.graph.put
    await follow(viewer.private, "follow", ben.private)
    await follow(viewer.private, "follow", carl.private)
    await follow(carl.private, "follow", viewer.private)
    of_ben = [await shelf.put(ben.person, age=timedelta(hours=n)) for n in (1, 3, 5)]
    of_carl = [await shelf.put(carl.person, age=timedelta(hours=n), visibility="friends") for n in (2, 4)]
    await shelf.put(ben.person, age=timedelta(hours=6), visibility="friends")
    clock.move(timedelta(seconds=2))
    first = await rooms.feed.page(viewer, "following", limit=3)
    second = await rooms.feed.page(viewer, "following", limit=3, cursor=first.next)
    assert clips_of(first) == [of_ben[0], of_carl[0], of_ben[1]]
    assert clips_of(second) == [of_carl[1], of_ben[2]]
    assert second.next is None
    friends = await rooms.feed.page(viewer, "friends")
    assert clips_of(friends) == of_carl
    assert {reason.code for pick in friends.picks for reason in pick.reasons} == {"friend"}
    assert (await rooms.feed.page(Watcher(), "following")).picks == []


class Broken(Engine):
    """An engine that cannot."""

    def page(self, *_: Any) -> Any:
        raise ArithmeticError("broken on purpose")


async def test_a_broken_engine_still_serves_the_newest_clips_and_is_counted(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    gone = next(iter(clips))
    await rooms.safety.remove_clip(gone, Grounds(explanation="no"), clock.now())
    rooms.feed.engine = Broken()
    page = await rooms.feed.page(viewer, limit=30)
    assert page.note == PLAIN
    assert rooms.feed.fell_back == 1
    assert set(clips_of(page)) == set(clips) - {gone}


class Slow(Engine):
    """An engine that keeps the processor for so long, in seconds of its time, before each page."""

    for_s = 0.0

    def page(self, *given: Any) -> Any:
        until_s = time.thread_time() + self.for_s
        while time.thread_time() < until_s:
            pass
        return super().page(*given)


async def test_a_late_engines_page_is_the_plain_list_and_counted(rooms: Rooms, shelf: Shelf) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    rooms.feed.stages = Stages(work=time.thread_time)
    rooms.feed.engine = slow = Slow()
    assert (await rooms.feed.page(viewer, limit=3)).note is None
    slow.for_s = LATE_S + 0.01
    page = await rooms.feed.page(viewer, limit=30)
    assert (page.note, rooms.feed.fell_back) == (PLAIN, 1)
    assert set(clips_of(page)) == set(clips)
    assert (await rooms.feed.page(Watcher(), limit=3)).note == PLAIN
    slow.for_s = 0.0
    assert (await rooms.feed.page(viewer, limit=3)).note is None
    assert rooms.feed.fell_back == 2


async def test_without_the_custodian_for_you_is_the_signed_out_list_and_says_so(
    rooms: Rooms, shelf: Shelf, custodian: TestCustodian
) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    assert (await rooms.feed.page(viewer, limit=3)).note is None
    assert rooms.feed.memory.held(viewer.private) is not None
    custodian.kill()

    async def dropped() -> bool:
        return not rooms.keys.held and rooms.feed.memory.held(viewer.private) is None

    await until(dropped, 30)
    page = await rooms.feed.page(viewer, limit=12)
    assert page.note == CUSTODIAN_AWAY
    assert set(clips_of(page)) == set(clips)
    away = Watcher(person_id=viewer.person_id)
    assert (await rooms.feed.page(away, limit=12)).note == CUSTODIAN_AWAY


async def test_a_forgotten_viewer_leaves_nothing(rooms: Rooms, shelf: Shelf, database: Database) -> None:
    clips = await stock(rooms, shelf)
    viewer = await somebody(rooms, "anna")
    await rooms.feed.page(viewer)
    await watched(rooms, viewer, list(clips))
    await rooms.feed.page(viewer)
    await rooms.feed.forget_viewer(viewer.private)
    async with database.read() as conn:
        for table in ("event_batch", "page", "snapshot"):
            row = await (await conn.execute(f"SELECT count(*) FROM feed.{table}")).fetchone()  # noqa: S608
            assert row == (0,), table
