"""Event batches as they are kept: one sealed row each, written many at a time, counted once."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.custody import Handle, Keys, Purpose
from kurzum.feed.events import Batch, Event, clean, day_of, decode, encode, totals
from kurzum.feed.interests import Interests
from kurzum.feed.shared import Shared
from kurzum.store.pool import Database
from kurzum.store.queries import load
from kurzum.store.together import Together

_SQL = load("kurzum.feed", "events.sql")
FIELD = "feed.event_batch"
_REMEMBERED = 20_000
_RECALLED = 100

AddTotals = Callable[[AsyncConnection, Mapping[UUID, int], Mapping[UUID, int]], Awaitable[None]]
"""Adds plays and shares to the clips' totals, in the caller's transaction."""

Durations = Callable[[Sequence[UUID]], Awaitable[dict[UUID, int]]]
"""The lengths in ms of those of the clips that there are."""


class Accepted(msgspec.Struct, frozen=True):
    """``accepted``: events that could be used; ``counted``: those that were new."""

    accepted: int
    counted: int


class _Row(msgspec.Struct, frozen=True):
    """A batch to store; ``pid`` is None for viewers who are not signed in: then it is counted alone."""

    day: date
    pid: UUID | None
    batch_id: UUID
    sealed: bytes
    events: tuple[Event, ...]


class Batches:
    """Takes in events."""

    def __init__(self, database: Database, keys: Keys, durations: Durations, add_totals: AddTotals) -> None:
        self._database = database
        self._keys = keys
        self._durations = durations
        self._add_totals = add_totals
        self._commits = Together[_Row, bool](self._write)
        self._signed_out: OrderedDict[UUID, None] = OrderedDict()

    async def take(
        self, pid: UUID | None, batch: Batch, now: datetime
    ) -> tuple[Accepted, date, tuple[Event, ...]]:
        """Keep a batch; durable on return. Raises BadBatch, CustodianUnavailable, DatabaseUnavailable.

        The answer holds the batch's day and events as they were kept, for the viewer's state.
        """
        day = day_of(batch.id, now)
        events = clean(batch, await self._durations(list({sent.clip for sent in batch.events})), now)
        if pid is None:
            if batch.id in self._signed_out:
                return Accepted(len(events), 0), day, events
            self._remember(batch.id)
            sealed = b""
        else:
            handle = await self._keys.viewer(pid, Purpose.EVENTS)
            sealed = handle.seal("behaviour", FIELD, encode(events))
        try:
            row = _Row(now.date() if pid is None else day, pid, batch.id, sealed, events)
            new = await self._commits.put(row)
        except Exception:
            self._signed_out.pop(batch.id, None)  # it was not kept, so it may come again
            raise
        return Accepted(len(events), len(events) if new else 0), day, events

    async def catch_up(self, handle: Handle, state: Interests, shared: Shared) -> None:
        """Tell a state, and the learner, the viewer's own batches that they do not know."""
        mark: str | None = ""
        while mark != shared.mark:  # a snapshot was taken meanwhile: what it made durable is forgotten here
            mark = shared.mark
            async with self._database.read() as conn:
                known = list(state.known)
                wanted = {"pid": handle.owner, "since": state.day, "known": known, "mark": mark}
                rows = await (await conn.execute(_SQL.of_viewer, wanted, binary=True)).fetchall()
        for day, batch_id, sealed, in_mark in rows:
            learned = in_mark or shared.knows(batch_id)
            if learned and batch_id in state.known:
                continue
            events = decode(handle.open("behaviour", FIELD, sealed))
            new = state.learn_batch(day, batch_id, events)
            if not learned:
                shared.learn(state.person, batch_id, events, state.reset_ms)
            elif new:
                shared.recall(state.person, events, state.reset_ms)

    async def recall(self, handle: Handle, state: Interests, shared: Shared) -> None:
        """Tell the learner a viewer's latest batches again, for a history that is not there."""
        async with self._database.read() as conn:
            wanted = {"pid": handle.owner, "most": _RECALLED}
            rows = await (await conn.execute(_SQL.latest, wanted, binary=True)).fetchall()
        for (sealed,) in reversed(rows):
            events = decode(handle.open("behaviour", FIELD, sealed))
            shared.recall(state.person, events, state.reset_ms)

    async def tally(self, pid: UUID) -> dict[str, int]:
        """How many ``event_batches`` and ``pages`` there are of a viewer."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tally, {"pid": pid})).fetchone()
        return dict(zip(("event_batches", "pages"), row or (0, 0), strict=True))

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's batches; copies of them cannot be opened once their key is gone."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_batches, {"pid": pid})

    def _remember(self, batch_id: UUID) -> None:
        self._signed_out[batch_id] = None
        if len(self._signed_out) > _REMEMBERED:
            self._signed_out.popitem(last=False)

    async def _write(self, rows: Sequence[_Row]) -> list[bool]:
        """One transaction for all: rows, clip totals, counts. Either all of it happens or nothing."""
        origin = await self._database.moves.origin()
        async with self._database.append() as conn, conn.transaction():
            kept = await self._keep(conn, [row for row in rows if row.pid is not None], origin)
            new = []
            for row in rows:  # a batch that is here twice in one go counts for the first of both
                known = row.pid is not None and (row.pid, row.batch_id) not in kept
                kept.discard((row.pid, row.batch_id))
                new.append(not known)
            counted = [row for row, is_new in zip(rows, new, strict=True) if is_new]
            await self._count(conn, counted)
        return new

    async def _keep(
        self, conn: AsyncConnection, rows: Sequence[_Row], origin: int
    ) -> set[tuple[UUID | None, UUID]]:
        if not rows:
            return set()
        given = {
            "days": [row.day for row in rows], "pids": [row.pid for row in rows],
            "batch_ids": [row.batch_id for row in rows], "sealed": [row.sealed for row in rows],
            "origin": origin,
        }  # fmt: skip
        return {(row[0], row[1]) for row in await (await conn.execute(_SQL.keep, given)).fetchall()}

    async def _count(self, conn: AsyncConnection, rows: Sequence[_Row]) -> None:
        plays: Counter[UUID] = Counter()
        shares: Counter[UUID] = Counter()
        signed_out: dict[date, Counter[str]] = {}
        for row in rows:
            row_plays, row_shares = totals(row.events)
            plays.update(row_plays)
            shares.update(row_shares)
            if row.pid is None:
                signed_out.setdefault(row.day, Counter()).update(str(event.kind) for event in row.events)
        for day, kinds in sorted(signed_out.items()):
            counts = {"day": day, "kinds": list(kinds), "counts": list(kinds.values())}
            await conn.execute(_SQL.count_signed_out, counts)
        if plays or shares:
            await self._add_totals(conn, plays, shares)
