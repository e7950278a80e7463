"""The page "your feed" over HTTP: what it tells, what a change does to the next page, and what is refused."""

from __future__ import annotations

from collections import Counter
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
from kurzum.custody import Keys, Purpose
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.custodian import TestCustodian
from parts.feeds import Watcher, somebody
from parts.rooms import browser, build_rooms, join
from parts.shelf import Shelf
from parts.waiting import until

PLACE = "/api/me/feed"
TAGS = ("dance", "song", "cats")
MAKERS, EACH = 6, 6
CLIP_MS = 20_000


@dataclass
class Door:
    """A zone with 36 clips, clip -> maker and tag; the makers; and anna, signed in before it."""

    rooms: Rooms
    clips: dict[str, tuple[str, str]]
    makers: dict[str, Watcher]
    anna: httpx.AsyncClient
    clock: FixedClock

    async def told(self, method: str = "GET", place: str = "") -> dict[str, Any]:
        answer = await self.anna.request(method, PLACE + place)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def page(self) -> list[dict[str, Any]]:
        """The picks of a page, after those of before have stopped to count as served."""
        self.clock.move(timedelta(hours=1))
        picks: list[dict[str, Any]] = (await self.anna.get("/api/feed?limit=30")).json()["picks"]
        return picks

    async def watch(self, clips: list[str]) -> None:
        """Watch clips to their end."""
        events = [
            {
                "id": str(self.rooms.ids.new()), "kind": "play", "clip": clip, "loops": 0,
                "at": self.rooms.clock.now().isoformat(), "watched_ms": CLIP_MS,
            }
            for clip in clips
        ]  # fmt: skip
        batch = {"id": str(self.rooms.ids.new()), "v": 1, "events": events}
        answer = await self.anna.post("/api/events", json=batch)
        assert answer.status_code == 202, answer.text

    def of(self, maker: str | None = None, tag: str | None = None) -> list[str]:
        return [
            clip for clip, (by, about) in self.clips.items() if maker in (None, by) and tag in (None, about)
        ]


async def stocked(rooms: Rooms, shelf: Shelf, makers: dict[str, Watcher]) -> dict[str, tuple[str, str]]:
    clips: dict[str, tuple[str, str]] = {}
    for n in range(MAKERS * EACH):
        handle, tag = f"maker{n % MAKERS}", TAGS[n // MAKERS % len(TAGS)]
        clip = str(await shelf.put(makers[handle].person, age=timedelta(minutes=n)))
        clips[clip] = (handle, tag)
        async with rooms.database.write() as conn:
            change = "UPDATE clips.clip SET caption = %s WHERE clip_id = %s"
            await conn.execute(change, (f"Look, a #{tag.title()}", clip))
    return clips


@pytest.fixture
async def door(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Door]:
    rooms = build_rooms(database, keys, clock, ids, tmp_path)
    makers = {f"maker{n}": await somebody(rooms, f"maker{n}") for n in range(MAKERS)}
    clips = await stocked(rooms, Shelf(database, clock, ids), makers)
    async with browser(rooms) as anna:
        await join(anna, "anna")
        yield Door(rooms, clips, makers, anna, clock)


def found(page: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["kind"], one["key"]): one for one in page["interests"]}


async def test_somebody_new_has_an_empty_page(door: Door) -> None:
    assert await door.told() == {
        "watches": 0, "reset_at": None, "can_undo": None, "interests": [], "hidden": [],
    }  # fmt: skip


async def test_what_was_watched_long_is_an_interest_and_says_what_it_did(door: Door) -> None:
    await door.watch(door.of(tag="dance")[:8])
    await door.watch(door.of("maker1", "song"))
    page = await door.told()
    interests = found(page)
    assert page["watches"] == 8 + len(door.of("maker1", "song"))
    assert interests["topic", "dance"]["watches"] == 8
    assert interests["creator", "maker1"]["name"]
    assert interests["creator", "maker1"]["watches"] == len(
        [c for c in [*door.of(tag="dance")[:8], *door.of("maker1", "song")] if door.clips[c][0] == "maker1"]
    )
    strengths = [one["strength"] for one in page["interests"]]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] == 1
    named: Counter[tuple[str, str]] = Counter()
    for _ in range(2):
        for pick in await door.page():
            codes = {reason["code"]: reason["params"] for reason in pick["reasons"]}
            if "because_creator" in codes:
                named["creator", pick["creator"]["handle"]] += 1
            if "because_topic" in codes:
                named["topic", codes["because_topic"]["topic"]] += 1
    assert named
    for key, one in found(await door.told()).items():
        if key[0] in ("creator", "topic"):
            assert one["picks"] == named[key], key


@pytest.mark.parametrize(("kind", "key"), [("topic", "dance"), ("creator", "maker2")])
async def test_what_is_hidden_is_on_no_page_until_it_is_shown_again(door: Door, kind: str, key: str) -> None:
    unwanted = set(door.of(tag=key) if kind == "topic" else door.of(maker=key))
    await door.watch(sorted(unwanted)[:3])
    assert (kind, key) in found(await door.told())
    for _ in range(2):  # again changes nothing
        page = await door.told("PUT", f"/hidden/{kind}/{key}")
        assert [(one["kind"], one["key"]) for one in page["hidden"]] == [(kind, key)]
        assert (page["can_undo"], (kind, key) in found(page)) == ("hide", False)
    for _ in range(3):
        shown = {pick["clip"]["id"] for pick in await door.page()}
        assert shown
        assert not shown & unwanted
    for _ in range(2):
        page = await door.told("DELETE", f"/hidden/{kind}/{key}")
        assert (page["hidden"], page["can_undo"], (kind, key) in found(page)) == ([], "show", True)
    assert {pick["clip"]["id"] for pick in await door.page()} & unwanted


async def test_another_server_knows_of_it_at_once(
    door: Door, conninfo: str, keys: Keys, ids: Ids, tmp_path: Path
) -> None:
    database = await Database.open(conninfo, name="elsewhere", wait_s=60)
    elsewhere = build_rooms(database, keys, door.clock, ids, tmp_path)
    viewer = await watcher(door)
    assert (await elsewhere.feed.page(viewer, limit=30)).picks
    await door.told("PUT", "/hidden/creator/maker2")
    door.clock.move(timedelta(hours=1))
    page = await elsewhere.feed.page(viewer, limit=30)
    assert not {str(pick.clip_id) for pick in page.picks} & set(door.of("maker2"))
    await database.close()


async def watcher(door: Door) -> Watcher:
    """Anna, as the room knows her."""
    profile = await door.rooms.people.profiles.by_handle("anna")
    return Watcher(profile.person_id, await door.rooms.keys.pid(profile.person_id, Purpose.FEED))


async def test_a_reset_lets_interests_begin_anew_and_undo_brings_them_back(door: Door) -> None:
    seen = door.of(tag="dance")[:6]
    await door.watch(seen)
    before = await door.told()
    assert before["interests"]
    door.clock.move(timedelta(seconds=5))
    begun = await door.told("POST", "/reset")
    assert (begun["watches"], begun["interests"], begun["can_undo"]) == (0, [], "reset")
    assert begun["reset_at"] == "2026-11-22T12:00:05Z"
    assert await door.told("POST", "/reset") == begun, "sent again it is the same"
    assert not {pick["clip"]["id"] for pick in await door.page()} & set(seen), "what was seen stays seen"
    await door.watch(door.of("maker3", "song"))
    assert ("topic", "dance") not in found(await door.told())
    again = await door.told("POST", "/undo")
    assert (again["reset_at"], again["can_undo"]) == (None, None)
    assert found(again)["topic", "dance"]["watches"] == 6
    refused = await door.anna.post(PLACE + "/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_undo")


async def test_undo_takes_back_the_last_change_alone(door: Door) -> None:
    await door.told("PUT", "/hidden/topic/dance")
    await door.told("PUT", "/hidden/creator/maker1")
    page = await door.told("POST", "/undo")
    assert [one["key"] for one in page["hidden"]] == ["dance"]
    await door.told("DELETE", "/hidden/topic/dance")
    page = await door.told("POST", "/undo")
    assert [one["key"] for one in page["hidden"]] == ["dance"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("topic/%23Dance", "dance"), ("topic/Stra%C3%9Fe", "strasse"), ("creator/@Maker1", "maker1")],
)
async def test_names_are_taken_in_any_spelling(door: Door, written: str, kept: str) -> None:
    page = await door.told("PUT", f"/hidden/{written}")
    assert [one["key"] for one in page["hidden"]] == [kept]
    assert (await door.told("DELETE", f"/hidden/{written}"))["hidden"] == []


@pytest.mark.parametrize(
    ("place", "status", "code"),
    [
        ("creator/nobody_of_that_name", 404, "not_found"),
        ("topic/two%20words", 400, "bad_input"),
        ("topic/12", 400, "bad_input"),
        (f"sound/{UUID(int=7)}", 404, "no_such_sound"),
        ("sound/humming", 404, "no_such_sound"),
        ("language/en", 400, "bad_input"),
        ("creator/", 404, "not_found"),
    ],
)
async def test_what_cannot_be_hidden_is_refused_and_nothing_changes(
    door: Door, place: str, status: int, code: str
) -> None:
    before = await door.told()
    answer = await door.anna.put(f"{PLACE}/hidden/{place}")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await door.told() == before


async def test_whoever_blocked_the_viewer_is_not_there(door: Door) -> None:
    await door.watch(door.of("maker1"))
    assert ("creator", "maker1") in found(await door.told())
    await door.told("PUT", "/hidden/creator/maker2")
    me = await watcher(door)
    for name in ("maker1", "maker2", "maker3"):
        await door.rooms.people.graph.put(door.makers[name].private, "block", me.private)
    page = await door.told()
    assert ("creator", "maker1") not in found(page)
    assert page["hidden"] == []
    answer = await door.anna.put(f"{PLACE}/hidden/creator/maker3")
    assert answer.status_code == 404


async def test_without_the_custodian_nothing_is_told_or_changed(door: Door, custodian: TestCustodian) -> None:
    await door.told("PUT", "/hidden/topic/dance")
    custodian.kill()

    async def away() -> bool:
        return not door.rooms.keys.held

    await until(away, 30)
    for method, place in (
        ("GET", ""), ("PUT", "/hidden/topic/song"), ("DELETE", "/hidden/topic/dance"), ("POST", "/reset"),
        ("POST", "/undo"),
    ):  # fmt: skip
        answer = await door.anna.request(method, PLACE + place)
        assert (answer.status_code, answer.json()["code"]) == (503, "custodian_unavailable"), (method, place)
    custodian.start()

    async def back() -> bool:
        return (await door.anna.get(PLACE)).status_code == 200

    await until(back, 30)
    assert [one["key"] for one in (await door.told())["hidden"]] == ["dance"]


async def test_a_forgotten_viewer_leaves_no_choices(door: Door) -> None:
    await door.told("PUT", "/hidden/topic/dance")
    await door.rooms.feed.forget_viewer((await watcher(door)).private)
    async with door.rooms.database.read() as conn:
        assert await (await conn.execute("SELECT count(*) FROM feed.choice")).fetchone() == (0,)
