"""Whom a viewer follows, as numbers of creators, for as long as their graph stands."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

import msgspec
import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32
from kurzum.feed.candidates import Theirs
from kurzum.feed.viewing import PersonsOf, RelationsOf
from kurzum.people import Relations

_NOBODY: Int32 = np.zeros(0, np.int32)


class Circle(msgspec.Struct, frozen=True):
    """``follows``, ``friends``: numbers of creators, int32; ``theirs``: the clips of those followed."""

    follows: Int32
    friends: Int32
    theirs: Theirs | None = None


ALONE = Circle(_NOBODY, _NOBODY)
"""Of somebody who follows nobody."""


class Circles:
    """Those of the ``most`` viewers of late."""

    def __init__(
        self, relations: RelationsOf, persons: PersonsOf, columns: Columns, most: int = 5_000
    ) -> None:
        self._relations = relations
        self._persons = persons
        self._columns = columns
        self._most = most
        self._held: OrderedDict[UUID, tuple[Relations, Circle]] = OrderedDict()

    async def of(self, pid: UUID) -> Circle:
        """A viewer's circle. Raises CustodianUnavailable, DatabaseUnavailable."""
        relations = await self._relations(pid)
        if not relations.follows:
            return ALONE
        held = self._held.get(pid)
        if held is None or held[0] is not relations:
            held = (relations, await self._told(relations))
            self._held[pid] = held
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        self._held.move_to_end(pid)
        return held[1]

    def drop(self, gone: frozenset[UUID] | None) -> None:
        """The custodian took links back."""
        self._held.clear()

    async def _told(self, relations: Relations) -> Circle:
        persons = await self._persons(relations.follows)
        numbers = {pid: self._columns.people.of(person.bytes) for pid, person in persons.items()}
        friends = [number for pid, number in numbers.items() if pid in relations.friends]
        follows = np.array(list(numbers.values()), np.int32)
        return Circle(follows, np.array(friends, np.int32), Theirs(self._columns, follows))
