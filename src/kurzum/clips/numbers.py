"""Small numbers for clips and people, so that columns can stand for them in one process's memory."""

from __future__ import annotations

from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Rows = NDArray[np.intp]
"""Numbers by which columns are looked up: numpy takes no other kind without making a copy of it first."""


def among(numbers: Int32, chosen: Int32) -> NDArray[np.bool_]:
    """Of each of these numbers whether it is one of ``chosen``: bool [n]. Numbers below 0 are nobody's."""
    found = np.zeros(len(numbers), bool)
    if len(numbers) == 0 or len(chosen) == 0:
        return found
    marks = np.zeros(max(int(numbers.max()), int(chosen.max())) + 2, bool)
    marks[chosen] = True
    marks[-1] = False
    return marks[numbers]


class Numbers:
    """A number from 0 on for each id that this process has met; an id keeps its number while it runs.

    Another process gives other numbers: what is stored or sent has ids.
    """

    def __init__(self) -> None:
        self._of: dict[bytes, int] = {}
        self._ids: list[bytes] = []
        self._table: NDArray[np.uint8] = np.zeros((0, 16), np.uint8)
        self._uuids: dict[int, UUID] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, key: bytes) -> int:
        """The number of an id (16 bytes), a new one where it has none yet."""
        number = self._of.get(key)
        if number is None:
            number = self._of[key] = len(self._ids)
            self._ids.append(key)
        return number

    def known(self, key: bytes) -> int:
        """The number of an id, -1 where it has none."""
        return self._of.get(key, -1)

    def of_many(self, joined: bytes) -> Int32:
        """The numbers of ids that stand one behind the other, 16 bytes each: int32 [n]."""
        of = self.of
        return np.array([of(joined[at : at + 16]) for at in range(0, len(joined), 16)], np.int32)

    def id(self, number: int) -> UUID:
        """The id of a number."""
        found = self._uuids.get(number)
        if found is None:
            found = self._uuids[number] = UUID(bytes=self._ids[number])
        return found

    def joined(self, numbers: Int32 | Rows) -> bytes:
        """The ids of numbers one behind the other, 16 bytes each."""
        if len(self._table) < len(self._ids):
            fresh = np.frombuffer(b"".join(self._ids[len(self._table) :]), np.uint8).reshape(-1, 16)
            self._table = np.concatenate((self._table, fresh))
        return self._table[numbers].tobytes()
