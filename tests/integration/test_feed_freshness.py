"""What feeds hold in memory: changes are seen at once, by this server and another; pages are durable."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import numpy as np
import pytest

from kurzum.app.serving import serve
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.feed.candidates import MOST
from kurzum.feed.rank import FEATURES
from kurzum.safety import Grounds
from kurzum.store.pool import Database
from kurzum.web.app import create_app
from kurzum.web.rooms import Rooms
from parts.feeds import Watcher, somebody
from parts.rooms import browser, build_rooms, join
from parts.shelf import Shelf
from parts.waiting import until


@pytest.fixture
async def elsewhere(
    conninfo: str, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Rooms]:
    """Another server of the zone: other connections, other memory."""
    database = await Database.open(conninfo, name="elsewhere", wait_s=60)
    yield build_rooms(database, keys, clock, ids, tmp_path)
    await database.close()


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


async def shown(rooms: Rooms, viewer: Watcher, clock: FixedClock) -> set[UUID]:
    """A page, after those of before have stopped to count as served."""
    clock.move(timedelta(hours=1))
    return {pick.clip_id for pick in (await rooms.feed.page(viewer, limit=30)).picks}


async def test_what_one_server_changes_the_next_page_of_another_knows(
    rooms: Rooms, elsewhere: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(5)]
    withdrawn, removed, hidden, blocked, kept = [await shelf.put(maker.person) for maker in makers]
    viewer = await somebody(rooms, "anna")
    assert await shown(elsewhere, viewer, clock) == {withdrawn, removed, hidden, blocked, kept}
    await rooms.clips.life.withdraw(makers[0].person, withdrawn, clock.now())
    assert await shown(elsewhere, viewer, clock) == {removed, hidden, blocked, kept}
    await rooms.safety.remove_clip(removed, Grounds(explanation="no"), clock.now())
    assert await shown(elsewhere, viewer, clock) == {hidden, blocked, kept}
    async with rooms.database.write() as conn:
        change = "UPDATE clips.clip SET visibility = 'private', caption = NULL WHERE clip_id = %s"
        await conn.execute(change, (hidden,))
    assert await shown(elsewhere, viewer, clock) == {blocked, kept}
    await rooms.people.graph.put(makers[3].private, "block", viewer.private)
    assert await shown(elsewhere, viewer, clock) == {kept}
    new = await shelf.put(makers[1].person)
    assert await shown(elsewhere, viewer, clock) == {kept, new}
    await rooms.clips.life.publish_again(makers[0].person, withdrawn, clock.now())
    assert await shown(elsewhere, viewer, clock) == {kept, new, withdrawn}


async def test_a_no_is_never_said_from_memory(
    rooms: Rooms, elsewhere: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    maker, viewer = await somebody(rooms, "maker"), await somebody(rooms, "anna")
    clip = await shelf.put(maker.person)
    for _ in range(5):
        await rooms.clips.life.withdraw(maker.person, clip, clock.now())
        await elsewhere.database.moves.look()
        assert not await elsewhere.safety.visible(viewer, (clip,), clock.now(), "media")
        await rooms.clips.life.publish_again(maker.person, clip, clock.now())
        assert await elsewhere.safety.visible(viewer, (clip,), clock.now(), "media")


async def test_a_session_that_ends_is_over_everywhere_within_a_second(
    rooms: Rooms, elsewhere: Rooms, shelf: Shelf
) -> None:
    clip = await shelf.put((await somebody(rooms, "maker")).person)
    async with browser(rooms) as here, browser(elsewhere) as there:
        await join(here, "anna")
        there.cookies = here.cookies
        assert (await there.get("/api/people/me/likes")).status_code == 200
        assert (await here.delete("/api/sessions")).status_code == 204
        assert (await here.get("/api/people/me/likes")).status_code == 401

        async def over() -> bool:
            return (await there.get("/api/people/me/likes")).status_code == 401

        await until(over, 30)  # half a second where the machine is idle: ``store.moves.TRUSTED_S``
        page = (await there.get("/api/feed")).json()
        assert [pick["clip"]["id"] for pick in page["picks"]] == [str(clip)]
    async with rooms.database.read() as conn:
        kept = await conn.execute("SELECT count(*) FROM feed.page")
        assert await kept.fetchone() == (0,), "a page for nobody in particular"


async def test_pages_asked_for_at_once_are_each_in_the_table_when_they_are_answered(
    rooms: Rooms, shelf: Shelf
) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(4)]
    for n in range(24):
        await shelf.put(makers[n % 4].person)
    viewers = [await somebody(rooms, f"viewer{n}") for n in range(12)]

    async def asked(viewer: Watcher) -> bool:
        page = await rooms.feed.page(viewer, limit=5)
        async with rooms.database.read() as conn:
            found = await conn.execute("SELECT pid FROM feed.page WHERE page_id = %s", (page.page_id,))
            row = await found.fetchone()
        served, again = await rooms.feed.pages.replay(viewer.private, page.page_id, rooms.feed.engine)
        return row == (viewer.private,) and served == again == page.picks

    assert all(await asyncio.gather(*(asked(viewer) for viewer in viewers)))


async def test_the_swift_verdicts_are_those_of_the_slow_rules(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(6)]
    anna, ben = await somebody(rooms, "anna"), await somebody(rooms, "ben")
    put = rooms.people.graph.put
    await put(anna.private, "block", makers[0].private)
    await put(makers[1].private, "block", anna.private)
    await put(anna.private, "mute", makers[2].private)
    for one, other in ((anna, makers[3]), (makers[3], anna)):
        await put(one.private, "follow", other.private)
    clips = [
        await shelf.put(maker.person, visibility=visibility, state=state, age=timedelta(minutes=age))
        for maker in (*makers, anna)
        for visibility in ("public", "friends", "private")
        for state, age in (("published", 1), ("published", -90), ("withdrawn", 1))
    ]
    adults_only = clips[-9 * 3]
    async with rooms.database.write() as conn:
        await conn.execute("ALTER TABLE safety.clip_limit DISABLE TRIGGER require_earlier_statement")
        await conn.execute(
            "INSERT INTO safety.clip_limit SELECT person_id, clip_id, %s, 'age', %s, %s FROM clips.clip "
            "WHERE clip_id = %s", (rooms.ids.new(), rooms.ids.new(), clock.now(), adults_only),
        )  # fmt: skip
    young = Watcher(ben.person, ben.private, age_tier="13_15")
    for viewer in (anna, ben, young, Watcher(), Watcher(person_id=anna.person)):
        await rooms.database.moves.look()
        await rooms.clips.register.ready()
        numbers = np.array([rooms.clips.register.row(clip) for clip in clips], np.intp)
        swift = await rooms.safety.in_feed(viewer, numbers, clock.now())
        slow = await rooms.safety.visible(viewer, clips, clock.now(), "feed")
        assert {clip for clip, is_seen in zip(clips, swift, strict=True) if is_seen} == slow, viewer
    assert adults_only in await rooms.safety.visible(ben, clips, clock.now(), "feed")
    assert adults_only not in await rooms.safety.visible(young, clips, clock.now(), "feed")


async def test_a_record_holds_at_most_300_candidates_in_half_precision(rooms: Rooms, shelf: Shelf) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(4)]
    for n in range(340):
        await shelf.put(makers[n % 4].person, likes=n)
    viewer = await somebody(rooms, "anna")
    page = await rooms.feed.page(viewer)
    record = await rooms.feed.pages.read(viewer.private, page.page_id)
    candidates = len(record.clips) // 16
    assert MOST // 2 < candidates <= MOST
    assert len(record.features) == 2 * candidates * len(record.columns)
    named = [*record.columns, *record.marks]
    assert (
        {"fresh", "popular_market", "rate", "own_language", "belief", "unproven"}
        <= set(named)
        <= set(FEATURES)
    )
    assert len(named) == len(set(named)) == len(record.weights)


async def test_a_server_that_is_told_to_stop_answers_nothing_that_is_not_kept(
    rooms: Rooms, shelf: Shelf
) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(3)]
    for n in range(12):
        await shelf.put(makers[n % 3].person)
    viewers = [await somebody(rooms, f"viewer{n}") for n in range(8)]
    tokens = [await rooms.people.sessions.begin(viewer.person, "token") for viewer in viewers]
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving = asyncio.create_task(serve({listening.detach(): create_app(rooms)}))
    async with httpx.AsyncClient(base_url=origin, timeout=60) as client:

        async def ask(token: str) -> httpx.Response:
            return await client.get("/api/feed?limit=5", headers={"authorization": f"Bearer {token}"})

        asked = [asyncio.create_task(ask(token)) for token in tokens]
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL, "the server hears the signal"
        os.kill(os.getpid(), signal.SIGTERM)
        answers = await asyncio.gather(*asked, return_exceptions=True)
    await asyncio.wait_for(serving, 60)
    answered = [
        UUID(a.json()["page"]) for a in answers if isinstance(a, httpx.Response) and a.status_code == 200
    ]
    assert answered
    async with rooms.database.read() as conn:
        kept = await conn.execute("SELECT page_id FROM feed.page WHERE page_id = ANY(%s)", (answered,))
        assert {row[0] for row in await kept.fetchall()} == set(answered)
