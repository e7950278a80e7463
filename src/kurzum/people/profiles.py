"""What everybody may see of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from kurzum.core.clock import Clock
from kurzum.people import handles
from kurzum.people.errors import BadHandle, NoSuchHandle
from kurzum.people.fresh import Fresh
from kurzum.store.pool import Database
from kurzum.store.queries import load

_TRUSTED_MS = 1_000
_SQL = load("kurzum.people", "profiles.sql")


class Profile(msgspec.Struct, frozen=True):
    """The public side of an active person. ``bot``: clearly no human being."""

    person_id: UUID
    handle: str
    name: str
    bio: str
    bot: bool
    market: str
    language: str
    created_at: datetime


class Profiles:
    """Finds profiles by handle and by id."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: Fresh[UUID, Profile] = Fresh(_TRUSTED_MS, 20_000)

    async def by_handle(self, handle: str) -> Profile:
        """The active person of a handle, in any spelling of it. Raises NoSuchHandle."""
        try:
            normal = handles.normalise(handle)
        except BadHandle:
            raise NoSuchHandle from None
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.by_handle, {"handle": normal})).fetchone()
        if row is None:
            raise NoSuchHandle
        return Profile(*row)

    async def by_ids(self, person_ids: Iterable[UUID]) -> dict[UUID, Profile]:
        """person_id -> profile; people who are gone are not among them. One query at most."""
        wanted = set(person_ids)
        asked_ms = self._clock.ms()
        found = {p: known for p in wanted if (known := self._known.get(p, asked_ms)) is not None}
        missing = list(wanted - found.keys())
        if missing:
            async with self._database.read() as conn:
                rows = await (await conn.execute(_SQL.by_ids, {"person_ids": missing})).fetchall()
            for row in rows:
                profile = Profile(*row)
                self._known.put(profile.person_id, profile, asked_ms)
                found[profile.person_id] = profile
        return found

    def forget(self, person_id: UUID) -> None:
        """Look this person up anew the next time."""
        self._known.drop(person_id)
