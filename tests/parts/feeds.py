"""Viewers for tests of feeds and events."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kurzum.custody import Purpose
from kurzum.web.rooms import Rooms
from parts.people import wish


@dataclass(frozen=True)
class Watcher:
    """Whoever asks for a page: nobody in particular, unless ids are given."""

    person_id: UUID | None = None
    pid: UUID | None = None
    market: str | None = "US"
    language: str = "en"
    age_tier: str = "adult"

    @property
    def person(self) -> UUID:
        assert self.person_id is not None
        return self.person_id

    @property
    def private(self) -> UUID:
        assert self.pid is not None
        return self.pid


async def somebody(rooms: Rooms, handle: str, *, language: str = "en") -> Watcher:
    """A new account, as its viewer."""
    person_id = await rooms.people.joining.sign_up(wish(handle, language=language))
    return Watcher(person_id, await rooms.keys.pid(person_id, Purpose.FEED), language=language)
