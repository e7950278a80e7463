"""One person's data as it is read for their export: rows, and keys for no other purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from kurzum.clips import Clips
from kurzum.custody import Handle, Keys, Purpose
from kurzum.people import People
from kurzum.store.pool import Database

NO_ID = UUID(int=0)


@dataclass(frozen=True)
class Rooms:
    """What an export is read from, in one zone."""

    database: Database
    keys: Keys
    people: People
    clips: Clips


@dataclass(frozen=True)
class Source:
    """A person's two sides, joined by the custodian for this export alone."""

    rooms: Rooms
    person_id: UUID
    pid: UUID

    @classmethod
    async def of(cls, rooms: Rooms, person_id: UUID) -> Source:
        """Raises NoSuchPerson, CustodianUnavailable."""
        return cls(rooms, person_id, await rooms.keys.pid(person_id, Purpose.EXPORT))

    async def person(self) -> Handle:
        """The key of the public side."""
        return await self.rooms.keys.person(self.person_id, Purpose.EXPORT)

    async def viewer(self) -> Handle:
        """The key of the viewing side."""
        return await self.rooms.keys.viewer(self.pid, Purpose.EXPORT)

    async def rows(self, sql: str, **more: object) -> list[dict[str, Any]]:
        """The rows of a query of either side."""
        # Each statement gets the id of one side alone: the database is told no pair.
        side = {"person_id": self.person_id} if "%(person_id)s" in sql else {"pid": self.pid}
        async with (
            self.rooms.database.read() as conn,
            conn.cursor(row_factory=dict_row, binary=True) as cursor,
        ):
            await cursor.execute(sql, side | more)
            return await cursor.fetchall()

    async def all_rows(
        self, sql: str, place: Mapping[str, object], by: Mapping[str, str], limit: int, **more: object
    ) -> AsyncIterator[list[dict[str, Any]]]:
        """The rows of a query, ``limit`` at a time. ``place``: before the first; ``by``: which column of
        the last row says what of the next place."""
        while True:
            rows = await self.rows(sql, limit=limit, **place, **more)
            if rows:
                yield rows
            if len(rows) < limit:
                return
            place = {name: rows[-1][column] for name, column in by.items()}

    async def called(self, pids: Iterable[UUID]) -> dict[UUID, str]:
        """pid -> handle of other people; those who are gone are left out."""
        people = await self.rooms.keys.persons(pids, Purpose.EXPORT)
        profiles = await self.rooms.people.profiles.by_ids(people.values())
        return {pid: profiles[one].handle for pid, one in people.items() if one in profiles}
