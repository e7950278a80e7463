"""Migrations happen once, whole, in order, and never backwards."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib import invalidate_caches
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

import kurzum
from kurzum.store.migrations import BadMigration, Migration, found, migrate, pending
from parts.waiting import until


class Room:
    """A room made for a test, with migrations that the test writes."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder / name
        (self._folder / "migrations").mkdir(parents=True)
        (self._folder / "__init__.py").write_text('"""A room of a test."""\n')

    def write(self, file: str, text: str) -> None:
        (self._folder / "migrations" / file).write_text(text)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room("attic", tmp_path)
    kurzum.__path__.append(str(tmp_path))
    invalidate_caches()
    yield room
    kurzum.__path__.remove(str(tmp_path))
    sys.modules.pop("kurzum.attic", None)


async def _value(conninfo: str, query: str) -> object:
    async with await psycopg.AsyncConnection.connect(conninfo) as conn:
        row = await (await conn.execute(query)).fetchone()
    return row[0] if row else None


async def test_migrations_run_once_in_order_and_say_so(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int); INSERT INTO attic.box VALUES (1)")
    room.write("0002_more_boxes.sql", "UPDATE attic.box SET n = n + 1")
    lines: list[str] = []
    assert await migrate(empty_conninfo, ["store", "attic"], say=lines.append) == len(found(["store"])) + 2
    assert lines[-2:] == ["migrating: attic 0001 boxes", "migrating: attic 0002 more boxes"]
    assert await migrate(empty_conninfo, ["store", "attic"], say=lines.append) == 0
    assert await _value(empty_conninfo, "SELECT n FROM attic.box") == 2
    room.write("0003_last.sql", "UPDATE attic.box SET n = n * 10")
    assert await migrate(empty_conninfo, ["store", "attic"]) == 1
    assert await _value(empty_conninfo, "SELECT n FROM attic.box") == 20


async def test_a_migration_that_fails_leaves_nothing_and_runs_again(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int)")
    room.write("0002_wrong.sql", "INSERT INTO attic.box VALUES (1); SELECT 1 / 0")
    with pytest.raises(BadMigration, match="attic 0002 wrong failed and was undone"):
        await migrate(empty_conninfo, ["attic"])
    assert await _value(empty_conninfo, "SELECT count(*) FROM attic.box") == 0
    room.write("0002_wrong.sql", "INSERT INTO attic.box VALUES (1)")
    assert await migrate(empty_conninfo, ["attic"]) == 1
    assert await _value(empty_conninfo, "SELECT count(*) FROM attic.box") == 1


async def test_a_runner_that_is_killed_leaves_nothing_half_done(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int); SELECT pg_sleep(60)")
    runner = asyncio.create_task(migrate(empty_conninfo, ["attic"]))
    async with await psycopg.AsyncConnection.connect(empty_conninfo, autocommit=True) as conn:
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"

        async def killed() -> bool:
            return await (await conn.execute(end)).fetchone() is not None

        await until(killed)
    with pytest.raises(BadMigration, match="undone"):
        await runner
    assert await _value(empty_conninfo, "SELECT to_regclass('attic.box')") is None
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int)")
    assert await migrate(empty_conninfo, ["attic"]) == 1


async def test_four_runners_at_once_do_the_work_once(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int); SELECT pg_sleep(0.1)")
    room.write("0002_more.sql", "INSERT INTO attic.box VALUES (1)")
    ran = await asyncio.gather(*(migrate(empty_conninfo, ["attic"]) for _ in range(4)))
    assert sorted(ran) == [0, 0, 0, 2]
    assert await _value(empty_conninfo, "SELECT count(*) FROM attic.box") == 1


async def test_a_migration_changed_after_it_ran_is_refused(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int)")
    await migrate(empty_conninfo, ["attic"])
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (m int)")
    with pytest.raises(BadMigration, match="changed after it ran"):
        await migrate(empty_conninfo, ["attic"])


async def test_a_check_that_refuses_undoes_the_last_migration(empty_conninfo: str, room: Room) -> None:
    room.write("0001_boxes.sql", "CREATE TABLE attic.box (n int)")
    room.write("0002_secrets.sql", "CREATE TABLE attic.secret (n int)")

    async def no_secrets(conn: psycopg.AsyncConnection) -> None:
        row = await (await conn.execute("SELECT to_regclass('attic.secret') IS NULL")).fetchone()
        if row != (True,):
            raise ValueError("secrets")

    for _ in range(2):
        with pytest.raises(ValueError, match="secrets"):
            await migrate(empty_conninfo, ["attic"], check=no_secrets)
        assert await _value(empty_conninfo, "SELECT to_regclass('attic.secret')") is None
        assert await _value(empty_conninfo, "SELECT to_regclass('attic.box') IS NOT NULL") is True


def test_gaps_and_misnomers_are_refused(room: Room) -> None:
    room.write("0002_boxes.sql", "SELECT 1")
    with pytest.raises(BadMigration, match="expected 0001_words"):
        found(["attic"])


def test_a_newer_version_has_been_at_work() -> None:
    with pytest.raises(BadMigration, match="start the newer version"):
        pending([Migration("attic", 1, "boxes", "SELECT 1")], {("attic", 2): "x"})


def test_rooms_without_migrations_have_none() -> None:
    assert found(["core"]) == []


async def test_a_librarys_own_tables_come_from_the_library(empty_conninfo: str, room: Room) -> None:
    shipped = files("kurzum.attic") / "shipped.sql"
    Path(str(shipped)).write_text("CREATE TABLE attic.crate (n int);")
    checksum = sha256(shipped.read_bytes()).hexdigest()
    include = f"-- include: kurzum.attic shipped.sql {checksum}"
    room.write("0001_crates.sql", f"{include}\nINSERT INTO attic.crate VALUES (7)")
    assert await migrate(empty_conninfo, ["attic"]) == 1
    assert await _value(empty_conninfo, "SELECT n FROM attic.crate") == 7


async def test_another_version_of_the_library_is_refused(empty_conninfo: str, room: Room) -> None:
    Path(str(files("kurzum.attic") / "shipped.sql")).write_text("DROP SCHEMA attic CASCADE;")
    room.write("0001_crates.sql", f"-- include: kurzum.attic shipped.sql {'0' * 64}")
    with pytest.raises(BadMigration, match="install the version"):
        await migrate(empty_conninfo, ["attic"])
