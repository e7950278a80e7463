"""Whom a viewer follows, as numbers of creators."""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32
from kurzum.feed.candidates import Theirs
from kurzum.feed.viewing import PersonsOf, RelationsOf
from kurzum.people import Derived, Relations

_NOBODY: Int32 = np.zeros(0, np.int32)


class Circle(msgspec.Struct, frozen=True):
    """``follows``, ``friends``: numbers of creators, int32; ``theirs``: the clips of those followed."""

    follows: Int32
    friends: Int32
    theirs: Theirs | None = None


ALONE = Circle(_NOBODY, _NOBODY)
"""Of somebody who follows nobody."""


def circles(relations: RelationsOf, persons: PersonsOf, columns: Columns) -> Derived[Circle]:
    """pid -> circle. Asking raises CustodianUnavailable, DatabaseUnavailable."""

    async def told(relations: Relations) -> Circle:
        known = await persons(relations.follows)
        numbers = {pid: columns.people.of(person.bytes) for pid, person in known.items()}
        friends = [number for pid, number in numbers.items() if pid in relations.friends]
        follows = np.array(list(numbers.values()), np.int32)
        return Circle(follows, np.array(friends, np.int32), Theirs(columns, follows))

    return Derived(relations, told, ALONE)
