"""A zone's clock is set back a day under people who are signed in and in the midst of things, then on again.

The whole door with every room behind it, on a clock that the test moves. With every process's real clock, the
database's too, the same is shown by `make prove PART=clock-back`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.rooms import browser, join
from parts.shelf import Shelf

DAY = timedelta(days=1)
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "anna")
        yield client


async def begin(client: httpx.AsyncClient, key: str) -> str:
    headers = TUS | {"Upload-Length": "6", "Idempotency-Key": key}
    answer = await client.post("/api/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def add(client: httpx.AsyncClient, place: str, offset: int) -> int:
    headers = BYTES | {"Upload-Offset": str(offset)}
    answer = await client.patch(place, headers=headers, content=b"abc")
    assert answer.status_code == 204, answer.text
    return int(answer.headers["upload-offset"])


async def act(client: httpx.AsyncClient, rooms: Rooms, clip: str) -> None:
    """Everything that people do all the time."""
    assert (await client.get("/api/people/me")).status_code == 200
    assert (await client.get("/api/feed?limit=5")).status_code == 200
    assert (await client.put(f"/api/clips/{clip}/like")).json()["counts"]["likes"] == 1
    event = {"id": str(rooms.ids.new()), "kind": "play", "clip": clip, "at": rooms.clock.now().isoformat()}
    batch = {"id": str(rooms.ids.new()), "v": 1, "events": [event]}
    for counted in (1, 0):
        answer = await client.post("/api/events", json=batch)
        assert answer.json() == {"accepted": 1, "counted": counted}


async def test_all_goes_on_when_the_clock_is_set_back_a_day(
    anna: httpx.AsyncClient, rooms: Rooms, clock: FixedClock, database: Database, ids: Ids
) -> None:
    me = (await anna.get("/api/people/me")).json()
    shelf = Shelf(database, clock, ids)
    clip = str(await shelf.put((await rooms.people.profiles.by_handle(me["handle"])).person_id))
    place = await begin(anna, "key")
    await add(anna, place, 0)
    await act(anna, rooms, clip)
    for number, move in enumerate((-DAY, DAY)):
        clock.move(move)
        await act(anna, rooms, clip)
        await rooms.people.sweep()
        await rooms.clips.uploads.sweep()
        looked = await anna.head(place, headers=TUS)
        assert looked.headers["upload-offset"] == "3"
        assert await begin(anna, "key") == place, "the same request is still the same"
        async with browser(rooms) as other:
            await join(other, f"new{number}")
    assert await add(anna, place, 3) == 6
