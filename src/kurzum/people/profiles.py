"""What everybody may see of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from kurzum.core.clock import Clock
from kurzum.people import handles
from kurzum.people.errors import BadHandle, NoSuchHandle
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_MOST_HELD = 20_000
_SQL = load("kurzum.people", "profiles.sql")


class Profile(msgspec.Struct, frozen=True):
    """The public side of a person. ``bot``: clearly no human being. ``leaving``: for their own eyes only."""

    person_id: UUID
    handle: str
    name: str
    bio: str
    bot: bool
    market: str
    language: str
    created_at: datetime
    leaving: bool = False


class Profiles:
    """Finds profiles by handle and by id."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._held: Held[UUID, Profile] = Held(database.moves, ("person",), self._ask, _MOST_HELD)

    async def by_handle(self, handle: str, own: UUID | None = None) -> Profile:
        """The active person of a handle, in any spelling of it. Raises NoSuchHandle.

        ``own``: who asks; they find themselves while they are leaving too.
        """
        try:
            normal = handles.normalise(handle)
        except BadHandle:
            raise NoSuchHandle from None
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.by_handle, {"handle": normal, "own": own})).fetchone()
        if row is None:
            raise NoSuchHandle
        return Profile(*row)

    async def by_ids(self, person_ids: Iterable[UUID]) -> dict[UUID, Profile]:
        """person_id -> profile; people who are gone or leaving are not among them. One query at most."""
        found = await self.makers(person_ids)
        return {person_id: profile for person_id, profile in found.items() if not profile.leaving}

    async def makers(self, person_ids: Iterable[UUID]) -> dict[UUID, Profile]:
        """As ``by_ids``, with those who are leaving: for what is shown to themselves alone."""
        return await self._held.many(person_ids)

    async def _ask(self, person_ids: Sequence[UUID]) -> dict[UUID, Profile]:
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.by_ids, {"person_ids": list(person_ids)})).fetchall()
        return {row[0]: Profile(*row) for row in rows}

    def forget(self, person_id: UUID) -> None:
        """Look this person up anew the next time."""
        self._held.drop(person_id)
