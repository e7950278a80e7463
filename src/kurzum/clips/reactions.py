"""Likes, saves, and the totals of a clip. Rows are the viewer's (pid), totals everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from psycopg import AsyncConnection

from kurzum.clips.card import Counts, Mine
from kurzum.clips.cursors import LAST_ID, after_day, cursor_of_day
from kurzum.clips.errors import NoSuchClip
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "reactions.sql")


class Reactions:
    """What viewers do to clips. Twice counts once. Whether they may see it is asked elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def like(self, pid: UUID, clip_id: UUID, now: datetime) -> tuple[Counts, Mine]:
        """Like a clip. Raises NoSuchClip."""
        return await self._react(_SQL.like, pid, clip_id, now)

    async def unlike(self, pid: UUID, clip_id: UUID) -> tuple[Counts, Mine]:
        """Take the like back. Raises NoSuchClip."""
        return await self._react(_SQL.unlike, pid, clip_id, None)

    async def save(self, pid: UUID, clip_id: UUID, now: datetime) -> tuple[Counts, Mine]:
        """Save a clip. Raises NoSuchClip."""
        return await self._react(_SQL.save, pid, clip_id, now)

    async def unsave(self, pid: UUID, clip_id: UUID) -> tuple[Counts, Mine]:
        """Take the save back. Raises NoSuchClip."""
        return await self._react(_SQL.unsave, pid, clip_id, None)

    async def liked(self, pid: UUID, cursor: str | None, limit: int) -> tuple[list[UUID], str | None]:
        """Clips that the viewer likes, newest first, and the cursor of the next page. Raises BadCursor."""
        return await self._list(_SQL.liked_by, pid, cursor, limit)

    async def saved(self, pid: UUID, cursor: str | None, limit: int) -> tuple[list[UUID], str | None]:
        """Clips that the viewer saved, newest first, and the cursor of the next page. Raises BadCursor."""
        return await self._list(_SQL.saved_by, pid, cursor, limit)

    async def forget_viewer(self, pid: UUID) -> None:
        """Take back everything that an erased viewer liked and saved."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_viewer, {"pid": pid})

    async def tally(self, pid: UUID) -> int:
        """How many likes and saves a viewer has given."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tally, {"pid": pid})).fetchone()
        return int(row[0]) if row else 0

    async def _react(self, sql: str, pid: UUID, clip_id: UUID, now: datetime | None) -> tuple[Counts, Mine]:
        day: date | None = now.date() if now else None
        async with self._database.write() as conn:
            # The total is held first: two reactions to one clip then never wait for each other in a ring,
            # and none arrives after the clip was erased.
            held = await (await conn.execute(_SQL.hold_total, {"clip_id": clip_id})).fetchone()
            if held is None:
                raise NoSuchClip
            await conn.execute(sql, {"pid": pid, "clip_id": clip_id, "day": day})
            row = await (await conn.execute(_SQL.stands, {"pid": pid, "clip_id": clip_id})).fetchone()
        assert row is not None  # noqa: S101 -- the total is held
        likes, plays, saves, shares, liked, saved = row
        return Counts(likes, plays, saves, shares), Mine(liked=liked, saved=saved)

    async def _list(
        self, sql: str, pid: UUID, cursor: str | None, limit: int
    ) -> tuple[list[UUID], str | None]:
        day, before = after_day(cursor) if cursor else (date.max, LAST_ID)
        async with self._database.read() as conn:
            rows = await (
                await conn.execute(sql, {"pid": pid, "day": day, "before": before, "limit": limit + 1})
            ).fetchall()
        more = cursor_of_day(*rows[limit - 1]) if len(rows) > limit else None
        return [clip_id for _, clip_id in rows[:limit]], more


class Totals:
    """Plays and shares: counted from events, in the transaction that stores them."""

    async def add(
        self, conn: AsyncConnection, plays: Mapping[UUID, int], shares: Mapping[UUID, int] | None = None
    ) -> None:
        """Add plays and shares to clips, in the caller's transaction. Unknown clips are ignored."""
        shares = shares or {}
        clip_ids = sorted({*plays, *shares})
        if clip_ids:
            await conn.execute(
                _SQL.add_totals,
                {
                    "clip_ids": clip_ids,
                    "plays": [plays.get(clip_id, 0) for clip_id in clip_ids],
                    "shares": [shares.get(clip_id, 0) for clip_id in clip_ids],
                },
            )
