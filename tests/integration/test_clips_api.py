"""Clips over HTTP: made, seen by whom, edited, liked, deleted; and their files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kurzum.clips import Clips
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.jobs import Processing, Rewriting, Workplace
from kurzum.store.pool import Database
from kurzum.web.app import create_app
from kurzum.web.rooms import Rooms
from parts.clip_rooms import Encoded, clips_of, encoded, film, jobs_of, published
from parts.custodian import TestCustodian
from parts.rooms import ORIGIN, browser, build_rooms, join
from parts.waiting import until

BYTES = {"tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream"}


@dataclass
class Zone:
    """A zone's door, its worker's jobs, and three people before the door."""

    rooms: Rooms
    processing: Processing
    rewriting: Rewriting
    anna: httpx.AsyncClient
    ben: httpx.AsyncClient
    stranger: httpx.AsyncClient
    film: bytes
    worker: Clips
    made: Encoded

    async def upload(self, who: httpx.AsyncClient) -> str:
        answer = await who.post(
            "/api/uploads", headers=BYTES | {"upload-length": str(len(self.film))}, content=self.film
        )
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"].rsplit("/", 1)[1])

    async def clip(self, who: httpx.AsyncClient, *, done: bool = True, **said: Any) -> str:
        body = {"upload": await self.upload(who), "caption": "a film"} | said
        answer = await who.post("/api/clips", json=body)
        assert answer.status_code == 202, answer.text
        clip: str = answer.json()["id"]
        if done:
            await self.processed(clip)
        return clip

    async def processed(self, clip: str) -> None:
        """As a worker does it; the encoder has done its part once for all tests."""
        owner = await self.rooms.clips.life.owner(UUID(clip))
        await published(self.worker, owner, UUID(clip), self.made, self.rooms.clock)

    async def rewritten(self, clip: str) -> None:
        await self.rewriting.rewrite(await self.rooms.clips.life.owner(UUID(clip)), UUID(clip))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "a.mp4")


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Encoded:
    return asyncio.run(encoded(source, tmp_path_factory.mktemp("made")))


@pytest.fixture
async def zone(
    tmp_path: Path, database: Database, keys: Keys, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes], source: Path, made: Encoded,
) -> AsyncIterator[Zone]:  # fmt: skip
    rooms = build_rooms(database, keys, clock, ids, tmp_path)
    worker = clips_of(tmp_path, database, worker_keys, clock, ids, entropy)
    async with browser(rooms) as anna, browser(rooms) as ben, browser(rooms) as stranger:
        await join(anna, "anna")
        await join(ben, "ben")
        with Workplace.taken(tmp_path / "work", ids.new()) as place:
            processing, rewriting = jobs_of(worker, clock, ids, place, tmp_path)
            yield Zone(rooms, processing, rewriting, anna, ben, stranger, source.read_bytes(), worker, made)


async def test_a_clip_is_made_once_and_seen_when_it_plays(zone: Zone) -> None:
    upload = await zone.upload(zone.anna)
    made = [
        await zone.anna.post("/api/clips", json={"upload": upload, "caption": " Hallo "}) for _ in range(2)
    ]
    assert [a.status_code for a in made] == [202, 202]
    assert made[0].json() == made[1].json()
    clip = made[0].json()["id"]
    assert made[0].json()["state"] == "uploaded"
    assert (await zone.stranger.get(f"/api/clips/{clip}")).status_code == 404
    mine = (await zone.anna.get(f"/api/clips/{clip}")).json()
    assert (mine["state"], mine["mine"]["own"], mine["caption"]) == ("uploaded", True, "Hallo")

    await zone.processed(clip)
    card = (await zone.stranger.get(f"/api/clips/{clip}")).json()
    assert card["state"] == "published"
    assert card["creator"] == {"handle": "anna", "name": card["creator"]["name"], "bot": False, "zone": "us"}
    assert card["mine"] == {"liked": False, "saved": False, "following": False, "own": False}
    assert card["counts"] == {"likes": 0, "plays": 0, "saves": 0, "shares": 0}
    assert card["poster"]["url"].startswith(f"/media/{clip}/")
    assert card["renditions"][0]["kind"] == "mp4"
    assert "person" not in json.dumps(card)


async def test_what_no_clip_can_be_made_of(zone: Zone) -> None:
    answer = await zone.anna.post("/api/uploads", headers={"tus-resumable": "1.0.0", "upload-length": "9"})
    upload = answer.headers["location"].rsplit("/", 1)[1]
    whole = await zone.upload(zone.anna)
    for body, status, code in (
        ({"upload": upload}, 409, "upload_incomplete"),
        ({"upload": str(uuid4())}, 404, "not_found"),
        ({"upload": whole, "caption": "a\0b"}, 400, "bad_caption"),
        ({"upload": whole, "caption": "ä" * 501}, 400, "bad_caption"),
        ({"upload": whole, "language": "xx"}, 400, "bad_clip"),
        ({"upload": whole, "visibility": "secret"}, 400, "bad_input"),
        ({"upload": whole, "person": "x"}, 400, "bad_input"),
        ({"upload": whole, "sound": str(uuid4())}, 400, "not_built"),
    ):
        answer = await zone.anna.post("/api/clips", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await zone.ben.post("/api/clips", json={"upload": whole})).status_code == 404
    assert (await zone.stranger.post("/api/clips", json={"upload": whole})).status_code == 401


async def test_only_its_owner_changes_a_clip(zone: Zone) -> None:
    clip = f"/api/clips/{await zone.clip(zone.anna)}"
    for who, status in ((zone.ben, 403), (zone.stranger, 401)):
        assert (await who.patch(clip, json={"caption": "mine"})).status_code == status
        assert (await who.post(f"{clip}/withdraw")).status_code == status
        assert (await who.delete(clip)).status_code == status
        assert (await who.get(f"{clip}/progress")).status_code == (404 if status == 403 else 401)
    answer = await zone.anna.patch(clip, json={"caption": "Ein Film", "language": "de"})
    assert (answer.json()["caption"], answer.json()["language"]) == ("Ein Film", "de")
    assert (await zone.stranger.get(clip)).json()["caption"] == "Ein Film"


async def test_a_private_clip_without_its_key_is_not_said_to_be_gone(
    zone: Zone, custodian: TestCustodian
) -> None:
    upload = await zone.upload(zone.anna)
    said = {"upload": upload, "caption": "Hallo", "visibility": "private"}
    made = await zone.anna.post("/api/clips", json=said)
    clip = f"/api/clips/{made.json()['id']}"
    assert (await zone.anna.get(clip)).json()["caption"] == "Hallo"
    custodian.kill()

    async def closed() -> bool:  # a loan of keys lasts some seconds
        return (await zone.anna.get(clip)).status_code != 200

    await until(closed)
    answer = await zone.anna.get(clip)
    assert (answer.status_code, answer.json()["code"]) == (503, "custodian_unavailable")


async def test_a_list_of_ones_own_does_not_look_as_if_clips_were_lost(
    zone: Zone, custodian: TestCustodian
) -> None:
    public = await zone.clip(zone.anna)
    said = {"upload": await zone.upload(zone.anna), "caption": "Hallo", "visibility": "private"}
    private = (await zone.anna.post("/api/clips", json=said)).json()["id"]
    await zone.anna.put(f"/api/clips/{private}/save")

    async def shown(who: httpx.AsyncClient, path: str) -> set[str]:
        """The ids of the list, or the code of what is the matter."""
        answer = await who.get(path)
        told = answer.json()
        return {told["code"]} if answer.status_code == 503 else {card["id"] for card in told["items"]}

    mine, by_handle = "/api/people/me/clips", "/api/people/anna/clips"
    for path, all_of_it in ((mine, {private, public}), ("/api/people/me/saves", {private})):
        assert await shown(zone.anna, path) == all_of_it
    custodian.kill()

    async def closed() -> bool:  # a loan of keys lasts some seconds
        return await shown(zone.anna, mine) == {"custodian_unavailable"}

    await until(closed)
    assert await shown(zone.anna, "/api/people/me/saves") == {"custodian_unavailable"}
    assert await shown(zone.stranger, by_handle) == {public}, "what needs no key goes on"
    custodian.start()

    async def open_again() -> bool:
        return await shown(zone.anna, mine) == {private, public}

    await until(open_again)


async def test_withdraw_and_publish_again(zone: Zone) -> None:
    clip = f"/api/clips/{await zone.clip(zone.anna)}"
    assert (await zone.anna.post(f"{clip}/publish")).json() == {"state": "published"}
    assert (await zone.anna.post(f"{clip}/withdraw")).json() == {"state": "withdrawn"}
    assert (await zone.ben.get(clip)).status_code == 404
    assert (await zone.anna.get(clip)).json()["state"] == "withdrawn"
    assert (await zone.anna.post(f"{clip}/publish")).json() == {"state": "published"}
    assert (await zone.ben.get(clip)).status_code == 200


async def test_likes_and_saves_count_once(zone: Zone) -> None:
    name = await zone.clip(zone.anna)
    clip = f"/api/clips/{name}"
    for _ in range(2):
        liked = (await zone.ben.put(f"{clip}/like")).json()
        assert (liked["counts"]["likes"], liked["mine"]["liked"]) == (1, True)
        saved = (await zone.ben.put(f"{clip}/save")).json()
        assert (saved["counts"]["saves"], saved["mine"]["saved"]) == (1, True)
    await zone.anna.put(f"{clip}/like")
    assert (await zone.stranger.get(clip)).json()["counts"]["likes"] == 2
    for path in ("likes", "saves"):
        assert [c["id"] for c in (await zone.ben.get(f"/api/people/me/{path}")).json()["items"]] == [name]
    for _ in range(2):
        assert (await zone.ben.delete(f"{clip}/like")).json()["counts"]["likes"] == 1
    assert (await zone.stranger.put(f"{clip}/like")).status_code == 401
    assert (await zone.ben.put(f"/api/clips/{uuid4()}/like")).status_code == 404


async def test_lists_show_what_their_reader_may_see(zone: Zone) -> None:
    public = await zone.clip(zone.anna)
    private = await zone.clip(zone.anna, visibility="private")
    waiting = await zone.clip(zone.anna, done=False)
    mine = (await zone.anna.get("/api/people/me/clips")).json()["items"]
    assert {c["id"] for c in mine} == {waiting, private, public}
    for who in (zone.ben, zone.stranger):
        assert [c["id"] for c in (await who.get("/api/people/anna/clips")).json()["items"]] == [public]
        assert (await who.get(f"/api/clips/{private}")).status_code == 404
    assert (await zone.ben.get("/api/people/anna/clips?cursor=nonsense")).status_code == 400


async def test_open_files_come_with_ranges_and_tags(zone: Zone) -> None:
    clip = await zone.clip(zone.anna)
    card = (await zone.stranger.get(f"/api/clips/{clip}")).json()
    url = card["renditions"][0]["url"]
    whole = await zone.stranger.get(url)
    assert whole.status_code == 200
    assert whole.headers["cache-control"] == "public, max-age=300"
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-length"] == str(len(whole.content))
    tag = whole.headers["etag"]
    some = await zone.stranger.get(url, headers={"range": "bytes=10-99"})
    assert (some.status_code, some.content) == (206, whole.content[10:100])
    assert some.headers["content-range"] == f"bytes 10-99/{len(whole.content)}"
    end = await zone.stranger.get(url, headers={"range": "bytes=-7", "if-range": tag})
    assert end.content == whole.content[-7:]
    stale = await zone.stranger.get(url, headers={"range": "bytes=-7", "if-range": '"old"'})
    assert (stale.status_code, stale.content) == (200, whole.content)
    beyond = await zone.stranger.get(url, headers={"range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert (await zone.stranger.get(url, headers={"if-none-match": tag})).status_code == 304
    top = await zone.stranger.head(url)
    assert (top.status_code, top.content) == (200, b"")
    assert top.headers["content-length"] == str(len(whole.content))
    poster = await zone.stranger.get(card["poster"]["url"])
    assert (poster.headers["content-type"], poster.content[8:12]) == ("image/webp", b"WEBP")


async def test_sealed_files_open_for_those_who_may_see_them(zone: Zone) -> None:
    clip = await zone.clip(zone.anna, visibility="friends")
    url = (await zone.anna.get(f"/api/clips/{clip}")).json()["renditions"][0]["url"]
    whole = await zone.anna.get(url)
    assert (whole.status_code, whole.content[4:8]) == (200, b"ftyp")
    assert whole.headers["cache-control"] == "private, no-store"
    some = await zone.anna.get(url, headers={"range": "bytes=100-199"})
    assert (some.status_code, some.content) == (206, whole.content[100:200])
    for who in (zone.ben, zone.stranger):
        assert (await who.get(url)).status_code == 404
    for a, b in ((zone.ben, "anna"), (zone.anna, "ben")):
        assert (await a.put(f"/api/people/{b}/follow")).status_code == 204
    assert (await zone.ben.get(url)).content == whole.content
    await zone.ben.delete("/api/people/anna/follow")
    assert (await zone.ben.get(url)).status_code == 404


async def test_a_public_clip_made_private_is_gone_at_once(zone: Zone) -> None:
    clip = await zone.clip(zone.anna)
    url = (await zone.ben.get(f"/api/clips/{clip}")).json()["renditions"][0]["url"]
    assert (await zone.ben.get(url)).status_code == 200
    await zone.anna.patch(f"/api/clips/{clip}", json={"visibility": "private"})
    assert (await zone.ben.get(url)).status_code == 404
    assert (await zone.anna.get(url)).headers["cache-control"] == "private, no-store"
    await zone.rewritten(clip)
    assert (await zone.anna.get(url)).status_code == 404
    fresh = (await zone.anna.get(f"/api/clips/{clip}")).json()["renditions"][0]["url"]
    assert (await zone.anna.get(fresh)).content[4:8] == b"ftyp"


async def test_a_deleted_clip_is_gone_everywhere(zone: Zone) -> None:
    clip = await zone.clip(zone.anna)
    url = (await zone.ben.get(f"/api/clips/{clip}")).json()["renditions"][0]["url"]
    await zone.ben.put(f"/api/clips/{clip}/like")
    assert (await zone.anna.delete(f"/api/clips/{clip}")).status_code == 204
    assert (await zone.anna.delete(f"/api/clips/{clip}")).status_code == 404
    for who in (zone.anna, zone.ben, zone.stranger):
        assert (await who.get(f"/api/clips/{clip}")).status_code == 404
        assert (await who.get(url)).status_code == 404
        assert (await who.get("/api/people/anna/clips")).json()["items"] == []
    assert (await zone.ben.get("/api/people/me/likes")).json()["items"] == []


@pytest.mark.parametrize("name", ["x.mp4", f"{'0' * 64}.mp4", f"{'0' * 64}.exe", "..%2f..%2fetc%2fpasswd"])
async def test_other_addresses_of_files_lead_nowhere(zone: Zone, name: str) -> None:
    clip = await zone.clip(zone.anna, done=False)
    assert (await zone.anna.get(f"/media/{clip}/{name}")).status_code == 404


async def test_progress_is_pushed_until_nothing_more_comes(zone: Zone) -> None:
    clip = await zone.clip(zone.anna)
    owner = await zone.rooms.clips.life.owner(UUID(clip))
    await zone.processing.further(owner, UUID(clip))
    answer = await zone.anna.get(f"/api/clips/{clip}/progress")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [line.partition(":")[2] for line in answer.text.splitlines() if line.startswith("data:")]
    assert json.loads(events[-1]) == {"state": "published", "progress": 1.0, "rejection": None}


async def test_a_refused_clip_tells_its_owner_why(zone: Zone) -> None:
    zone.film = b"#!/bin/sh\necho no film\n" * 50
    clip = await zone.clip(zone.anna, done=False)
    await zone.processing.process(await zone.rooms.clips.life.owner(UUID(clip)), UUID(clip))
    answer = await zone.anna.get(f"/api/clips/{clip}/progress")
    event = json.loads([x.partition(":")[2] for x in answer.text.splitlines() if x.startswith("data:")][-1])
    assert event["state"] == "rejected"
    assert event["rejection"]["code"] == "not_a_video"
    assert (await zone.anna.get(f"/api/clips/{clip}")).json()["rejection"] == event["rejection"]
    assert (await zone.stranger.get(f"/api/clips/{clip}")).status_code == 404


async def test_behind_the_front_door_open_files_are_left_to_it_and_sealed_ones_are_not(zone: Zone) -> None:
    public = await zone.clip(zone.anna)
    private = await zone.clip(zone.anna, visibility="private")
    transport = httpx.ASGITransport(app=create_app(zone.rooms), client=("", 0))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=zone.anna.cookies) as inside:
        for clip, left in ((public, True), (private, False)):
            url = (await inside.get(f"/api/clips/{clip}")).json()["renditions"][0]["url"]
            answer = await inside.get(url)
            assert answer.status_code == 200
            assert ("x-accel-redirect" in answer.headers) is left
            assert (answer.content == b"") is left
            if left:
                digest = url.rsplit("/", 1)[1].removesuffix(".mp4")
                assert answer.headers["x-accel-redirect"] == f"/{digest[:2]}/{digest}"
                assert answer.headers["etag"] == f'"{digest}"'
