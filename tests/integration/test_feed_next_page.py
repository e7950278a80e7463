"""The next page of For You is answered before the framework: as the route answers it, and by its rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.feed import Feed
from kurzum.feed.room import Shown
from kurzum.store.pool import Database
from kurzum.store.together import Together
from kurzum.web.feed import FeedPage
from kurzum.web.limits import Limits, Rate
from kurzum.web.rooms import Rooms
from parts.feeds import somebody
from parts.rooms import browser, build_rooms, join
from parts.shelf import Shelf

THE_ROUTES = "/api/feed?limit=3&kind=foryou"
"""The same question in an unusual order: it is the route that answers it."""


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


async def stocked(rooms: Rooms, shelf: Shelf, clips: int = 12) -> None:
    makers = [await somebody(rooms, f"maker{n}") for n in range(3)]
    for n in range(clips):
        await shelf.put(makers[n % 3].person)


def shape(page: Any) -> Any:
    """Names and types of all that is in an answer."""
    if isinstance(page, dict):
        return {name: shape(value) for name, value in page.items()}
    return [shape(one) for one in page] if isinstance(page, list) else type(page)


async def test_its_answers_look_like_the_routes(rooms: Rooms, shelf: Shelf) -> None:
    await stocked(rooms, shelf)
    async with browser(rooms) as anna, browser(rooms) as nobody:
        await join(anna, "anna")
        for client in (anna, nobody):
            swift = await client.get("/api/feed?limit=3")
            slow = await client.get(THE_ROUTES)
            assert (swift.status_code, slow.status_code) == (200, 200)
            assert [name for name, _ in swift.headers.multi_items()] == [
                name for name, _ in slow.headers.multi_items()
            ]
            told = ("x-request-id", "content-length")
            for name in swift.headers.keys() - set(told):
                assert swift.headers[name] == slow.headers[name], name
            assert shape(swift.json()) == shape(slow.json())
            assert len((await client.get("/api/feed")).json()["picks"]) == len(
                (await client.get("/api/feed?kind=foryou")).json()["picks"]
            )


@pytest.mark.parametrize("how", ["token", "cookie", "wrong token", "nobody"])
async def test_it_knows_who_asks_as_the_route_does(rooms: Rooms, shelf: Shelf, how: str) -> None:
    await stocked(rooms, shelf)
    anna = await somebody(rooms, "anna")
    token = await rooms.people.sessions.begin(anna.person, "token")
    headers = {
        "token": {"authorization": f"Bearer {token}"},
        "cookie": {"cookie": f"other=1; kurzum_us={token}"},
        "wrong token": {"authorization": f"Bearer {token[:-4]}AAAA"},
        "nobody": {},
    }[how]
    async with browser(rooms) as client:
        for address in ("/api/feed?limit=3", THE_ROUTES):
            page = (await client.get(address, headers=headers)).json()["page"]
            async with rooms.database.read() as conn:
                found = await conn.execute("SELECT pid FROM feed.page WHERE page_id = %s", (page,))
                kept = await found.fetchone()
            assert kept == ((anna.private,) if how in ("token", "cookie") else None)


async def test_it_counts_and_refuses_as_every_read(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    rooms = build_rooms(database, keys, clock, ids, tmp_path, Limits(reads=Rate(3, 60)))
    async with browser(rooms) as client:
        answers = [await client.get(a) for a in ("/api/feed", THE_ROUTES, "/api/zones", "/api/feed")]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[3].json()["code"] == (await client.get(THE_ROUTES)).json()["code"] == "rate_limited"
        assert answers[3].headers["retry-after"] == "1"
        assert answers[3].json()["request"] == answers[3].headers["x-request-id"]


async def test_a_fault_is_a_problem_without_its_words(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> Shown:
        raise RuntimeError("secret")

    monkeypatch.setattr(Feed, "page", broken)
    async with browser(rooms) as client:
        swift, slow = await client.get("/api/feed"), await client.get(THE_ROUTES)
    assert swift.status_code == slow.status_code == 500
    assert "secret" not in swift.text
    assert swift.json() | {"request": ""} == slow.json() | {"request": ""}
    assert swift.headers["content-type"] == slow.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=31", "limit=03", "kind=nearby", "limit=3&limit=4", "cursor=x"]
)
async def test_what_is_unusual_is_the_routes(
    rooms: Rooms, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any) -> FeedPage:
        raise AssertionError("it was answered before the route")

    monkeypatch.setattr("kurzum.web.next_page.next_page", never)
    async with browser(rooms) as client:
        assert (await client.get(f"/api/feed?{query}")).status_code in (200, 400)
        assert (await client.get("/api/feed", headers={"content-length": "0"})).status_code == 200
        assert (await client.head("/api/feed")).status_code == 405
        assert (await client.get("/api/feed/")).status_code in (200, 404)


async def test_what_moves_while_a_page_is_kept_makes_it_anew(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked before a page: keeping it tells what moved, and no page of before is handed out."""
    makers = [await somebody(rooms, f"maker{n}") for n in range(4)]
    clips = [await shelf.put(maker.person) for maker in makers]
    viewer = await somebody(rooms, "anna")
    await rooms.feed.page(viewer, limit=2)
    looks: list[int] = []
    moves = rooms.database.moves
    look = moves._look

    async def counted(asked: Sequence[None]) -> list[None]:
        looks.append(len(asked))
        return await look(asked)

    monkeypatch.setattr("kurzum.store.moves.TRUSTED_S", 3600.0)
    monkeypatch.setattr(moves, "_looks", Together[None, None](counted))
    kept: list[int] = []
    keep = rooms.feed.pages.keep

    async def slowly(pid: Any, page_id: Any, record: Any) -> None:
        if not kept:
            async with rooms.database.append() as conn:  # as another server would: this one is not told
                await conn.execute(
                    "UPDATE clips.clip SET state = 'withdrawn' WHERE clip_id = %s", (clips[0],)
                )
        kept.append(len(record.picks))
        await keep(pid, page_id, record)

    monkeypatch.setattr(rooms.feed.pages, "keep", slowly)
    other = await somebody(rooms, "ben")
    await moves.fresh()
    assert looks == [1], "whoever wrote looks"
    page = await rooms.feed.page(other, limit=4)
    assert (kept, {pick.clip_id for pick in page.picks}) == ([4, 3], set(clips[1:]))
    assert looks == [1]
    async with rooms.database.read() as conn:
        found = await conn.execute("SELECT page_id FROM feed.page WHERE pid = %s", (other.private,))
        assert await found.fetchall() == [(page.page_id,)]
