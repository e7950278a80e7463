"""People's own copies of their data: asked for, on their way, ready for a week. Who makes them is elsewhere.

A file is a sealed stream in pieces, each a blob that its row refers to. It is there from the moment at which
the row says so, whole; what a killed worker left of one is deleted by the run after it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.core.ids import Ids
from kurzum.people.errors import ExportLost, ExportTooSoon, NoExport, NoSuchHandle
from kurzum.store import references
from kurzum.store.pool import Database
from kurzum.store.queries import load

KEPT = timedelta(days=7)
NOT_WITHIN = timedelta(days=1)
MOST_TRIES = 5
_A_TIME = 20
_SQL = load("kurzum.people", "exports.sql")

State = Literal["none", "making", "ready", "failed"]

Enqueue = Callable[[AsyncConnection, UUID], Awaitable[None]]
"""Notes the job for a person in the caller's transaction."""


class Standing(msgspec.Struct, frozen=True):
    """Where an export stands. ``progress`` 0 to 1; ``bytes``: of the file that is ready."""

    state: State
    progress: float = 0.0
    asked_at: datetime | None = None
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    bytes: int | None = None


class Run(msgspec.Struct, frozen=True):
    """One try at an export. ``believed``: what was sealed when it was asked for."""

    id: UUID
    person_id: UUID
    asked_at: datetime
    believed: bytes | None


class Kept(msgspec.Struct, frozen=True):
    """A file that is ready. ``bytes``: plain ones; ``stored``: of the sealed stream that ``pieces`` hold."""

    run: UUID
    ready_at: datetime
    bytes: int
    stored: int
    pieces: tuple[str, ...]


class Exports:
    """One export a person at a time. Of two runs at once the newer one counts."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    async def ask(self, person_id: UUID, believed: bytes, enqueue: Enqueue) -> Standing:
        """Have one made; the one that is being made, if there is. The file of before goes.

        ``believed``: sealed, for whoever makes it. Raises ExportTooSoon, NoSuchHandle.
        """
        now, place = self._clock.now(), {"person_id": person_id}
        async with self._database.write() as conn:
            # Whoever is being erased gets no row: the erasure may have looked for it already.
            if await (await conn.execute(_SQL.there, place)).fetchone() is None:
                raise NoSuchHandle
            row = await (await conn.execute(_SQL.take, place)).fetchone()
            standing = Standing(*row) if row else Standing("none")
            if standing.state == "making":
                return standing
            _not_too_soon(standing, now)
            await self._drop_pieces(conn, person_id)
            await conn.execute(_SQL.ask, place | {"now": now, "believed": believed})
            await enqueue(conn, person_id)
        return Standing("making", asked_at=now)

    async def standing(self, person_id: UUID) -> Standing:
        """Where a person's export stands. A file whose time is over counts as gone."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.standing, {"person_id": person_id})).fetchone()
        found = Standing(*row) if row else Standing("none")
        if found.expires_at is not None and found.expires_at <= self._clock.now():
            return Standing("none", asked_at=found.asked_at)
        return found

    async def drop(self, person_id: UUID) -> None:
        """Delete a person's file, or give up making it; nothing happens where there is none."""
        async with self._database.write() as conn:
            await self._end(conn, person_id, "none")

    async def begin(self, person_id: UUID) -> Run | None:
        """Take an export that waits, or whose last run died; None when there is nothing (left) to do.

        One that was tried too often has failed from then on.
        """
        place = {"person_id": person_id}
        async with self._database.write() as conn:
            row = await (await conn.execute(_SQL.waiting, place)).fetchone()
            if row is None:
                return None
            tries, asked_at, believed = row
            if tries >= MOST_TRIES:
                await self._end(conn, person_id, "failed")
                return None
            await self._drop_pieces(conn, person_id)
            run = Run(self._ids.new(), person_id, asked_at, believed and bytes(believed))
            await conn.execute(_SQL.begin, place | {"run": run.id})
        return run

    async def add(self, run: Run, number: int, digest: str, size: int, progress: float) -> None:
        """A piece of ``size`` stored bytes is in the store of blobs. Raises ExportLost."""
        async with self._database.write() as conn:
            await _hold(conn, run, progress)
            await references.hold(conn, digest, size, self._clock.now())
            place = {"person_id": run.person_id}
            await conn.execute(_SQL.add_piece, place | {"number": number, "digest": digest})

    async def finish(self, run: Run, size: int, stored: int) -> None:
        """All pieces are there: from now on the file is. Raises ExportLost."""
        now = self._clock.now()
        async with self._database.write() as conn:
            await _hold(conn, run, 1.0)
            found = {"now": now, "expires_at": now + KEPT, "bytes": size, "stored": stored}
            await conn.execute(_SQL.ready, {"person_id": run.person_id} | found)

    async def give_back(self, run: Run) -> None:
        """The zone is to blame that this run came to nothing: the try does not count."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.give_back, {"person_id": run.person_id, "run": run.id})

    async def file(self, person_id: UUID) -> Kept:
        """A person's file. Raises NoExport."""
        place = {"person_id": person_id, "now": self._clock.now()}
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.file, place)).fetchone()
            if row is None:
                raise NoExport
            pieces = await (await conn.execute(_SQL.pieces, place)).fetchall()
        run, ready_at, size, stored = row
        return Kept(run, ready_at, size, stored, tuple(digest for (digest,) in pieces))

    async def sweep(self) -> None:
        """Delete files whose time is over; for a regular job."""
        async with self._database.write() as conn:
            wanted = {"now": self._clock.now(), "limit": _A_TIME}
            for (person_id,) in await (await conn.execute(_SQL.expired, wanted)).fetchall():
                await self._end(conn, person_id, "none")

    async def forget(self, person_id: UUID, _: UUID | None = None) -> None:
        """Delete everything of an erased person: a step of their erasure. May be called again."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.end, {"person_id": person_id, "state": "none"})
            await self._drop_pieces(conn, person_id)
            await conn.execute(_SQL.forget, {"person_id": person_id})

    async def _end(self, conn: AsyncConnection, person_id: UUID, state: State) -> None:
        await conn.execute(_SQL.end, {"person_id": person_id, "state": state})
        await self._drop_pieces(conn, person_id)

    async def _drop_pieces(self, conn: AsyncConnection, person_id: UUID) -> None:
        gone = await (await conn.execute(_SQL.drop_pieces, {"person_id": person_id})).fetchall()
        for (digest,) in gone:
            await references.release(conn, digest, self._clock.now())


async def _hold(conn: AsyncConnection, run: Run, progress: float) -> None:
    """The export stays this run's until the transaction ends. Raises ExportLost."""
    said = {"person_id": run.person_id, "run": run.id, "progress": progress}
    if await (await conn.execute(_SQL.go_on, said)).fetchone() is None:
        raise ExportLost


def _not_too_soon(standing: Standing, now: datetime) -> None:
    if standing.asked_at is None or standing.state == "failed":
        return
    left = standing.asked_at + NOT_WITHIN - now
    if left > timedelta(0):
        raise ExportTooSoon(int(left.total_seconds()) + 1)
