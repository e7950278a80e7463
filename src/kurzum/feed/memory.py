"""Viewers' states in memory, told again from their own sealed rows whenever they are needed and not there."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import date, datetime, timedelta
from uuid import UUID

from kurzum.clips.numbers import Numbers
from kurzum.core.clock import unix_ms
from kurzum.custody import Handle, Keys, Purpose
from kurzum.feed.batches import Batches
from kurzum.feed.interests import Interests, decode, encode
from kurzum.feed.pages import Pages
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.feed", "events.sql")
_FIELD = "feed.snapshot"
_SNAPSHOT_AFTER = 24
_OPEN_DAYS = timedelta(days=4)
"""Batches may arrive up to 48 h late: of days before that, none can still come."""


class Memory:
    """States of the ``most`` viewers of late. What the custodian takes back is dropped."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        batches: Batches,
        pages: Pages,
        numbers: Numbers,
        most: int = 5_000,
    ) -> None:
        self._database = database
        self._keys = keys
        self._batches = batches
        self._pages = pages
        self._most = most
        self._numbers = numbers
        self._held: OrderedDict[UUID, Interests] = OrderedDict()
        self._telling: set[UUID] = set()
        self._behind: set[UUID] = set()  # of those: another process has kept something of theirs
        self._locks: dict[UUID, asyncio.Lock] = {}
        keys.watch(self._drop)
        database.moves.watch("feed", self._moved)

    def lock(self, pid: UUID) -> asyncio.Lock:
        """One page of a viewer at a time, so that two at once do not show the same."""
        if len(self._locks) > 4 * self._most:
            self._locks = {p: lock for p, lock in self._locks.items() if lock.locked()}
        return self._locks.setdefault(pid, asyncio.Lock())

    def held(self, pid: UUID) -> Interests | None:
        """The state, if it is in memory."""
        return self._held.get(pid)

    async def state(self, pid: UUID, now: datetime) -> Interests:
        """A viewer's state with all that the last look told. Raises CustodianUnavailable, KeyDestroyed.

        It is told from sealed rows where it is not in memory or another process has kept more of them.
        """
        handle = await self._keys.viewer(pid, Purpose.FEED)
        state = self._held.get(pid)
        if state is None or pid in self._behind:
            state = await self._told(handle, state, now)
        if state.unsaved >= (1 if state.day == date.min else _SNAPSHOT_AFTER):
            await self._snapshot(handle, state, now)
        self._held[pid] = state
        self._held.move_to_end(pid)
        if len(self._held) > self._most:
            let_go, _ = self._held.popitem(last=False)
            self._behind.discard(let_go)
        return state

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's snapshot and drop their state."""
        self._held.pop(pid, None)
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_snapshot, {"pid": pid})

    async def _told(self, handle: Handle, state: Interests | None, now: datetime) -> Interests:
        """The state with what it does not know yet: batches, and pages of late."""
        pid = handle.owner
        self._behind.discard(pid)
        self._telling.add(pid)
        try:
            if state is None:
                state = await self._from_snapshot(handle)
            await self._batches.catch_up(handle, state)
            await self._pages.catch_up(handle, state, now)
        except BaseException:
            self._behind.add(pid)
            raise
        finally:
            self._telling.discard(pid)
        return state

    async def _from_snapshot(self, handle: Handle) -> Interests:
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.read_snapshot, {"pid": handle.owner}, binary=True)
            row = await cursor.fetchone()
        if row is None:
            return Interests(self._numbers)
        return decode(handle.open("behaviour", _FIELD, row[1]), row[0], self._numbers)

    async def _snapshot(self, handle: Handle, state: Interests, now: datetime) -> None:
        state.forget_old((now - _OPEN_DAYS).date(), unix_ms(now))
        row = {
            "pid": handle.owner,
            "day": state.day,
            "sealed": handle.seal("behaviour", _FIELD, encode(state)),
        }
        async with self._database.write() as conn:
            await conn.execute(_SQL.write_snapshot, row)
        state.unsaved = 0

    def _moved(self, pids: frozenset[UUID] | None) -> None:
        here = self._held.keys() | self._telling
        self._behind |= here if pids is None else here & pids

    def _drop(self, gone: frozenset[UUID] | None) -> None:
        """The custodian took keys back: what was opened with them goes too."""
        if gone is None:
            self._held.clear()
        else:
            for pid in gone:
                self._held.pop(pid, None)
