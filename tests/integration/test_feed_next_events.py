"""A batch of events is taken before the framework: as the route takes it, and by its rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.feed import Feed
from kurzum.store.pool import Database
from kurzum.web.limits import Limits, Rate
from kurzum.web.rooms import Rooms
from parts.feeds import somebody
from parts.rooms import browser, build_rooms, join
from parts.shelf import Shelf

SWIFT, THE_ROUTES = "/api/events", "/api/events?of=route"
"""The route answers what has a query."""


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


def batch(ids: Ids, clip: Any, clock: FixedClock, **more: Any) -> dict[str, Any]:
    event = {
        "id": str(ids.new()), "kind": "play", "clip": str(clip), "at": clock.now().isoformat(),
        "watched_ms": 900, "loops": 0,
    }  # fmt: skip
    return {"id": str(ids.new()), "v": 1, "events": [event | more]}


async def told(rooms: Rooms) -> list[tuple[Any, ...]]:
    async with rooms.database.read() as conn:
        return await (await conn.execute("SELECT pid, batch_id FROM feed.event_batch")).fetchall()


async def test_its_answers_look_like_the_routes(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, ids: Ids
) -> None:
    maker = await somebody(rooms, "maker")
    clip = await shelf.put(maker.person)
    async with browser(rooms) as anna, browser(rooms) as nobody:
        await join(anna, "anna")
        for client, counted in ((anna, 1), (nobody, 1)):
            swift = await client.post(SWIFT, json=batch(ids, clip, clock))
            slow = await client.post(THE_ROUTES, json=batch(ids, clip, clock))
            assert (swift.status_code, slow.status_code) == (202, 202)
            assert swift.json() == slow.json()
            assert swift.json()["counted"] in (0, counted)
            assert [name for name, _ in swift.headers.multi_items()] == [
                name for name, _ in slow.headers.multi_items()
            ]
            for name in swift.headers.keys() - {"x-request-id"}:
                assert swift.headers[name] == slow.headers[name], name
        again = batch(ids, clip, clock)
        answers = [(await anna.post(where, json=again)).json() for where in (SWIFT, THE_ROUTES, SWIFT)]
        assert [answer["counted"] for answer in answers] == [1, 0, 0]
        beacon = {"content-type": "text/plain"}
        sent = json.dumps(batch(ids, clip, clock)).encode()
        assert (await anna.post(SWIFT, content=sent, headers=beacon)).json()["counted"] == 1
        padded = {"content-type": "application/json", "content-length": f"{len(sent):040}"}
        sent = json.dumps(batch(ids, clip, clock)).encode()
        for where, counted in ((SWIFT, 1), (THE_ROUTES, 0)):
            answer = await anna.post(where, content=sent, headers=padded)
            assert (answer.status_code, answer.json()["counted"]) == (202, counted)
    assert len(await told(rooms)) == 5, (
        "two, one thrice, a beacon, one of a padded length; nothing of nobody's"
    )


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"id": 1}', b'{"id": "x", "v": 1, "events": []}', b"\xff\xfe", b"null"],
    ids=["broken", "list", "number", "empty", "no text", "null"],
)
async def test_what_is_no_batch_is_refused_in_the_routes_words(rooms: Rooms, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    async with browser(rooms) as client:
        swift = await client.post(SWIFT, content=body, headers=headers)
        slow = await client.post(THE_ROUTES, content=body, headers=headers)
    assert swift.status_code == slow.status_code == 400
    assert swift.json() | {"request": ""} == slow.json() | {"request": ""}
    assert swift.headers["content-type"] == slow.headers["content-type"]


async def test_another_sites_page_and_another_type_are_refused(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, ids: Ids
) -> None:
    clip = await shelf.put((await somebody(rooms, "maker")).person)
    async with browser(rooms) as anna:
        await join(anna, "anna")
        for headers, status in (
            ({"sec-fetch-site": "cross-site"}, 403),
            ({"origin": "https://elsewhere.example"}, 403),
            ({"content-type": "text/html"}, 415),
        ):
            sent = {"content-type": "application/json"} | headers
            body = json.dumps(batch(ids, clip, clock)).encode()
            answers = [await anna.post(where, content=body, headers=sent) for where in (SWIFT, THE_ROUTES)]
            assert [answer.status_code for answer in answers] == [status, status]
            assert answers[0].json()["code"] == answers[1].json()["code"]
        large = batch(ids, clip, clock)
        large["events"] *= 1_000
        answers = [await anna.post(where, json=large) for where in (SWIFT, THE_ROUTES)]
        assert [answer.status_code for answer in answers] == [413, 413]
        assert (await anna.get(SWIFT)).status_code == 405
    assert await told(rooms) == []


async def test_it_counts_and_refuses_as_every_write(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path, shelf: Shelf
) -> None:
    rooms = build_rooms(database, keys, clock, ids, tmp_path, Limits(writes=Rate(3, 60)))
    clip = await shelf.put((await somebody(rooms, "maker")).person)
    async with browser(rooms) as client:
        places = (SWIFT, THE_ROUTES, SWIFT, SWIFT, THE_ROUTES)
        answers = [await client.post(where, json=batch(ids, clip, clock)) for where in places]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429]
    assert answers[3].json()["code"] == answers[4].json()["code"] == "rate_limited"
    assert answers[3].headers["retry-after"] == "1"


async def test_a_fault_is_a_problem_without_its_words(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = await shelf.put((await somebody(rooms, "maker")).person)

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Feed, "take", broken)
    async with browser(rooms) as client:
        swift, slow = [
            await client.post(where, json=batch(ids, clip, clock)) for where in (SWIFT, THE_ROUTES)
        ]
    assert swift.status_code == slow.status_code == 500
    assert "secret" not in swift.text
    assert swift.json() | {"request": ""} == slow.json() | {"request": ""}
