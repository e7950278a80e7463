"""The end of an account. Asked for durably first, then done step by step; any step may be done again.

Whoever asks is leaving for some days, hidden from everybody else, and may stay after all. When the time has
come the erasure begins, durably, and can then not be taken back. A crash between two steps leaves the row in
``people.erasure``, and the next run does all steps anew. The keys go after the viewing side, because with
them goes the link by which it is found; the person's side goes last, because it says what is left to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.core.errors import SignedOut
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people.graph import Graph
from kurzum.people.profiles import Profiles
from kurzum.people.receipts import Receipts, stored
from kurzum.people.sessions import Sessions
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database
from kurzum.store.queries import load

Step = Callable[[UUID, UUID | None], Awaitable[None]]
"""Another room's part, given person_id and pid (None once the link is destroyed). May be called again."""
Tally = Callable[[UUID, UUID | None], Awaitable[Mapping[str, int]]]
"""How much another room has to remove, by the names in ``receipts.Removed``; asked before any step."""
QUIET = timedelta(seconds=2)
"""So long after the person was signed out for good nothing is removed: requests under way end meanwhile, and
every server hears within a second of it."""
_SQL = load("kurzum.people", "erasures.sql")
_LAST = ("tombstone", "drop_credential", "sign_out", "drop_answers", "drop_person")


class Asked(msgspec.Struct, frozen=True):
    """What becomes of an account. ``erase_at`` is None where the erasure has begun. ``receipt``: a token."""

    state: Literal["leaving", "erasing"]
    erase_at: datetime | None
    receipt: str


class Erasures:
    """Erases people. ``ask`` and ``stay`` in the server, ``finish`` in the worker, which alone may destroy
    keys. ``grace``: how long one may change one's mind."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        graph: Graph,
        viewers: Viewers,
        sessions: Sessions,
        profiles: Profiles,
        receipts: Receipts,
        grace: timedelta,
        quiet: timedelta = QUIET,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._graph = graph
        self._viewers = viewers
        self._sessions = sessions
        self._profiles = profiles
        self._receipts = receipts
        self._grace = grace
        self._quiet = quiet
        self._steps: list[Step] = []
        self._tallies: list[Tally] = [self._tally]

    def also(self, step: Step, tally: Tally | None = None) -> None:
        """Have another room do its part of every erasure, before the keys go."""
        self._steps.append(step)
        if tally is not None:
            self._tallies.append(tally)

    async def ask(self, person_id: UUID, *, at_once: bool = False) -> Asked:
        """From now on the person is signed out and hidden, and the erasure will happen unless they stay.

        Asked again it happens when it would have, or at once; every receipt that was given stays good.
        """
        token, now = self._receipts.new_token(), self._clock.now()
        erase_at = now if at_once else now + self._grace
        async with self._database.write() as conn:
            erase_at, begun_at = await self._note(conn, person_id, token, erase_at, now if at_once else None)
        self._forget(person_id)
        if begun_at is not None:
            return Asked("erasing", None, token)
        return Asked("leaving", erase_at, token)

    async def _note(
        self,
        conn: AsyncConnection,
        person_id: UUID,
        token: str,
        erase_at: datetime,
        begun_at: datetime | None,
    ) -> tuple[datetime, datetime | None]:
        said = {"erase_at": erase_at, "begun_at": begun_at, "receipts": [stored(token)]}
        mine = {"person_id": person_id, "now": self._clock.now()}
        row = await (await conn.execute(_SQL.ask, mine | said)).fetchone()
        assert row is not None  # noqa: S101 -- an insert that updates gives its row
        erase_at, begun_at, receipts = row
        await self._receipts.add(conn, token, erase_at, "leaving")
        if begun_at is not None:
            await self._receipts.begun(conn, receipts)
        await conn.execute(_SQL.leave if begun_at is None else _SQL.hide, mine)
        await conn.execute(_SQL.sign_out, mine)
        return erase_at, begun_at

    async def again(self, person_id: UUID) -> None:
        """Somebody who was erased before is back from a backup: erase them again, with no receipt."""
        now = self._clock.now()
        values = {"person_id": person_id, "now": now, "erase_at": now, "begun_at": now, "receipts": []}
        async with self._database.write() as conn:
            for sql in (_SQL.ask, _SQL.hide, _SQL.sign_out):
                await conn.execute(sql, values)
        self._forget(person_id)

    async def stay(self, person_id: UUID) -> None:
        """Take an erasure back that has not begun; nothing happens where none was asked for.

        Raises SignedOut where it has begun.
        """
        mine = {"person_id": person_id}
        async with self._database.write() as conn:
            row = await (await conn.execute(_SQL.take_back, mine)).fetchone()
            if row is not None:
                await self._receipts.kept(conn, row[0])
                await conn.execute(_SQL.stay, mine)
        self._forget(person_id)
        if person_id not in await self._profiles.by_ids([person_id]):
            raise SignedOut("The erasure of this account has begun and cannot be taken back any more.")

    async def put_off(self) -> None:
        """Give everybody who is leaving the whole time anew: whether they stayed may have been lost."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.put_off, {"until": self._clock.now() + self._grace})

    async def begin_due(self, limit: int = 100) -> list[UUID]:
        """Begin the erasures whose time has come by the zone's clock; whose they are."""
        due = await self._people(_SQL.due, limit)
        return [person_id for person_id in due if await self._begin(person_id) is not None]

    async def pending(self, limit: int = 100) -> list[UUID]:
        """Erasures that have begun and are not finished, oldest first."""
        return await self._people(_SQL.pending, limit)

    async def finish_all(self) -> None:
        """Finish what is due. One that cannot be finished holds up no other; its error is raised last."""
        await self.begin_due()
        failed: Exception | None = None
        for person_id in await self.pending():
            try:
                await self.finish(person_id)
            except Exception as error:
                failed = failed or error
        if failed is not None:
            raise failed

    async def finish(self, person_id: UUID) -> None:
        """Do every step, if it is due. What it or a room's step raises leaves it pending."""
        begun = await self._begin(person_id)
        if begun is None:
            return
        begun_at, receipts = begun
        wait = min(self._quiet, begun_at + self._quiet - self._clock.now())
        await asyncio.sleep(max(0.0, wait.total_seconds()))
        pid = (await self._keys.pids([person_id], Purpose.ERASE)).get(person_id)
        await self._count(receipts, person_id, pid)
        for step in self._steps:
            await step(person_id, pid)
        if pid is not None:
            async with self._database.write() as conn:
                await self._graph.forget(conn, pid)
                await self._viewers.forget(conn, pid)
        stones = await self._keys.destroy([person_id], Purpose.ERASE)
        mine = {"person_id": person_id, "now": self._clock.now()}
        async with self._database.write() as conn:
            for stone in stones:
                await conn.execute(_SQL.remember, mine | {"stone": stone})
            for name in _LAST:
                await conn.execute(getattr(_SQL, name), mine)
        # In a transaction of its own: the one before wrote the tombstone of the handle.
        async with self._database.write() as conn:
            await self._receipts.erased(conn, receipts)
            await conn.execute(_SQL.done, mine)
        self._forget(person_id)

    async def _begin(self, person_id: UUID) -> tuple[datetime, list[bytes]] | None:
        """Since when, and for which receipts, this is done; None where it is not due."""
        mine = {"person_id": person_id, "now": self._clock.now()}
        async with self._database.write() as conn:
            row = await (await conn.execute(_SQL.begin, mine)).fetchone()
            if row is None:
                return None
            begun_at, receipts = row[0], [bytes(receipt) for receipt in row[1]]
            await self._receipts.begun(conn, receipts)
            await conn.execute(_SQL.hide, mine)
            await conn.execute(_SQL.sign_out, mine)
        self._forget(person_id)
        return begun_at, receipts

    async def _count(self, receipts: Sequence[bytes], person_id: UUID, pid: UUID | None) -> None:
        if not await self._receipts.uncounted(receipts):
            return
        counts: dict[str, int] = {}
        for tally in self._tallies:
            for name, count in (await tally(person_id, pid)).items():
                counts[name] = counts.get(name, 0) + count
        await self._receipts.count(receipts, counts)

    async def _tally(self, _: UUID, pid: UUID | None) -> Mapping[str, int]:
        return {} if pid is None else {"connections": await self._graph.tally(pid)}

    async def _people(self, sql: str, limit: int) -> list[UUID]:
        values: dict[str, Any] = {"now": self._clock.now(), "limit": limit}
        async with self._database.read() as conn:
            return [row[0] for row in await (await conn.execute(sql, values)).fetchall()]

    def _forget(self, person_id: UUID) -> None:
        self._sessions.forget()
        self._profiles.forget(person_id)
