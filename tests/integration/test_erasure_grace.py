"""Some days to change one's mind: hidden from everybody else meanwhile, and as before for whoever stays."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.people import People
from kurzum.safety import Grounds
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.chance import seeded
from parts.erasing import eraser_of
from parts.feeds import Watcher
from parts.people import CHEAP
from parts.rooms import NEW, browser, join
from parts.shelf import Shelf
from parts.waiting import PATIENCE_S, until

PASSWORD = NEW["password"]
WEEK = timedelta(days=7)
SIGN_IN = {"handle": "anna", "password": PASSWORD}
TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "100"}
BYTES = {
    "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
}  # fmt: skip


@pytest.fixture
def eraser(rooms: Rooms, worker_keys: Keys, clock: FixedClock) -> Iterator[People]:
    with eraser_of(rooms, worker_keys, clock) as people:
        yield people


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "anna")
        yield client


@pytest.fixture
async def ben(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "ben")
        yield client


@pytest.fixture
async def nobody(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        yield client


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


@pytest.fixture
async def elsewhere(conninfo: str) -> AsyncIterator[Database]:
    """The database as another server has it."""
    database = await Database.open(conninfo, name="elsewhere", wait_s=PATIENCE_S)
    yield database
    await database.close()


async def leave(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/api/people/me/erase", json={"password": PASSWORD} | more)
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def receipt(client: httpx.AsyncClient, token: str) -> dict[str, Any]:
    answer = await client.get(f"/api/erasures/{token}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def seen_by(client: httpx.AsyncClient, clip: str, file: str) -> dict[str, Any]:
    """What somebody finds of anna and a clip of hers, on every surface that shows either."""
    page = (await client.get("/api/feed?limit=30")).json()
    following = (await client.get("/api/feed?kind=following")).json()
    fresh = await client.post("/api/feed", json={"seen": []})
    profile = await client.get("/api/people/anna")
    return {
        "profile": {k: v for k, v in profile.json().items() if k != "counts"}
        if profile.status_code == 200
        else profile.status_code,
        "clips": (await client.get("/api/people/anna/clips")).status_code,
        "clip": (await client.get(f"/api/clips/{clip}")).status_code,
        "page": any(pick["clip"]["id"] == clip for pick in page["picks"]),
        "following": any(pick["clip"]["id"] == clip for pick in following["picks"]),
        "fresh": any(pick["clip"]["id"] == clip for pick in fresh.json()["picks"]),
        "file": (await client.get(file)).status_code,
        "named": "anna" in (await client.get("/api/people/me/follows")).text,
    }


NOTHING = {
    "profile": 404, "clips": 404, "clip": 404, "page": False, "following": False, "fresh": False,
    "file": 404, "named": False,
}  # fmt: skip


async def test_who_leaves_is_hidden_from_others_and_back_as_before_when_they_stay(
    anna: httpx.AsyncClient, ben: httpx.AsyncClient, nobody: httpx.AsyncClient, rooms: Rooms,
    shelf: Shelf, clock: FixedClock, elsewhere: Database, ids: Ids
) -> None:  # fmt: skip
    maker = (await rooms.people.profiles.by_handle("anna")).person_id
    clip_id = await shelf.put(maker, caption="the #hill")
    clip, file = str(clip_id), await shelf.file(rooms.blobs, maker, clip_id, b"a film")
    assert (await ben.put("/api/people/anna/follow")).status_code == 204
    me = (await anna.get("/api/people/me")).json()
    assert (me["state"], me["erase_at"]) == ("active", None)
    by_ben, by_nobody = await seen_by(ben, clip, file), await seen_by(nobody, clip, file)
    assert by_ben["page"] and by_ben["following"] and by_ben["named"] and by_nobody["fresh"]
    await ben.post("/api/me/feed/reset")
    other = People(elsewhere, rooms.keys, clock, ids, seeded("other"), cost=CHEAP)
    assert maker in await other.profiles.by_ids([maker])
    await other.away.ready()
    told = await leave(anna)
    due = clock.now() + WEEK
    assert (told["state"], told["erase_at"]) == ("leaving", due.isoformat().replace("+00:00", "Z"))
    assert (await anna.get("/api/people/me")).status_code == 401
    assert await seen_by(ben, clip, file) == NOTHING
    assert await seen_by(nobody, clip, file) == NOTHING
    # In a server that had them in memory, too: told by what moved.

    async def told_there() -> bool:
        await other.away.ready()
        return maker in other.away.people and await other.profiles.by_ids([maker]) == {}

    await until(told_there)
    assert (await nobody.post("/api/people?market=US", json=NEW)).status_code == 409
    signed = await anna.post("/api/sessions", json=SIGN_IN)
    assert signed.status_code == 201 and signed.json()["state"] == "leaving"
    assert signed.json()["erase_at"] == told["erase_at"]
    stayed = await anna.post("/api/people/me/stay")
    assert (stayed.status_code, stayed.json()) == (200, me)
    assert (await anna.post("/api/people/me/stay")).json() == me
    assert await seen_by(ben, clip, file) == by_ben
    assert await seen_by(nobody, clip, file) == by_nobody
    assert (await receipt(nobody, told["receipt"]))["state"] == "kept"
    other.close()


async def test_who_is_leaving_reads_their_own_and_does_nothing_that_others_see(
    anna: httpx.AsyncClient, ben: httpx.AsyncClient, rooms: Rooms, shelf: Shelf, ids: Ids
) -> None:
    maker = (await rooms.people.profiles.by_handle("anna")).person_id
    hers = str(await shelf.put(maker, caption="mine"))
    bens = str(await shelf.put((await rooms.people.profiles.by_handle("ben")).person_id))
    begun = await anna.post("/api/uploads", headers=TUS)
    await leave(anna)
    await anna.post("/api/sessions", json=SIGN_IN)
    assert [c["id"] for c in (await anna.get("/api/people/me/clips")).json()["items"]] == [hers]
    assert (await anna.get(f"/api/clips/{hers}")).json()["creator"]["handle"] == "anna"
    assert (await anna.get("/api/people/anna")).json()["mine"]["self"] is True
    assert [c["id"] for c in (await anna.get("/api/people/anna/clips")).json()["items"]] == [hers]
    for path in ("/api/people/me/likes", "/api/me/feed", "/api/sessions", "/api/people/me/follows"):
        assert (await anna.get(path)).status_code == 200, path
    page = (await anna.get("/api/feed")).json()
    assert bens in {pick["clip"]["id"] for pick in page["picks"]}
    event = {
        "id": str(ids.new()),
        "kind": "play",
        "clip": bens,
        "at": "2026-11-22T12:00:00Z",
        "watched_ms": 5,
    }
    batch = {"id": str(ids.new()), "v": 1, "events": [event]}
    assert (await anna.post("/api/events", json=batch)).json()["counted"] == 1
    refused: list[tuple[str, str, dict[str, Any]]] = [
        ("PUT", f"/api/clips/{bens}/like", {}),
        ("DELETE", f"/api/clips/{bens}/like", {}),
        ("PUT", f"/api/clips/{bens}/save", {}),
        ("DELETE", f"/api/clips/{bens}/save", {}),
        ("PUT", "/api/people/ben/follow", {}),
        ("DELETE", "/api/people/ben/follow", {}),
        ("POST", "/api/uploads", {"headers": TUS}),
        ("PATCH", begun.headers["location"], {
            "headers": BYTES,
            "content": b"x" * 100,
        }),
        ("POST", "/api/clips", {"json": {"upload": str(ids.new()), "caption": "x"}}),
        ("PATCH", f"/api/clips/{hers}", {"json": {"caption": "x"}}),
        ("POST", f"/api/clips/{hers}/withdraw", {}),
        ("POST", f"/api/clips/{hers}/publish", {}),
    ]  # fmt: skip
    for method, path, more in refused:
        answer = await anna.request(method, path, **more)
        assert (answer.status_code, answer.json()["code"]) == (409, "account_leaving"), (method, path)
        assert "stay" in answer.json()["detail"]
    assert (await anna.post("/api/people/me/stay")).status_code == 200
    assert (await anna.put(f"/api/clips/{bens}/like")).status_code == 200


async def test_asked_again_at_once_it_begins_at_once_and_every_receipt_tells_of_it(
    anna: httpx.AsyncClient, nobody: httpx.AsyncClient, eraser: People, clock: FixedClock
) -> None:
    first = await leave(anna)
    await anna.post("/api/sessions", json=SIGN_IN)
    clock.move(timedelta(days=1))
    again = await leave(anna)
    assert (again["state"], again["erase_at"]) == ("leaving", first["erase_at"])
    await anna.post("/api/sessions", json=SIGN_IN)
    told = await leave(anna, at_once=True)
    assert (told["state"], told["erase_at"]) == ("erasing", None)
    assert (await nobody.post("/api/sessions", json=SIGN_IN)).status_code == 401
    tokens = [first["receipt"], again["receipt"], told["receipt"]]
    assert len(set(tokens)) == 3
    assert {(await receipt(nobody, token))["state"] for token in tokens} == {"erasing"}
    await eraser.sweep()
    assert {(await receipt(nobody, token))["state"] for token in tokens} == {"erased"}


async def test_it_begins_when_it_is_due_by_the_zones_clock_and_never_before(
    anna: httpx.AsyncClient, nobody: httpx.AsyncClient, eraser: People, clock: FixedClock, rooms: Rooms
) -> None:
    person_id = (await rooms.people.profiles.by_handle("anna")).person_id
    told = await leave(anna)
    clock.move(-timedelta(days=300))
    await eraser.erasures.finish(person_id)
    clock.move(timedelta(days=300) + WEEK - timedelta(seconds=1))
    await eraser.erasures.finish(person_id)
    await eraser.sweep()
    assert (await receipt(nobody, told["receipt"]))["state"] == "leaving"
    await anna.post("/api/sessions", json=SIGN_IN)
    clock.move(timedelta(seconds=1))
    # Nobody was running in between: whoever looks first begins.
    assert await eraser.erasures.begin_due() == [person_id]
    assert await eraser.erasures.begin_due() == []
    assert (await anna.post("/api/people/me/stay")).status_code == 401
    # From here on no clock that is set back holds it up.
    clock.move(-timedelta(days=30))
    await eraser.sweep()
    assert (await receipt(nobody, told["receipt"]))["state"] == "erased"
    assert (await nobody.post("/api/sessions", json=SIGN_IN)).status_code == 401


async def test_a_receipt_tells_days_and_rounded_counts_for_thirteen_months(
    anna: httpx.AsyncClient, nobody: httpx.AsyncClient, eraser: People, clock: FixedClock, rooms: Rooms,
    shelf: Shelf, database: Database
) -> None:  # fmt: skip
    person_id = (await rooms.people.profiles.by_handle("anna")).person_id
    for _ in range(14):
        await shelf.put(person_id)
    told = await leave(anna)
    with_none = await receipt(nobody, told["receipt"])
    assert with_none == {
        "zone": "us", "custodian": rooms.zone.custodian, "state": "leaving",
        "asked_at": "2026-11-22T00:00:00Z", "erase_at": "2026-11-29T00:00:00Z",
        "erased_at": None, "keys_destroyed_at": None,
        "removed": dict.fromkeys(with_none["removed"], 0),
    }  # fmt: skip
    clock.move(WEEK)
    await eraser.sweep()
    done = await receipt(nobody, told["receipt"])
    assert done["state"] == "erased"
    assert done["erased_at"] == done["keys_destroyed_at"] == "2026-11-29T00:00:00Z"
    assert done["removed"] == with_none["removed"] | {"clips": 10}
    async with database.read() as conn:
        kept = await (await conn.execute("SELECT receipt::text FROM people.receipt")).fetchall()
    assert len(kept) == 1 and told["receipt"] not in kept[0][0]
    for wrong in ("nothing", told["receipt"][:-1], told["receipt"] + "A", "x" * 500):
        answer = await nobody.get(f"/api/erasures/{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_receipt")
    clock.move(timedelta(days=395))
    await eraser.sweep()
    assert (await receipt(nobody, told["receipt"]))["state"] == "erased"
    clock.move(timedelta(days=2))
    await eraser.sweep()
    assert (await nobody.get(f"/api/erasures/{told['receipt']}")).status_code == 404


async def test_a_backup_that_comes_back_gives_whoever_was_leaving_the_whole_time_anew(
    anna: httpx.AsyncClient, eraser: People, clock: FixedClock
) -> None:
    await leave(anna)
    clock.move(timedelta(days=60))

    async def forget(_: object) -> None:
        return None

    await eraser.returning.settle(forget)
    await eraser.sweep()
    signed = await anna.post("/api/sessions", json=SIGN_IN)
    due = (clock.now() + WEEK).isoformat().replace("+00:00", "Z")
    assert (signed.json()["state"], signed.json()["erase_at"]) == ("leaving", due)


async def test_a_removal_of_a_leaving_persons_clip_holds_when_they_stay(
    anna: httpx.AsyncClient, ben: httpx.AsyncClient, rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    person_id = (await rooms.people.profiles.by_handle("anna")).person_id
    clip = await shelf.put(person_id)
    await leave(anna)
    await rooms.safety.remove_clip(clip, Grounds(explanation="It is not hers."), clock.now())
    await anna.post("/api/sessions", json=SIGN_IN)
    await anna.post("/api/people/me/stay")
    assert (await ben.get(f"/api/clips/{clip}")).status_code == 404
    card = (await anna.get(f"/api/clips/{clip}")).json()
    assert [limit["kind"] for limit in card["limits"]] == ["removal"]


async def test_the_gate_hides_whoever_is_away_from_pages_of_many_clips_too(
    anna: httpx.AsyncClient, ben: httpx.AsyncClient, rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    """By the columns of the register, as one by one."""
    hers = await shelf.put((await rooms.people.profiles.by_handle("anna")).person_id)
    his = await shelf.put((await rooms.people.profiles.by_handle("ben")).person_id)
    profile = await rooms.people.profiles.by_handle("anna")
    ben_id = (await rooms.people.profiles.by_handle("ben")).person_id
    watching = [
        Watcher(),
        Watcher(ben_id, await rooms.keys.pid(ben_id, Purpose.FEED)),
        Watcher(profile.person_id, await rooms.keys.pid(profile.person_id, Purpose.FEED)),
    ]
    register = rooms.clips.register

    async def shown() -> list[list[bool]]:
        await rooms.database.moves.look()
        await register.ready()
        clips = register.rows([hers, his])
        return [(await rooms.safety.in_feed(one, clips, clock.now())).tolist() for one in watching]

    assert await shown() == [[True, True], [True, True], [True, True]]
    await leave(anna)
    assert await shown() == [[False, True], [False, True], [True, True]]
    await anna.post("/api/sessions", json=SIGN_IN)
    await anna.post("/api/people/me/stay")
    assert await shown() == [[True, True], [True, True], [True, True]]
