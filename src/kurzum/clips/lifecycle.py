"""What owners and operators do to clips: create, edit, withdraw, publish again, remove, erase."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.clips import face, rows
from kurzum.clips.captions import caption
from kurzum.clips.errors import BadClip, NoSuchClip, TooManyUploads, WrongState
from kurzum.clips.queue import Enqueue, Task
from kurzum.clips.states import PLAYABLE, Cause, State
from kurzum.clips.uploads import Uploads
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.store import references
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "states.sql")
_RENDITIONS = load("kurzum.clips", "renditions.sql")

Visibility = Literal["public", "friends", "private"]
MOST_WAITING = 50


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a new clip. ``market``, ``edition_version``: the person's, at that time."""

    caption: str
    language: str
    visibility: Visibility
    market: str
    edition_version: int
    backfill: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an owner changes; None leaves it as it is."""

    caption: str | None = None
    language: str | None = None
    visibility: Visibility | None = None


class Lifecycle:
    """A clip from its upload to its end. Every step is one transaction, with the jobs that it causes."""

    def __init__(self, database: Database, keys: Keys, uploads: Uploads, ids: Ids, enqueue: Enqueue) -> None:
        self._database = database
        self._keys = keys
        self._uploads = uploads
        self._ids = ids
        self._enqueue = enqueue

    async def create(self, person_id: UUID, upload_id: UUID, wish: Wish, now: datetime) -> tuple[UUID, State]:
        """Make a clip of a finished upload; the same upload again gives the same clip.

        Raises BadCaption, NoSuchUpload, UploadIncomplete, TooManyUploads, CustodianUnavailable.
        """
        _check(wish.visibility)
        kept = await face.columns(self._keys, person_id, wish.visibility, face.Face(caption(wish.caption)))
        clip_id = self._ids.new()
        async with self._database.write() as conn:
            await self._uploads.one_at_a_time(conn, person_id)
            place: dict[str, Any] = {"person_id": person_id, "upload_id": upload_id}
            known = await (await conn.execute(_SQL.of_upload, place)).fetchone()
            if known is not None:
                return known[0], State(known[1])
            await self._uploads.hold_finished(conn, person_id, upload_id)
            waiting = await _waiting(conn, person_id)
            if waiting >= MOST_WAITING and not wish.backfill:
                raise TooManyUploads(
                    f"{waiting} of your clips are still being processed. Try again when some are done.",
                    retry_after_s=60,
                )
            said = {
                "visibility": wish.visibility, "market": wish.market, "language": wish.language,
                "edition_version": wish.edition_version, "backfill": wish.backfill,
            }  # fmt: skip
            mine = {"clip_id": clip_id, "now": now}
            await conn.execute(_SQL.create, place | said | mine | dict(kept))
            await self._enqueue(
                conn, Task.PROCESS, person_id, clip_id, waiting=waiting, backfill=wish.backfill
            )
        return clip_id, State.UPLOADED

    async def edit(self, person_id: UUID, clip_id: UUID, change: Change) -> None:
        """Change caption, language or visibility. Raises NoSuchClip, BadCaption, CustodianUnavailable.

        A new visibility holds at once for everybody who asks; the files follow in a job.
        """
        new_caption = None if change.caption is None else caption(change.caption)
        async with self._database.write() as conn:
            row = await rows.hold(conn, person_id, clip_id)
            visibility = change.visibility or row.visibility
            _check(visibility)
            shown = await face.read(self._keys, person_id, row.columns)
            if new_caption is not None:
                shown = msgspec.structs.replace(shown, caption=new_caption)
            kept = await face.columns(self._keys, person_id, visibility, shown)
            said = {"visibility": visibility, "language": change.language or row.language}
            await conn.execute(
                _SQL.set_face, {"person_id": person_id, "clip_id": clip_id} | said | dict(kept)
            )
            if visibility != row.visibility and row.stands in PLAYABLE:
                await self._enqueue(conn, Task.REWRITE, person_id, clip_id)

    async def withdraw(self, person_id: UUID, clip_id: UUID, now: datetime) -> State:
        """Take a clip out of everybody's sight but its owner's. Raises NoSuchClip, WrongState."""
        return await self._turn(person_id, clip_id, State.WITHDRAWN, now)

    async def publish_again(self, person_id: UUID, clip_id: UUID, now: datetime) -> State:
        """Undo a withdrawal. Raises NoSuchClip, WrongState."""
        return await self._turn(person_id, clip_id, State.PUBLISHED, now)

    async def _turn(self, person_id: UUID, clip_id: UUID, target: State, now: datetime) -> State:
        async with self._database.write() as conn:
            row = await rows.hold(conn, person_id, clip_id)
            if row.stands is State.REMOVED:
                raise WrongState(
                    "This clip was removed, with a statement of reasons. Only a decision can bring it back."
                )
            if row.stands is not target:
                await rows.move(conn, row, target, Cause.OWNER, now)
                await self._enqueue(conn, Task.REWRITE, person_id, clip_id)
        return target

    async def remove(self, clip_id: UUID, limit_id: UUID, now: datetime) -> UUID:
        """Take a clip away by a limit that is in force already, and returns its owner's id.

        Raises NoSuchClip, WrongState. The limit, with its statement of reasons, comes first.
        """
        async with self._database.write() as conn:
            row = await rows.hold(conn, await self.owner(clip_id), clip_id)
            if row.stands is not State.REMOVED:
                await rows.move(conn, row, State.REMOVED, Cause.LIMIT, now, limit_id)
                await self._enqueue(conn, Task.REWRITE, row.person_id, clip_id)
        return row.person_id

    async def restore(self, clip_id: UUID, now: datetime) -> None:
        """Bring back a removed clip whose limit was lifted. Raises NoSuchClip, WrongState."""
        async with self._database.write() as conn:
            row = await rows.hold(conn, await self.owner(clip_id), clip_id)
            if row.stands is not State.REMOVED:
                raise WrongState("This clip is not removed, so there is nothing to restore.")
            await rows.move(conn, row, State.PUBLISHED, Cause.LIFTED, now)
            await self._enqueue(conn, Task.REWRITE, row.person_id, clip_id)

    async def erase(self, person_id: UUID, clip_id: UUID, now: datetime) -> None:
        """Erase a clip for good: gone from every surface when this returns; its files with the next sweep.

        Raises NoSuchClip.
        """
        async with self._database.write() as conn:
            row = await rows.hold(conn, person_id, clip_id)
            await rows.move(conn, row, State.ERASED, Cause.ERASURE, now, row.limit_id)
            place = {"person_id": person_id, "clip_id": clip_id}
            await conn.execute(_SQL.empty, place)
            await conn.execute(_SQL.forget_reactions, {"clip_id": clip_id})
            await drop_files(conn, person_id, clip_id, now)
            await self._uploads.forget(conn, person_id, row.upload_id)
        await self._uploads.drop_file(row.upload_id)

    async def erase_person(self, person_id: UUID, now: datetime) -> int:
        """Erase every clip and upload of a person, and that they were there; returns how many clips.

        Safe to repeat.
        """
        mine = {"person_id": person_id}
        async with self._database.read() as conn:
            found = await (await conn.execute(_SQL.of_person, mine)).fetchall()
        for (clip_id,) in found:
            await self.erase(person_id, clip_id, now)
        await self._uploads.forget_person(person_id)
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_person, mine)
        return len(found)

    async def tally(self, person_id: UUID) -> dict[str, int]:
        """How many ``clips``, ``files`` of clips, and ``uploads`` that are no clips a person has."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tally, {"person_id": person_id})).fetchone()
        return dict(zip(("clips", "files", "uploads"), row or (0, 0, 0), strict=True))

    async def all_of_person(self, person_id: UUID) -> list[UUID]:
        """Every clip of a person, erased ones too, until ``erase_person``."""
        async with self._database.read() as conn:
            found = await (await conn.execute(_SQL.all_of_person, {"person_id": person_id})).fetchall()
        return [row[0] for row in found]

    async def owner(self, clip_id: UUID) -> UUID:
        """Whose clip it is. Raises NoSuchClip."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.owner, {"clip_id": clip_id})).fetchone()
        if row is None:
            raise NoSuchClip
        return UUID(str(row[0]))

    async def history(self, person_id: UUID, clip_id: UUID) -> list[tuple[State, Cause, datetime]]:
        """The states that a clip went through, with cause and time, oldest first."""
        async with self._database.read() as conn:
            found = await (
                await conn.execute(_SQL.history, {"person_id": person_id, "clip_id": clip_id})
            ).fetchall()
        return [(State(state), Cause(cause), at) for state, cause, at in found]


async def drop_files(conn: AsyncConnection, person_id: UUID, clip_id: UUID, now: datetime) -> None:
    """Forget all files of a clip; each is deleted once nothing else refers to it."""
    place = {"person_id": person_id, "clip_id": clip_id}
    for (digest,) in await (await conn.execute(_RENDITIONS.remove, place)).fetchall():
        await references.release(conn, digest, now)


async def _waiting(conn: AsyncConnection, person_id: UUID) -> int:
    row = await (await conn.execute(_SQL.waiting, {"person_id": person_id})).fetchone()
    return int(row[0]) if row else 0


def _check(visibility: str) -> None:
    if visibility not in get_args(Visibility):
        raise BadClip(
            "A clip is public, for friends, or private.", fields={"visibility": "Choose one of the three."}
        )
