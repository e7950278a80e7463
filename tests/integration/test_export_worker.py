"""Exports by a real worker: it is killed midway, the custodian is away, the file is large."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest
from psycopg import AsyncConnection

from kurzum.export.pieces import PIECE
from kurzum.store import references
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.clip_rooms import pieces
from parts.clip_worker import TestWorker
from parts.custodian import TestCustodian
from parts.patient import started_anew
from parts.rooms import browser, join
from parts.takeaway import FILE, PASSWORD
from parts.waiting import until

PLACE = "/api/me/export"
PATIENCE_S = 180.0
_LARGE = 5 * PIECE
_PIECES = "SELECT count(*) FROM people.export_piece"
_IN_THE_WAY = "INSERT INTO people.export_piece (person_id, number, digest) VALUES (%s, %s, 'x')"


@pytest.fixture
def worker(
    tmp_path: Path, conninfo: str, custodian: TestCustodian, database: Database
) -> Iterator[TestWorker]:
    worker = TestWorker(tmp_path, conninfo, custodian.sockets["worker"])
    yield worker
    worker.stop()


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a file of 20 MiB that has come up."""
    async with browser(rooms) as client:
        me = await join(client, "anna")
        data = bytes(range(256)) * (_LARGE // 256)
        upload = await rooms.clips.uploads.create(UUID(me["id"]), len(data), _LARGE)
        await rooms.clips.uploads.append(UUID(me["id"]), upload.id, 0, pieces(data, 1 << 20))
        assert (await client.post(PLACE, json=PASSWORD)).status_code == 202
        yield client


async def standing(client: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(PLACE)).json()
    return found


async def ready(rooms: Rooms, client: httpx.AsyncClient) -> None:
    """Return once the file is there. The database is asked: at the door one may only ask so often."""
    person_id = UUID((await client.get("/api/people/me")).json()["id"])

    async def made() -> bool:
        return (await rooms.people.exports.standing(person_id)).state == "ready"

    await until(made, PATIENCE_S)


async def written(database: Database, count: int) -> None:
    """Return once so many pieces are there for everybody to see."""

    async def asked() -> bool:
        async with database.read() as conn:
            row = await (await conn.execute(_PIECES)).fetchone()
        return row is not None and row[0] == count

    await until(asked, PATIENCE_S)


async def whole(client: httpx.AsyncClient) -> None:
    """The ZIP is there, and so is the large file in it."""
    content = (await client.get(FILE)).content
    assert len(content) == (await standing(client))["bytes"]
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        (large,) = [info for info in archive.infolist() if re.match(r"uploads/.*/original", info.filename)]
        assert large.file_size == _LARGE


async def person_of(conn: AsyncConnection) -> UUID:
    row = await (await conn.execute("SELECT person_id FROM people.export")).fetchone()
    assert row is not None
    return UUID(str(row[0]))


async def test_a_killed_worker_leaves_no_file_and_the_next_one_makes_it_whole(
    anna: httpx.AsyncClient, worker: TestWorker, database: Database, rooms: Rooms
) -> None:
    async with database.write() as conn:
        # The worker's third piece waits for this one, which never comes.
        await conn.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        await conn.execute(_IN_THE_WAY, [await person_of(conn), 2])
        worker.start()
        await written(database, 2)
        midway = await standing(anna)
        assert (midway["state"], 0 < midway["progress"] < 1) == ("making", True)
        assert (await anna.get(FILE)).json()["code"] == "no_export"
        worker.kill()
        await conn.execute("DELETE FROM people.export_piece WHERE digest = 'x'")
    assert (await standing(anna))["state"] == "making"
    worker.start()
    await ready(rooms, anna)
    await whole(anna)
    # What the first run left is let go, and everything that is there is needed.
    await references.sweep(database, rooms.blobs, rooms.clock.now().replace(year=9999))
    await whole(anna)


async def test_while_the_custodian_is_away_it_waits_and_then_goes_on(
    anna: httpx.AsyncClient, worker: TestWorker, custodian: TestCustodian, rooms: Rooms
) -> None:
    custodian.kill()
    worker.start()

    async def lost() -> bool:
        return not rooms.keys.held

    await until(lost)
    waiting = await standing(anna)
    assert (waiting["state"], waiting["code"]) == ("making", "custodian_unavailable")
    await started_anew(custodian, rooms.keys)
    await ready(rooms, anna)
    await whole(anna)
