"""Viewers' states in memory, told again from their own sealed rows whenever they are needed and not there.

A state has the viewer's place in the zone's learner (``shared``), where the history of their watches is.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from kurzum.clips.numbers import Numbers
from kurzum.core.clock import unix_ms
from kurzum.custody import Handle, Keys, NoSuchPerson, Purpose
from kurzum.feed.batches import Batches
from kurzum.feed.choices import ChoiceBook
from kurzum.feed.events import Event
from kurzum.feed.interests import NOBODY, Interests, decode, encode
from kurzum.feed.pages import Pages
from kurzum.feed.shared import Shared
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.feed", "events.sql")
_FIELD = "feed.snapshot"
_SNAPSHOT_AFTER = 24
_NOT_TOLD = -1
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
        choices: ChoiceBook,
        shared: Shared,
        numbers: Numbers,
        most: int = 5_000,
    ) -> None:
        self._database = database
        self._keys = keys
        self._batches = batches
        self._pages = pages
        self._choices = choices
        self._shared = shared
        self._most = most
        self._numbers = numbers
        self.listening = False  # somebody asks for ``unheard`` again and again
        self.unsure = False  # more batches than ``unheard`` tells of may have come
        self._unheard: set[UUID] = set()  # whose batches the learner has not got, for ``hear``
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

    async def state(self, pid: UUID, now: datetime, purpose: Purpose = Purpose.FEED) -> Interests:
        """A viewer's state with all that the last look told. Raises CustodianUnavailable, KeyDestroyed.

        It is told from sealed rows where it is not in memory or another process has kept more of them.
        """
        handle = await self._keys.viewer(pid, purpose)
        state = self._held.get(pid)
        if state is None or pid in self._behind:
            state = await self._told(handle, state, now)
            if state.person == NOBODY:  # the custodian took the key for a moment
                state = await self._told(handle, None, now)
        if state.unsaved >= (1 if state.day == date.min else _SNAPSHOT_AFTER):
            await self._snapshot(handle, state, now)
        self._held[pid] = state
        self._held.move_to_end(pid)
        if len(self._held) > self._most:
            oldest = next(iter(self._held))
            self._let_go(oldest)
            self._behind.discard(oldest)
        return state

    def learn(self, pid: UUID, day: date, batch_id: UUID, events: Sequence[Event]) -> None:
        """A batch of the viewer has become durable: take it in now, or at the next occasion."""
        state = self._held.get(pid)
        if state is None:
            if self.listening:
                self._unheard.add(pid)
        elif state.learn_batch(day, batch_id, events):
            self._shared.learn(state.person, batch_id, events, state.reset_ms)

    def unheard(self) -> set[UUID]:
        """Whose batches the learner may not have got yet; they are with the caller now."""
        found, self._unheard = self._unheard | (self._behind & self._held.keys()), set()
        return found

    def wait_for(self, pids: Iterable[UUID]) -> None:
        """The learner has not got everything of these viewers, and of nobody else."""
        self._unheard.update(pids)
        self.unsure = False

    async def hear(self, pid: UUID, now: datetime) -> None:
        """Let the learner have what it has not got of a viewer. Raises as ``state``."""
        try:
            async with self.lock(pid):
                await self.state(pid, now, Purpose.LEARN)
        except NoSuchPerson:  # erased meanwhile
            return
        except BaseException:
            self._unheard.add(pid)
            raise

    def forget_all(self) -> None:
        """Drop every state: the learner is to be another one."""
        for pid in list(self._held):
            self._let_go(pid)

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's snapshot and drop their state."""
        self._let_go(pid)
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_snapshot, {"pid": pid})

    async def _told(self, handle: Handle, state: Interests | None, now: datetime) -> Interests:
        """The state with what it does not know yet: batches, and pages of late."""
        pid, new = handle.owner, None
        self._behind.discard(pid)
        self._telling.add(pid)
        try:
            if state is None:
                state = new = await self._from_snapshot(handle)
            state.choices = await self._choices.read(handle)
            await self._batches.catch_up(handle, state, self._shared)
            if state.reset_ms != state.choices.reset_ms:
                await self._begin_anew(handle, state)
            await self._pages.catch_up(handle, state, now)
        except BaseException:
            self._behind.add(pid)
            if new is not None:
                self._leave(new)
            raise
        finally:
            self._telling.discard(pid)
        return state

    async def _from_snapshot(self, handle: Handle) -> Interests:
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.read_snapshot, {"pid": handle.owner}, binary=True)
            row = await cursor.fetchone()
        state, history = Interests(self._numbers), b""
        if row is not None:
            state, history = decode(handle.open("behaviour", _FIELD, row[1]), row[0], self._numbers)
        state.person = self._shared.enter()
        self._shared.cover()
        if history:
            self._shared.learner.restore(state.person, history, self._numbers.of_many)
        elif row is not None:
            state.reset_ms = _NOT_TOLD  # of a snapshot that had no history yet
        return state

    async def _begin_anew(self, handle: Handle, state: Interests) -> None:
        """Tell the learner the viewer's history again, from where they want it to begin."""
        state.reset_ms = state.choices.reset_ms
        self._shared.learner.forget(state.person)
        await self._batches.recall(handle, state, self._shared)

    async def _snapshot(self, handle: Handle, state: Interests, now: datetime) -> None:
        state.forget_old((now - _OPEN_DAYS).date(), unix_ms(now))
        history = self._shared.learner.person_state(state.person, self._numbers.joined)
        row = {
            "pid": handle.owner,
            "day": state.day,
            "sealed": handle.seal("behaviour", _FIELD, encode(state, history)),
        }
        async with self._database.write() as conn:
            await conn.execute(_SQL.write_snapshot, row)
        state.unsaved = 0

    def _moved(self, pids: frozenset[UUID] | None) -> None:
        here = self._held.keys() | self._telling
        if pids is None:
            self._behind |= here
            self.unsure = self.unsure or self.listening
        else:
            self._behind |= here & pids
            if self.listening:
                self._unheard |= pids

    def _drop(self, gone: frozenset[UUID] | None) -> None:
        """The custodian took keys back: what was opened with them goes too."""
        for pid in list(self._held) if gone is None else gone:
            self._let_go(pid)
        if gone is not None:
            self._unheard -= gone
            self._behind -= gone - self._telling
            for pid in gone & self._locks.keys():
                if not self._locks[pid].locked():
                    del self._locks[pid]

    def _let_go(self, pid: UUID) -> None:
        state = self._held.pop(pid, None)
        if state is not None:
            self._leave(state)

    def _leave(self, state: Interests) -> None:
        """Whoever is making a page of the state goes on without its history, not with somebody else's."""
        if state.person != NOBODY:
            self._shared.leave(state.person)
            state.person = NOBODY
