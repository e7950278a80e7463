"""Migrations: each room's ``migrations/NNNN_words.sql``, forward only, one transaction each.

A migration and the note that it ran are one transaction, so one that breaks off leaves nothing behind
and runs again. Two runners at once are safe: the second waits on an advisory lock and finds nothing to do.

A line ``-- include: PACKAGE PATH SHA256`` stands for a file that an installed library ships, of exactly that
content: a library's own tables come from the library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files

import msgspec
import psycopg
from psycopg import AsyncConnection

from kurzum.core.errors import Conflict
from kurzum.store.queries import load

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_INCLUDE = re.compile(r"^-- include: (\S+) (\S+) ([0-9a-f]{64})$", re.MULTILINE)
_SQL = load("kurzum.store", "migrations.sql")

Check = Callable[[AsyncConnection], Awaitable[None]]


class BadMigration(Conflict):
    """The migrations at hand and those that ran do not go together. Nothing was changed."""

    code = "bad_migration"


class Migration(msgspec.Struct, frozen=True):
    """One step of one room. ``checksum``: SHA-256 of its text, in hex."""

    room: str
    number: int
    title: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.room} {self.number:04} {self.title}"

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self) -> str:
        """The text with what it includes. BadMigration when a library ships another file than it names."""
        return _INCLUDE.sub(self._included, self.text)

    def _included(self, line: re.Match[str]) -> str:
        package, path, checksum = line.groups()
        content = (files(package) / path).read_bytes()
        if hashlib.sha256(content).hexdigest() != checksum:
            raise BadMigration(
                f"{self.name} was written for another {path} of {package} than the installed one; "
                f"nothing was changed; install the version of {package} that the lock file names"
            )
        return content.decode()


def found(rooms: Sequence[str]) -> list[Migration]:
    """The migrations of the rooms in their order. BadMigration for a gap or a misnomer."""
    steps: list[Migration] = []
    for room in rooms:
        folder = files(f"kurzum.{room}") / "migrations"
        names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql")) if folder.is_dir() else []
        for place, name in enumerate(names, start=1):
            match = _FILE.fullmatch(name)
            if not match or int(match[1]) != place:
                raise BadMigration(f"{room}/migrations/{name}: expected {place:04}_words.sql; rename it")
            title = match[2].replace("_", " ")
            steps.append(Migration(room, place, title, (folder / name).read_text("utf-8")))
    return steps


def pending(steps: Sequence[Migration], ran: dict[tuple[str, int], str]) -> list[Migration]:
    """Those of ``steps`` that have not run. ``ran``: checksums of those that have, by room and number.

    BadMigration when one that ran was changed since, or is unknown here (a newer Kurzum has been at work).
    """
    known = {(step.room, step.number): step for step in steps}
    rooms = {step.room for step in steps}
    for (room, number), checksum in ran.items():
        step = known.get((room, number))
        if step is None and room in rooms:
            raise BadMigration(
                f"the database has {room} {number:04}, which this version does not know; "
                "nothing was changed; start the newer version that made it"
            )
        if step is not None and step.checksum != checksum:
            raise BadMigration(
                f"{step.name} was changed after it ran; nothing was changed; "
                "restore the file and write a new migration instead"
            )
    left = [step for step in steps if (step.room, step.number) not in ran]
    for step in left:
        newest = max((number for room, number in ran if room == step.room), default=0)
        if step.number < newest:
            raise BadMigration(f"{step.name} would run after a later one; give it the next free number")
    return left


async def migrate(
    conninfo: str,
    rooms: Sequence[str],
    *,
    say: Callable[[str], None] = lambda _line: None,
    check: Check | None = None,
) -> int:
    """Bring the database up to date; returns how many migrations ran.

    ``conninfo``: as the owner of the schemas. ``say`` gets plain lines of progress. ``check`` judges the
    result: it is asked before the last migration is committed (or at once if there is none to run), and
    an error of it undoes that migration. Raises BadMigration and what ``check`` raises.
    """
    steps = found(rooms)
    async with await AsyncConnection.connect(conninfo, autocommit=True) as conn, _alone(conn):
        await conn.execute(_SQL.begin_book)
        ran = {(room, number): checksum async for room, number, checksum in await conn.execute(_SQL.ran)}
        left = pending(steps, ran)
        for step in left:
            say(f"migrating: {step.name}")
            async with conn.transaction():
                await _run(conn, step)
                if check is not None and step is left[-1]:
                    await check(conn)
        if check is not None and not left:
            await check(conn)
    return len(left)


@asynccontextmanager
async def _alone(conn: AsyncConnection) -> AsyncIterator[None]:
    await conn.execute(_SQL.lock)
    try:
        yield
    finally:
        if not conn.closed:
            await conn.execute(_SQL.unlock)


async def _run(conn: AsyncConnection, step: Migration) -> None:
    statements = step.statements()
    try:
        await conn.execute(_SQL.make_schema.replace("ROOM", step.room))
        await conn.execute(statements)
    except psycopg.Error as error:
        raise BadMigration(f"{step.name} failed and was undone: {error}") from error
    await conn.execute(_SQL.note, {"room": step.room, "number": step.number, "checksum": step.checksum})
