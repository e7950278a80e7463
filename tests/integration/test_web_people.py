"""Profiles and the graph over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from kurzum.custody import Purpose
from kurzum.web.rooms import Rooms
from parts.rooms import browser, join


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "anna", name="Anna")
        yield client


@pytest.fixture
async def bernd(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "bernd")
        yield client


async def test_a_profile_shows_what_is_public_and_nothing_else(
    rooms: Rooms, anna: httpx.AsyncClient, bernd: httpx.AsyncClient
) -> None:
    async with browser(rooms) as stranger:
        shown = (await stranger.get("/api/people/ANNA")).json()
    assert set(shown) == {"handle", "name", "bio", "bot", "zone", "created_at", "counts", "mine"}
    assert shown["counts"] == {"clips": 0, "likes": 0, "followers": 0, "following": 0}
    assert shown["mine"] == {"following": False, "blocked": False, "muted": False, "self": False}
    assert (await anna.get("/api/people/anna")).json()["mine"]["self"] is True
    for nobody in ("nobody", "a", "%00", "%ED%A0%80", "x" * 3000, "anna%2F..", "Änna", "me%20"):
        assert (await bernd.get(f"/api/people/{nobody}")).status_code == 404, nobody


async def test_follow_is_counted_once_and_listed(
    rooms: Rooms, anna: httpx.AsyncClient, bernd: httpx.AsyncClient
) -> None:
    for _ in range(2):
        assert (await anna.put("/api/people/bernd/follow")).status_code == 204
    shown = (await anna.get("/api/people/bernd")).json()
    assert (shown["counts"]["followers"], shown["mine"]["following"]) == (1, True)
    assert (await anna.get("/api/people/me/follows")).json() == {
        "items": [{"handle": "bernd", "name": "", "bot": False, "zone": "us"}],
        "next": None,
    }
    assert (await bernd.get("/api/people/me/follows")).json()["items"] == []
    assert (await anna.get("/api/people/me")).json()["counts"]["following"] == 1
    for _ in range(2):
        assert (await anna.delete("/api/people/bernd/follow")).status_code == 204
    assert (await anna.get("/api/people/bernd")).json()["counts"]["followers"] == 0


async def test_who_is_blocked_finds_nobody_there(anna: httpx.AsyncClient, bernd: httpx.AsyncClient) -> None:
    await anna.put("/api/people/bernd/follow")
    assert (await anna.put("/api/people/bernd/block")).status_code == 204
    shown = (await anna.get("/api/people/bernd")).json()
    assert (shown["mine"]["blocked"], shown["mine"]["following"]) == (True, False)
    for method, path in (("GET", ""), ("PUT", "/follow"), ("PUT", "/mute"), ("DELETE", "/follow")):
        answer = await bernd.request(method, f"/api/people/anna{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await anna.put("/api/people/bernd/follow")).status_code == 404
    assert [p["handle"] for p in (await anna.get("/api/people/me/blocks")).json()["items"]] == ["bernd"]
    assert (await anna.delete("/api/people/bernd/block")).status_code == 204
    assert (await bernd.get("/api/people/anna")).status_code == 200


async def test_nobody_follows_blocks_or_mutes_themself(anna: httpx.AsyncClient) -> None:
    for act in ("follow", "block", "mute"):
        assert (await anna.put(f"/api/people/anna/{act}")).status_code == 404


async def test_a_long_list_comes_in_pages_whose_cursors_tell_nothing(
    rooms: Rooms, anna: httpx.AsyncClient, bernd: httpx.AsyncClient
) -> None:
    me = UUID((await anna.get("/api/people/me")).json()["id"])
    others = [await rooms.keys.new_person(Purpose.SIGN_UP) for _ in range(60)]
    pid = await rooms.keys.pid(me, Purpose.GRAPH)
    for number, other in enumerate(others):
        person = {"person_id": other.person_id, "handle": f"other_{number:02}"}
        async with rooms.database.write() as conn:
            await conn.execute(
                "INSERT INTO people.person VALUES (%(person_id)s, %(handle)s, '', '', 'US', 'en', true,"
                " 'active', 1, now())",
                person,
            )
        await rooms.people.graph.put(pid, "mute", other.pid)
    first = (await anna.get("/api/people/me/mutes")).json()
    second = (await anna.get("/api/people/me/mutes", params={"cursor": first["next"]})).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 10, None)
    assert len({p["handle"] for p in first["items"] + second["items"]}) == 60
    for wrong in ("", "x", "AAAA", first["next"][:-4] + "AAAA", "é"):
        answer = await anna.get("/api/people/me/mutes", params={"cursor": wrong})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input"), wrong
    assert (await bernd.get("/api/people/me/mutes", params={"cursor": first["next"]})).status_code == 400
