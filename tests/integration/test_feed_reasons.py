"""Why a clip is on a page, over HTTP: with names, and without those whom the viewer may not see any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.feed import Batch
from kurzum.feed.events import Kind, Sent
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.feeds import Watcher, somebody
from parts.rooms import browser, build_rooms, join
from parts.shelf import Shelf

EACH = 9


@dataclass
class Door:
    """Clips of two topics by nine makers, and Anna, who watches those of one topic to the end."""

    rooms: Rooms
    makers: list[Watcher]
    dances: list[UUID]
    soups: list[UUID]
    anna: httpx.AsyncClient

    async def watch(self, clips: list[UUID], watched_ms: int = 20_000, kind: str = "play") -> None:
        now = self.rooms.clock.now().isoformat()
        events = [
            {
                "id": str(self.rooms.ids.new()),
                "kind": kind,
                "clip": str(clip),
                "at": now,
                "watched_ms": watched_ms,
            }
            for clip in clips
        ]
        answer = await self.anna.post(
            "/api/events", json={"id": str(self.rooms.ids.new()), "v": 1, "events": events}
        )
        assert answer.status_code == 202, answer.text

    async def page(self) -> list[dict[str, Any]]:
        answer = await self.anna.get("/api/feed")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["picks"]
        return found


@pytest.fixture
async def door(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Door]:
    rooms = build_rooms(database, keys, clock, ids, tmp_path)
    shelf = Shelf(database, clock, ids)
    makers = [await somebody(rooms, f"maker{n}") for n in range(9)]
    by_topic: dict[str, list[UUID]] = {"dance": [], "soup": []}
    for turn in range(EACH):
        for n, (topic, clips) in enumerate(by_topic.items()):
            maker = makers[(n + 2 * turn) % 9].person
            age = timedelta(days=9, minutes=turn)
            clips += [await shelf.put(maker, age=age, caption=f"#{topic}") for _ in range(2)]
    async with browser(rooms) as anna:
        await join(anna, "anna")
        await rooms.clips.register.ready()
        yield Door(rooms, makers, by_topic["dance"], by_topic["soup"], anna)


async def test_a_creator_who_is_watched_is_a_reason_by_their_handle(door: Door) -> None:
    await door.watch(door.dances[:6])
    told = {
        reason["code"]: (reason["params"], pick) for pick in await door.page() for reason in pick["reasons"]
    }
    params, pick = told["because_creator"]
    assert params == {"name": pick["creator"]["handle"], "watches": params["watches"]}
    assert int(params["watches"]) >= 1


async def test_a_topic_is_a_reason_also_where_everybody_watches_it(door: Door) -> None:
    for number in range(12):
        one = await somebody(door.rooms, f"regular{number}")
        await door.rooms.feed.page(one)
        for clip in door.dances[:3]:
            await _watch(door.rooms, one, clip)
    await door.watch(door.dances[:3])
    await door.watch(door.soups[:3], 900, "skip")
    told = [reason for pick in await door.page() for reason in pick["reasons"]]
    assert {"code": "because_topic", "params": {"topic": "dance", "watches": "3"}} in told


async def test_a_clip_behind_a_pick_is_named_while_the_viewer_may_see_it(door: Door) -> None:
    watched, other = door.dances[0], door.soups[1]
    for number in range(
        24
    ):  # whoever watches the one to its end also watches the other, and nobody else does
        one = await somebody(door.rooms, f"regular{number}")
        await door.rooms.feed.page(one)
        await _watch(door.rooms, one, watched if number % 2 else door.soups[5])
        await _watch(door.rooms, one, other, 20_000 if number % 2 else 500)
    await door.rooms.feed.learning.catch_up()
    await door.watch(door.soups[6:9], 900, "skip")  # whoever tried nothing else is to try more first
    await door.watch([watched])
    behind = [
        reason["params"]
        for pick in await door.page()
        for reason in pick["reasons"]
        if reason["code"] == "because_clip"
    ]
    assert behind
    (card,) = await door.rooms.clips.showcase.cards([watched])
    assert card is not None
    assert card.creator is not None
    assert behind == [{"clip": str(watched), "name": card.creator.handle}] * len(behind)


async def test_makers_see_how_the_first_audience_of_their_clip_fares(door: Door, clock: FixedClock) -> None:
    shelf = Shelf(door.rooms.database, clock, door.rooms.ids)
    anna = await door.rooms.people.profiles.by_handle("anna")
    clip = await shelf.put(anna.person_id)
    clock.move(timedelta(seconds=2))
    path = f"/api/clips/{clip}/audience"
    nobody_yet = {"shown": 0, "watched": 0, "goal": 100, "state": "waiting", "promoted": False}
    assert (await door.anna.get(path)).json() == nobody_yet
    for number, maker in enumerate(door.makers[:3]):
        await door.rooms.feed.page(maker)
        await _watch(door.rooms, maker, clip, 20_000 if number else 900)
    assert (await door.anna.get(path)).json() == nobody_yet | {"shown": 3, "watched": 2, "state": "running"}
    async with browser(door.rooms) as ben:
        await join(ben, "ben")
        assert (await ben.get(path)).status_code == 403
    async with browser(door.rooms) as nobody:
        assert (await nobody.get(path)).status_code == 401


async def _watch(rooms: Rooms, who: Watcher, clip: UUID, watched_ms: int = 20_000) -> None:
    sent = Sent(id=rooms.ids.new(), kind=Kind.PLAY, clip=clip, at=rooms.clock.now(), watched_ms=watched_ms)
    await rooms.feed.take(who, Batch(id=rooms.ids.new(), v=1, events=[sent]))
