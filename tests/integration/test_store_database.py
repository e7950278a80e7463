"""Reads cannot write, writes are whole, and a database that went away is found again."""

from __future__ import annotations

import psycopg
import pytest

from kurzum.store.pool import Database, DatabaseUnavailable
from parts.waiting import until

_INSERT = "INSERT INTO store.blob VALUES (repeat('a', 64), 1, 1, now())"
_COUNT = "SELECT count(*) FROM store.blob"


async def _count(database: Database) -> int:
    async with database.read() as conn:
        row = await (await conn.execute(_COUNT)).fetchone()
    assert row is not None
    return int(row[0])


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        async with database.read() as conn:
            await conn.execute(_INSERT)
    assert await _count(database) == 0


async def test_a_write_is_kept_when_its_block_ends_and_undone_when_it_raises(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.write() as conn:
            await conn.execute(_INSERT)
            raise KeyError
    assert await _count(database) == 0
    async with database.write() as conn:
        await conn.execute(_INSERT)
    assert await _count(database) == 1


async def test_errors_of_the_query_stay_what_they_are(database: Database) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        async with database.write() as conn:
            await conn.execute("SELECT FROM nothing_of_that_name")


async def test_a_query_that_takes_too_long_is_said_to_be_the_databases_fault(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with database.write() as conn:
            await conn.execute("SET LOCAL statement_timeout = 20")
            await conn.execute("SELECT pg_sleep(5)")
    assert await _count(database) == 0


async def test_connections_that_broke_are_replaced(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with database.write() as conn:
            await conn.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    await until(database.answers)
    async with database.write() as conn:
        await conn.execute(_INSERT)
    assert await _count(database) == 1


async def test_too_few_connections_are_an_answer_not_a_hang(conninfo: str) -> None:
    database = await Database.open(conninfo, most=1, wait_s=60)
    database._reads.timeout = 0.2
    async with database.read():
        with pytest.raises(DatabaseUnavailable):
            async with database.read():
                pass
    assert await database.answers()
    await database.close()


async def test_a_database_that_is_not_there_is_said_to_be_away() -> None:
    with pytest.raises(DatabaseUnavailable, match="does not answer"):
        await Database.open("host=/nonexistent dbname=x", wait_s=0.3)
