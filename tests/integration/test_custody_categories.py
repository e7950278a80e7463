"""Every column of the real, migrated database is what the table of categories says (invariant 1)."""

from __future__ import annotations

import psycopg
import pytest

from kurzum.custody.categories import COLUMNS, Unclassified, check, columns_of, judge
from kurzum.store.migrations import migrate
from kurzum.store.pool import Database

ROOMS = ("store", "custody", "people", "clips", "feed", "safety", "jobs")


async def test_every_column_is_listed_and_kept_as_listed(database: Database) -> None:
    async with database.read() as conn:
        assert judge(await columns_of(conn)) == []
        await check(conn)


async def test_every_listed_column_exists(database: Database) -> None:
    async with database.read() as conn:
        real = {column.path for column in await columns_of(conn)}
    assert sorted(set(COLUMNS) - real) == []


@pytest.mark.parametrize(
    ("layout", "fault"),
    [
        ("ALTER TABLE store.blob ADD COLUMN owner text", "store.blob.owner has no category"),
        ("CREATE TABLE store.notes (person_id uuid, phone text)", "store.notes.phone has no category"),
        ("CREATE TABLE public.notes (words text)", "public.notes.words has no category"),
        (
            "CREATE VIEW store.seen AS SELECT digest AS what FROM store.blob",
            "store.seen.what has no category",
        ),
        (
            "CREATE MATERIALIZED VIEW store.sizes AS SELECT sum(bytes) AS all FROM store.blob",
            "store.sizes.all",
        ),
        ("CREATE TABLE jobs.note (words text)", "jobs.note.words has no category"),
        (
            "CREATE TABLE store.days (day date) PARTITION BY RANGE (day)",
            "store.days.day has no category",
        ),
    ],
)
async def test_a_column_that_nobody_listed_stops_the_start(conninfo: str, layout: str, fault: str) -> None:
    async with await psycopg.AsyncConnection.connect(conninfo) as conn:
        await conn.execute("CREATE SCHEMA IF NOT EXISTS jobs")
        await conn.execute(layout)
    with pytest.raises(Unclassified, match=fault):
        await migrate(conninfo, ROOMS, check=check)


async def test_a_partition_is_as_its_table(conninfo: str) -> None:
    async with await psycopg.AsyncConnection.connect(conninfo) as conn:
        await conn.execute("CREATE TABLE store.days (digest text) PARTITION BY LIST (digest)")
        await conn.execute("CREATE TABLE store.day_1 PARTITION OF store.days DEFAULT")
        paths = {column.path for column in await columns_of(conn)}
    assert "store.days.digest" in paths
    assert "store.day_1.digest" not in paths
