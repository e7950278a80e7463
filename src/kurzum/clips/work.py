"""What a worker does to a clip: each step one transaction, which counts for the newest run only.

A run that was given up for dead and wakes up again finds another run's id on the clip: its steps raise
RunLost and change nothing. What a crash leaves at each step is said there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.clips import face, rows
from kurzum.clips.errors import NoSuchClip, RunLost
from kurzum.clips.files import Stored
from kurzum.clips.lifecycle import drop_files
from kurzum.clips.queue import Enqueue, Task
from kurzum.clips.states import IN_WORK, PLAYABLE, Cause, State
from kurzum.clips.uploads import Uploads
from kurzum.core.ids import Ids
from kurzum.custody import CustodianUnavailable, KeyDestroyed, Keys, Purpose
from kurzum.store import references
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "states.sql")
_RENDITIONS = load("kurzum.clips", "renditions.sql")

PLAYABLE_AT = 0.7
"""The progress of a clip that is playable and still gets further renditions."""


class Run(msgspec.Struct, frozen=True):
    """One try at a clip. ``tries``: this one included. ``plain``: whether its files are to lie open."""

    id: UUID
    person_id: UUID
    clip_id: UUID
    upload_id: UUID
    tries: int
    backfill: bool
    market: str
    plain: bool


class Measures(msgspec.Struct, frozen=True):
    """What the probe found: duration in ms, upright size in px."""

    duration_ms: int
    width: int
    height: int


class Work:
    """The worker's side of the catalogue."""

    def __init__(self, database: Database, keys: Keys, uploads: Uploads, ids: Ids, enqueue: Enqueue) -> None:
        self._database = database
        self._keys = keys
        self._uploads = uploads
        self._ids = ids
        self._enqueue = enqueue

    async def begin(self, person_id: UUID, clip_id: UUID, now: datetime) -> Run | None:
        """Take a clip that waits, or whose last run died; None when there is nothing (left) to do."""
        async with self._database.write() as conn:
            row = await _hold_or_none(conn, person_id, clip_id)
            if row is None or row.stands not in IN_WORK:
                return None
            run = self._run(row, plain=row.visibility == face.PUBLIC)
            await rows.move(conn, row, State.PROBING, Cause.STARTED, now)
            await conn.execute(_SQL.begin_run, _place(run) | {"run": run.id})
        return run

    async def tries(self, person_id: UUID, clip_id: UUID) -> int:
        """How many runs have begun at this step of a clip and came to no end; 0 where there is no clip."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tries, _of(person_id, clip_id))).fetchone()
        return int(row[0]) if row else 0

    async def probed(self, run: Run, measures: Measures, now: datetime) -> None:
        """The file is what it should be. Raises RunLost."""
        async with self._database.write() as conn:
            row = await self._held(conn, run, State.PROBING)
            await conn.execute(_SQL.set_measures, _place(run) | msgspec.structs.asdict(measures))
            await rows.move(conn, row, State.ENCODING, Cause.PROBED, now)

    async def progress(self, run: Run, value: float) -> None:
        """How far the run is, 0 to 1. A run that lost its clip changes nothing."""
        async with self._database.write() as conn:
            place = _place(run) | {"run": run.id}
            await conn.execute(_SQL.set_progress, place | {"progress": min(1.0, max(0.0, value))})

    async def publish(
        self, run: Run, files: Sequence[Stored], colour: str, placeholder: str, now: datetime
    ) -> None:
        """The first files are stored: the clip is published, and further ones are asked for. Raises RunLost.

        A crash before: blobs that nothing refers to, which the sweep deletes; the clip is encoded again.
        A crash after: the clip is published and its next job waits, for both are this one transaction.
        """
        async with self._database.write() as conn:
            row = await self._held(conn, run, State.ENCODING)
            shown = await face.read(self._keys, run.person_id, row.columns)
            shown = msgspec.structs.replace(shown, colour=colour, placeholder=placeholder)
            kept = await face.columns(self._keys, run.person_id, row.visibility, shown)
            said = {"visibility": row.visibility, "language": row.language}
            await conn.execute(_SQL.set_face, _place(run) | said | dict(kept))
            await self._refer(conn, run, files, now)
            await conn.execute(_SQL.set_published, _place(run) | {"now": now, "progress": PLAYABLE_AT})
            await rows.move(conn, row, State.PUBLISHED, Cause.PLAYABLE, now)
            await conn.execute(_SQL.reset_tries, _place(run))
            await self._enqueue(conn, Task.FURTHER, run.person_id, run.clip_id, backfill=run.backfill)
            if any(file.sealed == row.plain for file in files):
                await self._enqueue(conn, Task.REWRITE, run.person_id, run.clip_id)

    async def refuse(
        self, run: Run, code: str, message: str, now: datetime, cause: Cause = Cause.REFUSED
    ) -> None:
        """The clip cannot be used: its owner learns why, and its upload is deleted. Raises RunLost."""
        async with self._database.write() as conn:
            row = await self._held(conn, run, State.PROBING, State.ENCODING)
            sealed = await self._sealed_message(run.person_id, message)
            await conn.execute(_SQL.set_rejection, _place(run) | {"code": code, "message": sealed})
            await rows.move(conn, row, State.REJECTED, cause, now)
            await drop_files(conn, run.person_id, run.clip_id, now)
            await self._uploads.forget(conn, run.person_id, run.upload_id)
        await self._uploads.drop_file(run.upload_id)

    async def give_back(self, run: Run) -> None:
        """The zone, not the clip, is to blame: this try does not count."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.end_run, _place(run) | {"run": run.id})

    async def begin_further(self, person_id: UUID, clip_id: UUID) -> Run | None:
        """Take a published clip for its further renditions; None when there is nothing (left) to do."""
        async with self._database.write() as conn:
            row = await _hold_or_none(conn, person_id, clip_id)
            if row is None or row.stands not in PLAYABLE or row.progress >= 1:
                return None
            run = self._run(row, plain=row.plain)
            await conn.execute(_SQL.take_run, _place(run) | {"run": run.id})
        return run

    async def add(self, run: Run, files: Sequence[Stored], now: datetime) -> None:
        """Further files are stored; those of the same kind and name are replaced. Raises RunLost."""
        async with self._database.write() as conn:
            row = await self._held(conn, run, *PLAYABLE)
            for digest in await self._known(conn, run, files):
                await references.release(conn, digest, now)
            await self._refer(conn, run, files, now)
            if any(file.sealed == row.plain for file in files):
                await self._enqueue(conn, Task.REWRITE, run.person_id, run.clip_id)

    async def finish(self, run: Run) -> None:
        """Nothing more is coming: the upload is deleted. A crash before: the last job runs again.

        A run that lost its clip changes nothing.
        """
        async with self._database.write() as conn:
            moved = await conn.execute(_SQL.finish_progress, _place(run) | {"run": run.id})
            if moved.rowcount == 0:
                return
            await self._uploads.forget(conn, run.person_id, run.upload_id)
        await self._uploads.drop_file(run.upload_id)

    async def files(self, person_id: UUID, clip_id: UUID) -> tuple[list[Stored], bool]:
        """All files of a clip, and whether they ought to lie open. Raises NoSuchClip."""
        async with self._database.write() as conn:
            row = await rows.hold(conn, person_id, clip_id)
            found = await (await conn.execute(_RENDITIONS.of_clip, _of(person_id, clip_id))).fetchall()
        return [Stored(*file) for file in found], row.plain

    async def swap(
        self, person_id: UUID, clip_id: UUID, files: Sequence[Stored], plain: bool, now: datetime
    ) -> bool:
        """Put these files in the place of all that the clip has; False when it changed meanwhile: try again.

        Raises NoSuchClip.
        """
        async with self._database.write() as conn:
            row = await rows.hold(conn, person_id, clip_id)
            if row.plain != plain:
                return False
            await drop_files(conn, person_id, clip_id, now)
            run = self._run(row, plain=plain)
            await self._refer(conn, run, files, now)
            await conn.execute(_SQL.tell, {"clip_id": clip_id})
        return True

    def _run(self, row: rows.Row, *, plain: bool) -> Run:
        return Run(
            id=self._ids.new(), person_id=row.person_id, clip_id=row.clip_id, upload_id=row.upload_id,
            tries=row.tries + 1, backfill=row.backfill, market=row.market, plain=plain,
        )  # fmt: skip

    async def _held(self, conn: AsyncConnection, run: Run, *states: State) -> rows.Row:
        row = await _hold_or_none(conn, run.person_id, run.clip_id)
        if row is None or row.run != run.id or row.stands not in states:
            raise RunLost
        return row

    async def _refer(self, conn: AsyncConnection, run: Run, files: Sequence[Stored], now: datetime) -> None:
        for file in files:
            await references.hold(conn, file.digest, file.stored_bytes, now)
            await conn.execute(_RENDITIONS.add, _place(run) | msgspec.structs.asdict(file))

    async def _known(self, conn: AsyncConnection, run: Run, files: Sequence[Stored]) -> list[str]:
        names = {"kinds": [file.kind for file in files], "names": [file.name for file in files]}
        found = await (await conn.execute(_RENDITIONS.take_out, _place(run) | names)).fetchall()
        return [digest for (digest,) in found]

    async def _sealed_message(self, person_id: UUID, message: str) -> bytes | None:
        try:
            return face.seal_rejection(await self._keys.person(person_id, Purpose.PROCESS), message)
        except (CustodianUnavailable, KeyDestroyed):
            return None


def _place(run: Run) -> dict[str, object]:
    return _of(run.person_id, run.clip_id)


def _of(person_id: UUID, clip_id: UUID) -> dict[str, object]:
    return {"person_id": person_id, "clip_id": clip_id}


async def _hold_or_none(conn: AsyncConnection, person_id: UUID, clip_id: UUID) -> rows.Row | None:
    try:
        return await rows.hold(conn, person_id, clip_id)
    except NoSuchClip:
        return None
