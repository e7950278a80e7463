"""Blobs are named by their bytes, counted, and deleted only when nothing has needed them for a while."""

from __future__ import annotations

import asyncio
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from kurzum.store.blobs import Blobs, BlobsUnavailable, NoSuchBlob
from kurzum.store.pool import Database
from kurzum.store.references import hold, release, sweep, sweep_strays
from kurzum.store.s3 import PART_BYTES
from parts.free_ports import free_port
from parts.servers import real_s3

LATER = timedelta(hours=2)


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Where blobs may be: both keep the same promises."""
    if request.param == "folder":
        return Blobs.in_folder(tmp_path / "blobs")
    return real_s3().blobs(tmp_path.name)


@pytest.fixture
def in_folder(tmp_path: Path) -> Blobs:
    return Blobs.in_folder(tmp_path / "blobs")


def _now() -> datetime:
    return datetime.now(UTC)


async def test_a_blob_is_named_by_its_bytes(blobs: Blobs, tmp_path: Path) -> None:
    data = b"clip" * 100_000
    (tmp_path / "clip").write_bytes(data)
    digest = await blobs.put_file(tmp_path / "clip")
    assert digest == hashlib.sha256(data).hexdigest() == await blobs.put_bytes(data)
    assert await blobs.size(digest) == len(data)
    assert await blobs.get_range(digest, 3, 9) == data[3:9]
    assert await blobs.get_range(digest, 9, 9) == b""
    assert [name async for name, _ in blobs.digests()] == [digest]


async def test_a_blob_in_a_folder_is_a_file(in_folder: Blobs, tmp_path: Path) -> None:
    digest = await in_folder.put_bytes(b"clip")
    path = in_folder.path(digest)
    assert path == tmp_path / "blobs" / Blobs.key(digest)
    assert path.read_bytes() == b"clip"
    assert await in_folder.address("GET", digest) is None


async def test_a_file_of_many_parts_is_whole(blobs: Blobs, tmp_path: Path) -> None:
    data = os.urandom(PART_BYTES + 12_345)
    (tmp_path / "film").write_bytes(data)
    digest = await blobs.put_file(tmp_path / "film")
    assert await blobs.size(digest) == len(data)
    assert await blobs.get_range(digest, PART_BYTES - 5, PART_BYTES + 5) == data[PART_BYTES - 5 :][:10]
    assert abs(await blobs.written_at(digest) - _now()) < timedelta(minutes=2)


async def test_an_address_gives_its_blob_and_no_other(tmp_path: Path) -> None:
    server = real_s3()
    blobs = server.blobs(tmp_path.name)
    one, other = await blobs.put_bytes(b"one"), await blobs.put_bytes(b"other")
    address = await blobs.address("GET", one)
    assert address is not None
    async with httpx.AsyncClient(base_url=server.endpoint, timeout=60) as anybody:
        assert (await anybody.get(address)).content == b"one"
        turned = address.replace(Blobs.key(one), Blobs.key(other))
        assert (await anybody.get(turned)).status_code == 403
        assert (await anybody.put(address, content=b"mine")).status_code == 403
        assert (await anybody.get(address.partition("?")[0])).status_code == 403


async def test_a_server_that_is_away_is_said_so_and_soon(tmp_path: Path) -> None:
    away = msgspec.structs.replace(real_s3().bucket("x"), endpoint=f"http://127.0.0.1:{free_port()}")
    blobs = Blobs.in_bucket(away)
    for asked in (blobs.put_bytes(b"x"), blobs.size("0" * 64), blobs.get_range("0" * 64, 0, 1)):
        async with asyncio.timeout(60):
            with pytest.raises(BlobsUnavailable) as told:
                await asked
        assert away.secret not in str(told.value) and away.key_id not in str(told.value)
    with pytest.raises(BlobsUnavailable):
        [name async for name, _ in blobs.digests()]


async def test_what_is_not_there_is_said_so(blobs: Blobs) -> None:
    missing = "0" * 64
    with pytest.raises(NoSuchBlob):
        await blobs.size(missing)
    with pytest.raises(NoSuchBlob):
        await blobs.get_range(missing, 0, 1)
    await blobs.delete(missing)


async def test_a_new_put_heals_a_torn_file(in_folder: Blobs) -> None:
    digest = await in_folder.put_bytes(b"whole")
    path = in_folder.path(digest)
    assert path is not None
    path.write_bytes(b"")
    assert await in_folder.put_bytes(b"whole") == digest
    assert path.read_bytes() == b"whole"


async def test_a_folder_that_takes_nothing_says_so(in_folder: Blobs, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "blobs" / digest[:2]).write_bytes(b"in the way")
    with pytest.raises(BlobsUnavailable, match="cannot be stored"):
        await in_folder.put_bytes(b"x")


async def test_the_sweep_takes_only_what_nothing_refers_to(database: Database, blobs: Blobs) -> None:
    kept, twice, free = [await blobs.put_bytes(data) for data in (b"kept", b"twice", b"free")]
    async with database.write() as conn:
        for digest in (kept, twice, twice, free):
            await hold(conn, digest, 5, _now())
    async with database.write() as conn:
        assert await release(conn, twice, _now()) == 1
        assert await release(conn, free, _now()) == 0
    assert await sweep(database, blobs, _now()) == 0
    assert await sweep(database, blobs, _now() + LATER) == 1
    assert sorted([name async for name, _ in blobs.digests()]) == sorted([kept, twice])
    async with database.write() as conn:
        with pytest.raises(NoSuchBlob):
            await release(conn, free, _now())


async def test_a_blob_put_again_is_safe_from_the_sweep(database: Database, in_folder: Blobs) -> None:
    blobs = in_folder
    digest = await blobs.put_bytes(b"again")
    path = blobs.path(digest)
    assert path is not None
    long_ago = (_now() - LATER).timestamp()
    async with database.write() as conn:
        await hold(conn, digest, 5, _now() - LATER)
        await release(conn, digest, _now() - LATER)
    os.utime(path, (long_ago, long_ago))
    await blobs.put_bytes(b"again")
    assert await sweep(database, blobs, _now()) == 0
    async with database.write() as conn:
        await hold(conn, digest, 5, _now())
    assert await blobs.get_range(digest, 0, 5) == b"again"


async def test_files_that_no_row_names_go_after_a_day(database: Database, blobs: Blobs) -> None:
    stray, held = await blobs.put_bytes(b"stray"), await blobs.put_bytes(b"held")
    async with database.write() as conn:
        await hold(conn, held, 4, _now())
    assert await sweep_strays(database, blobs, _now()) == 0
    assert await sweep_strays(database, blobs, _now() + timedelta(days=2)) == 1
    assert [name async for name, _ in blobs.digests()] == [held]
    assert stray != held


async def test_a_release_that_is_undone_was_none(database: Database, blobs: Blobs) -> None:
    digest = await blobs.put_bytes(b"x")
    async with database.write() as conn:
        await hold(conn, digest, 1, _now())
    with pytest.raises(KeyError):
        async with database.write() as conn:
            await release(conn, digest, _now())
            raise KeyError
    assert await sweep(database, blobs, _now() + LATER) == 0
