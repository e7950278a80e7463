"""The end of an account. Asked for durably first, then done step by step; any step may be done again.

A crash between two steps leaves the row in ``people.erasure``, and the next run does all steps anew. The
keys go after the viewing side, because with them goes the link by which it is found; the person's side goes
last, because it says what is left to do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from kurzum.core.clock import Clock
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people.graph import Graph
from kurzum.people.profiles import Profiles
from kurzum.people.sessions import Sessions
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database
from kurzum.store.queries import load

Step = Callable[[UUID, UUID | None], Awaitable[None]]
"""Another room's part, given person_id and pid (None once the link is destroyed). May be called again."""
_SQL = load("kurzum.people", "erasures.sql")
_LAST = ("tombstone", "drop_credential", "sign_out", "drop_answers", "drop_person", "done")


class Erasures:
    """Erases people. ``ask`` in the server, ``finish`` in the worker, which alone may destroy keys."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        graph: Graph,
        viewers: Viewers,
        sessions: Sessions,
        profiles: Profiles,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._graph = graph
        self._viewers = viewers
        self._sessions = sessions
        self._profiles = profiles
        self._steps: list[Step] = []

    def also(self, step: Step) -> None:
        """Have another room do its part of every erasure, before the keys go."""
        self._steps.append(step)

    async def ask(self, person_id: UUID) -> None:
        """From now on the person is signed out and hidden, and the erasure will happen. Again is fine."""
        async with self._database.write() as conn:
            values = {"person_id": person_id, "now": self._clock.now()}
            for sql in (_SQL.ask, _SQL.hide, _SQL.sign_out):
                await conn.execute(sql, values)
        self._sessions.forget()
        self._profiles.forget(person_id)

    async def pending(self, limit: int = 100) -> list[UUID]:
        """Erasures that were asked for and are not finished, oldest first."""
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.pending, {"limit": limit})).fetchall()
        return [row[0] for row in rows]

    async def finish_all(self) -> None:
        """Finish what is pending. One that cannot be finished holds up no other; its error is raised last."""
        failed: Exception | None = None
        for person_id in await self.pending():
            try:
                await self.finish(person_id)
            except Exception as error:
                failed = failed or error
        if failed is not None:
            raise failed

    async def finish(self, person_id: UUID) -> None:
        """Do every step. What it or a room's step raises leaves it pending."""
        pid = (await self._keys.pids([person_id], Purpose.ERASE)).get(person_id)
        for step in self._steps:
            await step(person_id, pid)
        if pid is not None:
            async with self._database.write() as conn:
                await self._graph.forget(conn, pid)
                await self._viewers.forget(conn, pid)
        stones = await self._keys.destroy([person_id], Purpose.ERASE)
        async with self._database.write() as conn:
            for stone in stones:
                await conn.execute(_SQL.remember, {"stone": stone, "now": self._clock.now()})
            for name in _LAST:
                await conn.execute(getattr(_SQL, name), {"person_id": person_id})
        self._sessions.forget()
        self._profiles.forget(person_id)
