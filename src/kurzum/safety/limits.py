"""Limits on clips: which are in force, put in force after their statement of reasons, lifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.rows import class_row

from kurzum.custody import statements
from kurzum.safety.errors import NoSuchLimit
from kurzum.safety.visible import LimitKind
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.safety", "limits.sql")
_MOST_HELD = 30_000


class Limit(msgspec.Struct, frozen=True):
    """A limit in force, and the statement of reasons behind it."""

    clip_id: UUID
    kind: LimitKind
    limit_id: UUID
    statement_id: UUID


class Explained(msgspec.Struct, frozen=True):
    """A limit as the clip's owner is told of it."""

    kind: LimitKind
    statement: UUID
    reason: str


class Limits:
    """The zone's limits on clips."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: Held[UUID, tuple[Limit, ...]] = Held(database.moves, ("limit",), self._ask, _MOST_HELD)

    async def in_force(self, clip_ids: Iterable[UUID]) -> dict[UUID, tuple[Limit, ...]]:
        """The limits on these clips; a clip without one is not among them. See ``store.held``."""
        found = await self._held.many(clip_ids)
        return {clip_id: limits for clip_id, limits in found.items() if limits}

    async def limited(self, since: Sequence[UUID] | None = None) -> set[UUID]:
        """Every clip that any limit is in force on; of ``since`` alone where given."""
        async with self._database.read() as conn:
            sql, wanted = (_SQL.limited, {}) if since is None else (_SQL.in_force, {"clip_ids": list(since)})
            return {row[0] for row in await (await conn.execute(sql, wanted)).fetchall()}

    async def _ask(self, clip_ids: Sequence[UUID]) -> dict[UUID, tuple[Limit, ...]]:
        found: dict[UUID, tuple[Limit, ...]] = dict.fromkeys(clip_ids, ())
        async with (
            self._database.read() as conn,
            conn.cursor(row_factory=class_row(Limit)) as cursor,
        ):
            await cursor.execute(_SQL.in_force, {"clip_ids": list(clip_ids)})
            for limit in await cursor.fetchall():
                found[limit.clip_id] = (*found[limit.clip_id], limit)
        return found

    async def explained(self, clip_ids: Iterable[UUID]) -> dict[UUID, tuple[Explained, ...]]:
        """The limits on these clips with their reasons, for their owner."""
        limits = await self.in_force(clip_ids)
        if not limits:
            return {}
        async with self._database.read() as conn:
            reasons = {r.id: r.explanation for r in await statements.of_clips(conn, list(limits))}
        return {
            clip_id: tuple(Explained(x.kind, x.statement_id, reasons.get(x.statement_id, "")) for x in found)
            for clip_id, found in limits.items()
        }

    async def place(
        self,
        person_id: UUID,
        clip_id: UUID,
        kind: LimitKind,
        statement_id: UUID,
        limit_id: UUID,
        now: datetime,
    ) -> None:
        """Put a limit in force; nothing happens where one of its kind is.

        The database refuses it (psycopg.IntegrityError) unless the statement was committed before.
        """
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.place,
                {
                    "person_id": person_id, "clip_id": clip_id, "kind": kind, "limit_id": limit_id,
                    "statement_id": statement_id, "now": now,
                },
            )  # fmt: skip

    async def lift(self, clip_id: UUID, kind: LimitKind, now: datetime) -> UUID:
        """End the limit of a kind. Raises NoSuchLimit."""
        async with self._database.write() as conn:
            row = await (
                await conn.execute(_SQL.lift, {"clip_id": clip_id, "kind": kind, "now": now})
            ).fetchone()
        if row is None:
            raise NoSuchLimit
        return UUID(str(row[0]))

    async def forget_person(self, person_id: UUID) -> None:
        """Forget the limits on somebody's clips; their statements of reasons stay, and name nobody."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_person, {"person_id": person_id})
            await statements.forget(conn, person_id)

    async def removals(self, since: datetime) -> list[tuple[UUID, UUID]]:
        """(clip, limit) of removals in force that began after a time, the newest first, at most 500."""
        async with self._database.read() as conn:
            return [
                (r[0], r[1]) for r in await (await conn.execute(_SQL.removals, {"since": since})).fetchall()
            ]
