"""One clip held for a change: read and locked, moved from state to state, each move written down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from kurzum.clips.errors import NoSuchClip
from kurzum.clips.face import PUBLIC, Columns
from kurzum.clips.states import Cause, State, check
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "states.sql")


class Row(msgspec.Struct, frozen=True):
    """A clip as it stands, locked until the transaction ends."""

    person_id: UUID
    clip_id: UUID
    upload_id: UUID
    state: str
    progress: float
    run: UUID | None
    tries: int
    backfill: bool
    visibility: str
    market: str
    language: str
    edition_version: int
    caption: str | None
    colour: str | None
    placeholder: str | None
    face: bytes | None
    duration_ms: int | None
    published_at: datetime | None
    limit_id: UUID | None

    @property
    def stands(self) -> State:
        """The state."""
        return State(self.state)

    @property
    def plain(self) -> bool:
        """Whether its files ought to lie open: everybody may see them. All others lie sealed."""
        return self.visibility == PUBLIC and self.stands not in (State.WITHDRAWN, State.REMOVED)

    @property
    def columns(self) -> Columns:
        """Its face, as stored."""
        return Columns(caption=self.caption, colour=self.colour, placeholder=self.placeholder, face=self.face)


async def hold(conn: AsyncConnection, person_id: UUID, clip_id: UUID) -> Row:
    """The clip of this owner, locked. Raises NoSuchClip, also for an erased one."""
    async with conn.cursor(row_factory=class_row(Row)) as cursor:
        await cursor.execute(_SQL.hold, {"person_id": person_id, "clip_id": clip_id})
        row = await cursor.fetchone()
    if row is None or row.stands is State.ERASED:
        raise NoSuchClip
    return row


async def move(
    conn: AsyncConnection,
    row: Row,
    target: State,
    cause: Cause,
    now: datetime,
    limit_id: UUID | None = None,
) -> None:
    """Move a held clip to a state, with its row of history, and tell whoever listens. Raises WrongState."""
    check(row.stands, target)
    place = {"person_id": row.person_id, "clip_id": row.clip_id}
    how = {"state": target, "cause": cause, "now": now, "limit_id": limit_id}
    await conn.execute(_SQL.change, place | how)
    await conn.execute(_SQL.tell, {"clip_id": row.clip_id})
