"""One moment of the database for a backup: nothing that it names is deleted, and nobody waits for its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from kurzum.feed.partitions import Keeping, Partitions
from kurzum.store.blobs import Blobs, NoSuchBlob
from kurzum.store.pool import Database
from kurzum.store.references import hold, release, sweep
from kurzum.store.snapshot import snapshot

DAY = timedelta(days=1)
PARTITIONS = "SELECT count(*) FROM pg_inherits"


async def test_what_a_moment_refers_to_stays_until_it_ends(
    database: Database, conninfo: str, blobs: Blobs
) -> None:
    now = datetime.now(UTC)
    digest = await blobs.put_bytes(b"a clip")
    async with database.write() as conn:
        await hold(conn, digest, 6, now)
    with snapshot(conninfo) as moment:
        async with database.write() as conn:
            await release(conn, digest, now)
        assert await sweep(database, blobs, now + DAY) == 0
        assert moment.blobs() == {digest: 6} and await blobs.size(digest) == 6
    assert await sweep(database, blobs, now + DAY) == 1
    with pytest.raises(NoSuchBlob):
        await blobs.size(digest)


async def test_rows_are_those_of_the_moment(database: Database, conninfo: str, blobs: Blobs) -> None:
    with snapshot(conninfo) as moment:
        async with database.write() as conn:
            await hold(conn, await blobs.put_bytes(b"later"), 5, datetime.now(UTC))
        assert moment.rows()["store.blob"] == 0
    with snapshot(conninfo) as moment:
        assert moment.rows()["store.blob"] == 1


async def test_partitions_are_neither_dropped_nor_waited_for_meanwhile(
    database: Database, conninfo: str
) -> None:
    now = datetime.now(UTC)
    keeping = Keeping(events_days=1, pages_days=1)
    before = Partitions(database, keeping)
    await before.tend(now)
    made = await _partitions(database)
    later = now + 5 * DAY
    with psycopg.connect(conninfo) as reader, snapshot(conninfo):
        # As the dump does, for as long as it takes.
        reader.execute("LOCK TABLE feed.event_batch, feed.page IN ACCESS SHARE MODE")
        assert await Partitions(database, keeping).tend(later) == (0, 0)
        await Partitions(database, keeping).ready(later)
        assert await _partitions(database) == made
    added, dropped = await before.tend(later)
    assert added and dropped


async def _partitions(database: Database) -> int:
    async with database.read() as conn:
        row = await (await conn.execute(PARTITIONS)).fetchone()
    return int(row[0]) if row else 0
