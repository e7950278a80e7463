"""The tus server over HTTP, as a client of the protocol sees it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.markets import edition_for
from kurzum.web.rooms import Rooms
from parts.rooms import browser, join

TUS = {"tus-resumable": "1.0.0"}
BYTES = TUS | {"content-type": "application/offset+octet-stream"}
DATA = bytes(range(256)) * 800


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "anna")
        yield client


def checksum(data: bytes, kind: str = "sha1") -> dict[str, str]:
    return {"upload-checksum": f"{kind} {base64.b64encode(hashlib.new(kind, data).digest()).decode()}"}


def check(answer: httpx.Response, status: int, **headers: str) -> None:
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers["tus-resumable"] == "1.0.0"
    for name, value in headers.items():
        assert answer.headers[name.replace("_", "-")] == value
    if status >= 400 and answer.request.method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"


async def begun(client: httpx.AsyncClient, length: int = len(DATA)) -> str:
    answer = await client.post("/api/uploads", headers=TUS | {"upload-length": str(length)})
    check(answer, 201, upload_offset="0")
    location: str = answer.headers["location"]
    return location


async def test_it_says_what_it_can_do(rooms: Rooms) -> None:
    async with browser(rooms) as stranger:
        answer = await stranger.options("/api/uploads")
    check(
        answer,
        204,
        tus_version="1.0.0",
        tus_extension="creation,creation-with-upload,expiration,checksum,termination",
        tus_checksum_algorithm="sha1,sha256",
        tus_max_size=str(edition_for("US").max_bytes),
    )


async def test_an_upload_in_two_parts(anna: httpx.AsyncClient) -> None:
    place = await begun(anna)
    for at, end in ((0, 100_001), (100_001, len(DATA))):
        check(await anna.head(place, headers=TUS), 204, upload_offset=str(at), upload_length=str(len(DATA)))
        answer = await anna.patch(place, headers=BYTES | {"upload-offset": str(at)}, content=DATA[at:end])
        check(answer, 204, upload_offset=str(end))
        assert "GMT" in answer.headers["upload-expires"]
    check(await anna.head(place, headers=TUS), 204, upload_offset=str(len(DATA)), cache_control="no-store")


async def test_an_upload_with_its_first_bytes(anna: httpx.AsyncClient) -> None:
    headers = BYTES | {"upload-length": "10", "upload-metadata": "filename c2VjcmV0Lm1vdg=="}
    answer = await anna.post("/api/uploads", headers=headers, content=b"01234")
    check(answer, 201, upload_offset="5")
    answer = await anna.patch(
        answer.headers["location"], headers=BYTES | {"upload-offset": "5"}, content=b"56789"
    )
    check(answer, 204, upload_offset="10")


async def test_a_name_of_a_file_is_kept_nowhere(
    anna: httpx.AsyncClient, rooms: Rooms, tmp_path: Path
) -> None:
    name = "holiday-at-home-with-ben.mov"
    said = {"upload-metadata": f"filename {base64.b64encode(name.encode()).decode()}"}
    answer = await anna.post("/api/uploads", headers=BYTES | said | {"upload-length": "9"}, content=b"x")
    check(answer, 201)
    async with rooms.database.read() as conn:
        rows = await (await conn.execute("SELECT to_jsonb(u)::text FROM clips.upload u")).fetchall()
    assert "holiday" not in str(rows)
    assert all("holiday" not in str(p) for p in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"upload-length": "5"}, 412, "upload_version"),
        (TUS | {"upload-length": "-1"}, 400, "upload_bad_header"),
        (TUS | {}, 400, "upload_bad_header"),
        (TUS | {"upload-defer-length": "1"}, 400, "upload_bad_header"),
        (TUS | {"upload-length": "9999999999"}, 413, "upload_too_large"),
        (TUS | {"upload-length": "5", "upload-metadata": "a !"}, 400, "upload_bad_header"),
        (TUS | {"upload-length": "5", "upload-checksum": "crc32 AAAA"}, 400, "upload_algorithm"),
    ],
)
async def test_what_is_refused_at_creation(
    anna: httpx.AsyncClient, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await anna.post("/api/uploads", headers=headers)
    check(answer, status)
    assert answer.json()["code"] == code
    assert answer.headers["tus-version"] == "1.0.0"


async def test_bytes_at_the_wrong_place_change_nothing(anna: httpx.AsyncClient) -> None:
    place = await begun(anna, 10)
    for offset in ("3", "11"):
        answer = await anna.patch(place, headers=BYTES | {"upload-offset": offset}, content=b"345")
        check(answer, 409)
    check(await anna.patch(place, headers=BYTES | {"upload-offset": "0"}, content=b"01234567890"), 413)
    check(await anna.patch(place, headers=BYTES | {"upload-offset": "x"}, content=b"0"), 400)
    wrong = TUS | {"content-type": "video/mp4", "upload-offset": "0"}
    check(await anna.patch(place, headers=wrong, content=b"0"), 415)
    check(await anna.head(place, headers=TUS), 204, upload_offset="0")


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
async def test_checksums(anna: httpx.AsyncClient, kind: str) -> None:
    place = await begun(anna)
    start = BYTES | {"upload-offset": "0"}
    answer = await anna.patch(place, headers=start | checksum(b"other", kind), content=DATA)
    check(answer, 460)
    assert answer.json()["code"] == "checksum_mismatch"
    check(await anna.head(place, headers=TUS), 204, upload_offset="0")
    check(await anna.patch(place, headers=start | checksum(DATA, kind), content=DATA), 204)


async def test_a_creation_with_damaged_bytes_leaves_nothing(anna: httpx.AsyncClient, tmp_path: Path) -> None:
    answer = await anna.post(
        "/api/uploads", headers=BYTES | {"upload-length": "5"} | checksum(b"x"), content=b"01234"
    )
    check(answer, 460)
    assert list((tmp_path / "staging").iterdir()) == []


async def test_giving_up(anna: httpx.AsyncClient) -> None:
    place = await begun(anna)
    check(await anna.delete(place, headers=TUS), 204)
    check(await anna.head(place, headers=TUS), 404)
    check(await anna.delete(place, headers=TUS), 404)


async def test_an_old_upload_is_gone(anna: httpx.AsyncClient, rooms: Rooms, clock: FixedClock) -> None:
    place = await begun(anna)
    clock.move(timedelta(hours=25))
    check(await anna.head(place, headers=TUS), 410)
    await rooms.clips.uploads.sweep()
    check(await anna.head(place, headers=TUS), 404)


async def test_uploads_are_their_owners_alone(anna: httpx.AsyncClient, rooms: Rooms) -> None:
    place = await begun(anna)
    async with browser(rooms) as ben:
        assert (await ben.head(place, headers=TUS)).status_code == 401
        await join(ben, "ben")
        check(await ben.head(place, headers=TUS), 404)
        check(await ben.patch(place, headers=BYTES | {"upload-offset": "0"}, content=b"0"), 404)
        check(await ben.delete(place, headers=TUS), 404)


async def test_one_person_has_so_many_uploads_open(anna: httpx.AsyncClient) -> None:
    for _ in range(10):
        await begun(anna)
    answer = await anna.post("/api/uploads", headers=TUS | {"upload-length": "5"})
    check(answer, 429)
    assert answer.json()["code"] == "too_many_uploads"
    assert int(answer.headers["retry-after"]) > 0
