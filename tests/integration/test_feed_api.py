"""Feeds, events and reports over HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.feeds import somebody
from parts.rooms import ORIGIN, browser, build_rooms, join
from parts.shelf import Shelf


@dataclass
class Door:
    """A zone with six clips of three makers, somebody signed in and nobody in particular before it."""

    rooms: Rooms
    clips: list[UUID]
    anna: httpx.AsyncClient
    nobody: httpx.AsyncClient

    def batch(self, kind: str = "impression", **more: Any) -> dict[str, Any]:
        return {"id": str(self.rooms.ids.new()), "v": 1, "events": [self.event(kind)]} | more

    def event(self, kind: str, **more: Any) -> dict[str, Any]:
        clip, now = str(self.clips[0]), self.rooms.clock.now().isoformat()
        return {"id": str(self.rooms.ids.new()), "kind": kind, "clip": clip, "at": now} | more


@pytest.fixture
async def door(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Door]:
    rooms = build_rooms(database, keys, clock, ids, tmp_path)
    shelf = Shelf(database, clock, ids)
    makers = [await somebody(rooms, f"maker{n}") for n in range(3)]
    clips = [await shelf.put(makers[n % 3].person, likes=n) for n in range(6)]
    async with browser(rooms) as anna, browser(rooms) as nobody:
        await join(anna, "anna")
        yield Door(rooms, clips, anna, nobody)


async def test_a_page_has_cards_reasons_scores_and_propensities(door: Door) -> None:
    for client in (door.anna, door.nobody):
        answer = await client.get("/api/feed", params={"kind": "foryou", "limit": 4})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert UUID(page["page"]).version == 7
        assert (page["kind"], page["note"], page["next"], len(page["picks"])) == ("foryou", None, None, 4)
        for pick in page["picks"]:
            clip = pick["clip"]
            assert UUID(clip["id"]) in door.clips
            repeated = ("creator", "sound", "renditions", "poster", "counts")
            assert all(pick[name] == clip[name] for name in repeated)
            assert clip["creator"]["handle"].startswith("maker")
            assert pick["reasons"][0]["code"]
            assert 0 < pick["propensity"] <= 1
            assert isinstance(pick["score"], float)


async def test_what_is_asked_wrongly_is_refused_with_a_reason(door: Door) -> None:
    for query in ({"kind": "nearby"}, {"limit": 0}, {"limit": 31}, {"limit": "many"}):
        answer = await door.anna.get("/api/feed", params=query)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input"), query
    for kind in ("following", "friends"):
        answer = await door.anna.get("/api/feed", params={"kind": kind, "cursor": "nonsense"})
        assert answer.status_code in (200, 400)


async def test_a_signed_out_browser_sends_what_it_has_shown(door: Door) -> None:
    first = (await door.nobody.get("/api/feed?limit=3")).json()
    seen = [pick["clip"]["id"] for pick in first["picks"]]
    answer = await door.nobody.post("/api/feed?limit=3", json={"seen": seen}, headers={"origin": ORIGIN})
    assert answer.status_code == 200, answer.text
    assert not {pick["clip"]["id"] for pick in answer.json()["picks"]} & set(seen)
    too_many = {"seen": [str(door.rooms.ids.new()) for _ in range(201)]}
    assert (await door.nobody.post("/api/feed", json=too_many)).status_code == 400
    assert (await door.nobody.post("/api/feed", json={"seen": [], "who": 1})).status_code == 400


async def test_events_come_as_json_and_as_a_beacons_text(door: Door) -> None:
    batch = door.batch("play", events=[door.event("play", watched_ms=900, loops=1), door.event("share")])
    answer = await door.anna.post("/api/events", json=batch)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 2, "counted": 2})
    beacon = {"content-type": "text/plain;charset=UTF-8", "origin": ORIGIN}
    answer = await door.anna.post("/api/events", content=json.dumps(batch), headers=beacon)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 2, "counted": 0})
    answer = await door.nobody.post("/api/events", content=json.dumps(door.batch()), headers=beacon)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "counted": 1})
    card = (await door.nobody.get(f"/api/clips/{door.clips[0]}")).json()
    assert (card["counts"]["plays"], card["counts"]["shares"]) == (1, 1)


async def test_a_bad_batch_is_refused_whole(door: Door) -> None:
    for body in (
        door.batch("wink"),
        door.batch(v=2),
        door.batch(events=[]),
        door.batch(id=str(UUID(int=7))),
        door.batch(who="me"),
        {},
    ):
        answer = await door.anna.post("/api/events", json=body)
        assert answer.status_code == 400, body
        assert answer.json()["code"] in ("bad_input", "bad_batch")
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await door.anna.post("/api/events", content="a=b", headers=form)).status_code == 415


async def test_what_was_seen_in_one_browser_is_not_shown_in_another(door: Door) -> None:
    page = (await door.anna.get("/api/feed?limit=3")).json()
    seen = [pick["clip"]["id"] for pick in page["picks"]]
    events = [door.event("impression", page=page["page"]) | {"clip": clip} for clip in seen]
    assert (await door.anna.post("/api/events", json=door.batch(events=events))).status_code == 202
    token = await door.anna.post("/api/tokens", json={"handle": "anna", "password": "correct horse battery"})
    other = {"authorization": f"Bearer {token.json()['token']}"}
    again = (await door.nobody.get("/api/feed?limit=3", headers=other)).json()
    assert len(again["picks"]) == 3
    assert not {pick["clip"]["id"] for pick in again["picks"]} & set(seen)


async def test_a_report_is_kept_for_clips_that_one_may_see(door: Door) -> None:
    place = f"/api/clips/{door.clips[0]}/reports"
    answer = await door.anna.post(place, json={"reason": "spam", "note": "again and again"})
    assert answer.status_code == 202, answer.text
    (kept,) = await door.rooms.safety.reports.of_clip(door.clips[0])
    assert (kept.reason, kept.note) == ("spam", "again and again")
    assert (await door.nobody.post(place, json={"reason": "spam"})).status_code == 401
    assert (await door.anna.post(place, json={"reason": "boring"})).status_code == 400
    nowhere = f"/api/clips/{door.rooms.ids.new()}/reports"
    assert (await door.anna.post(nowhere, json={"reason": "spam"})).status_code == 404
