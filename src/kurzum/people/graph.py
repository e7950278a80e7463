"""Who follows, blocks and mutes whom, between pids, with no time finer than a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.core.fresh import Fresh
from kurzum.people.errors import NoSuchHandle, TooManyEdges
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

Kind = Literal["follow", "block", "mute"]

MOST_EDGES = 10_000
"""How many people one person may follow, block, or mute, of each kind."""
_TRUSTED_MS = 1_000
_MOST_HELD = 10_000
_SQL = load("kurzum.people", "graph.sql")


class Relations(msgspec.Struct, frozen=True):
    """What a viewer's graph says about others, as pids. ``friends``: follows that are answered."""

    follows: frozenset[UUID] = frozenset()
    friends: frozenset[UUID] = frozenset()
    blocks: frozenset[UUID] = frozenset()
    blocked_by: frozenset[UUID] = frozenset()
    mutes: frozenset[UUID] = frozenset()


NOBODY = Relations()
"""The graph of somebody who knows nobody."""


class Counts(msgspec.Struct, frozen=True):
    """Totals of one pid."""

    followers: int
    following: int


class Edge(msgspec.Struct, frozen=True):
    """One row of a viewer's own list."""

    day: date
    other_pid: UUID


_FIELD = {
    "follow": "follows",
    "friend": "friends",
    "block": "blocks",
    "blocked_by": "blocked_by",
    "mute": "mutes",
}


class Graph:
    """The zone's graph."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._held: Held[UUID, Relations] = Held(database.moves, ("edge",), self._ask, _MOST_HELD)
        self._totals: Fresh[UUID, Counts] = Fresh(_TRUSTED_MS, 10_000)
        database.moves.watch("edge", self._moved)

    async def put(self, pid: UUID, kind: Kind, other_pid: UUID) -> None:
        """Follow, block or mute; again changes nothing. A block ends follows both ways and hinders new ones.

        Raises NoSuchHandle for oneself and across a block, TooManyEdges.
        """
        if pid == other_pid:
            raise NoSuchHandle
        pair = {"pid": pid, "other_pid": other_pid, "kind": kind, "day": self._clock.now().date()}
        async with self._database.write() as conn:
            if kind == "follow" and await _one(conn, _SQL.blocked, pair):
                raise NoSuchHandle
            count = await _one(conn, _SQL.count, pair)
            if isinstance(count, int) and count >= MOST_EDGES:
                raise TooManyEdges(f"A list holds at most {MOST_EDGES} people. Take somebody off it first.")
            await conn.execute(_SQL.put, pair)
            if kind == "block":
                await conn.execute(_SQL.part, pair)
        self._forget_look_ups(pid, other_pid)

    async def remove(self, pid: UUID, kind: Kind, other_pid: UUID) -> None:
        """Take back a follow, block or mute; nothing happens where there is none."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.remove, {"pid": pid, "kind": kind, "other_pid": other_pid})
        self._forget_look_ups(pid, other_pid)

    async def relations(self, pid: UUID | None) -> Relations:
        """Everything that decides what this viewer may see; empty for nobody. See ``store.held``."""
        if pid is None:
            return NOBODY
        return await self._held.one(pid) or NOBODY

    async def counts(self, pid: UUID) -> Counts:
        """Followers and following. At most a second old."""
        asked_ms = self._clock.ms()
        known = self._totals.get(pid, asked_ms)
        if known is None:
            async with self._database.read() as conn:
                row = await (await conn.execute(_SQL.counts, {"pid": pid})).fetchone()
            known = Counts(*row) if row else Counts(0, 0)
            self._totals.put(pid, known, asked_ms)
        return known

    async def page(self, pid: UUID, kind: Kind, after: Edge | None, limit: int) -> list[Edge]:
        """A viewer's own list, newest day first, after an edge of it."""
        place = {"after_day": after.day if after else None, "after_pid": after.other_pid if after else None}
        async with self._database.read() as conn:
            rows = await conn.execute(_SQL.page, {"pid": pid, "kind": kind, "limit": limit} | place)
            return [Edge(*row) for row in await rows.fetchall()]

    async def tally(self, pid: UUID) -> int:
        """How many edges there are from and to a pid."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tally, {"pid": pid})).fetchone()
        return int(row[0]) if row else 0

    async def forget(self, conn: AsyncConnection, pid: UUID) -> None:
        """Remove every edge from and to a pid, within the caller's transaction."""
        await conn.execute(_SQL.forget, {"pid": pid})
        self._totals.clear()

    async def _ask(self, pids: Sequence[UUID]) -> dict[UUID, Relations]:
        found: dict[UUID, dict[str, set[UUID]]] = {pid: {} for pid in pids}
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.relations, {"pids": list(pids)})).fetchall()
        for pid, kind, other in rows:
            found[pid].setdefault(_FIELD[kind], set()).add(other)
        return {
            pid: Relations(**{field: frozenset(others) for field, others in fields.items()})
            for pid, fields in found.items()
        }

    def _moved(self, pids: frozenset[UUID] | None) -> None:
        """Of somebody who is gone not even an old total stays in memory."""
        if pids is None:
            self._totals.clear()
        else:
            self._forget_look_ups(*pids)

    def _forget_look_ups(self, *pids: UUID) -> None:
        for pid in pids:
            self._totals.drop(pid)


async def _one(conn: AsyncConnection, sql: str, values: Mapping[str, object]) -> object:
    row = await (await conn.execute(sql, values)).fetchone()
    return row[0] if row else None
