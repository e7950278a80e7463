"""What is due before a zone serves again that came back from a backup.

The zone's database and the custodian's store are backed up apart, so one of them may be older. What either
knows of the erased is told to the other: keys that were destroyed are destroyed again, and people whom the
custodian knows to be destroyed are erased again. People of whom the keys are lost keep what is public, and
get new keys with nothing under them, so that others can see and block them. Whoever was leaving has the
whole time anew: the word that they stay may be lost with what came after the backup. Any step may be done
again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people.erasures import Erasures
from kurzum.people.graph import Graph
from kurzum.people.viewers import Viewers
from kurzum.store.pool import Database
from kurzum.store.queries import load

Forget = Callable[[UUID], Awaitable[None]]
"""What other rooms do when a viewer is forgotten, given the pid. May be called again."""
_SQL = load("kurzum.people", "erasures.sql")
_A_TIME = 1000
_FIRST_ID = UUID(int=0)


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """How they came back. ``people``: all accounts, bots too; ``without_keys``: those nobody can enter."""

    people: int = 0
    without_keys: int = 0
    erased_again: int = 0
    keys_destroyed_again: int = 0


class Returning:
    """Brings the two sides together; for the worker's role, before anything else runs."""

    def __init__(
        self, database: Database, keys: Keys, erasures: Erasures, graph: Graph, viewers: Viewers
    ) -> None:
        self._database = database
        self._keys = keys
        self._erasures = erasures
        self._graph = graph
        self._viewers = viewers

    async def settle(self, forget: Forget) -> Returned:
        """Do what is due. Raises CustodianUnavailable, DatabaseUnavailable; then do it again."""
        stones = await self._destroy_again()
        await self._erasures.put_off()
        people = without_keys = erased = 0
        async for part in self._pages(_SQL.people, _FIRST_ID):
            destroyed, unknown = await self._keys.standing("person", part, Purpose.RESTORE)
            for person_id in destroyed:
                await self._erasures.again(person_id)
            await self._close(unknown)
            people += len(part)
            without_keys += len(unknown)
            erased += len(destroyed)
        async for part in self._pages(_SQL.viewers, _FIRST_ID):
            destroyed, _ = await self._keys.standing("viewer", part, Purpose.RESTORE)
            for pid in destroyed:
                await forget(pid)
                async with self._database.write() as conn:
                    await self._graph.forget(conn, pid)
                    await self._viewers.forget(conn, pid)
        return Returned(
            people=people, without_keys=without_keys, erased_again=erased, keys_destroyed_again=stones
        )

    async def _destroy_again(self) -> int:
        count = 0
        async for part in self._pages(_SQL.stones, b""):
            await self._keys.destroy_again([bytes(stone) for stone in part], Purpose.RESTORE)
            count += len(part)
        return count

    async def _close(self, person_ids: Sequence[UUID]) -> None:
        """Nobody can enter these accounts any more: what opens them is lost."""
        if not person_ids:
            return
        async with self._database.write() as conn:
            for person_id in person_ids:
                for sql in (_SQL.sign_out, _SQL.drop_credential, _SQL.drop_answers):
                    await conn.execute(sql, {"person_id": person_id})
        await self._keys.renew(person_ids, Purpose.RESTORE)

    async def _pages(self, query: str, after: Any) -> AsyncIterator[list[Any]]:
        while True:
            async with self._database.read() as conn:
                rows = await (await conn.execute(query, {"after": after, "limit": _A_TIME})).fetchall()
            if not rows:
                return
            yield [row[0] for row in rows]
            after = rows[-1][0]
