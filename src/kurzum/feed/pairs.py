"""Where counts of pairs of clips are kept: each pair in its place, or for each clip a bounded number of
others.

Both hold two planes of float32 counts, and give the same answers while nothing had to make way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats, grown

_WAYS = 4
_SPREAD = np.uint32(2_654_435_761)  # Knuth's multiplicative hash

Entries = tuple[Rows, Rows, Floats]
"""Pairs: the first clip and the second of each, and both planes' counts, float32 [2, m]."""


class DensePairs:
    """A place for every pair: ``cells`` float32 [2, n, n], 8 bytes a pair."""

    def __init__(self) -> None:
        self.cells: Floats = np.zeros((2, 0, 0), np.float32)

    @property
    def size(self) -> int:
        """Clips that there is room for."""
        return int(self.cells.shape[1])

    def room(self, size: int) -> None:
        """Make room for so many clips."""
        known = self.size
        if known < size:
            cells = np.zeros((2, max(size, known + known // 4), max(size, known + known // 4)), np.float32)
            cells[:, :known, :known] = self.cells
            self.cells = cells

    def add(self, first: Rows, second: Rows, weights: Floats) -> None:
        """Add to pairs, weights float32 [2, m]; a pair may come more than once."""
        places = first * self.size + second
        for plane in (0, 1):
            np.add.at(self.cells[plane].reshape(-1), places, weights[plane])

    def entries(self) -> Entries:
        """All pairs that were counted."""
        first, second = np.nonzero(self.cells[1])
        return first, second, self.cells[:, first, second]

    def fill(self, first: Rows, second: Rows, weights: Floats) -> None:
        """Put pairs, each once, where none are yet."""
        self.cells[:, first, second] = weights

    def drawn(self, plane: int, history: Int32, share: Floats, clips: Rows | slice) -> Floats:
        """The counts of a history's clips with others, each row times its share, added up: float32 [n]."""
        rows = self.cells[plane]
        found: Floats = share @ rows[history if isinstance(clips, slice) else history[:, None], clips]
        return found

    def with_one(self, plane: int, history: Int32, clip: int) -> Floats:
        """The counts of a history's clips with one clip, float32 [m]."""
        found: Floats = self.cells[plane, history, clip]
        return found

    def others(self, history: Int32) -> Rows:
        """The clips that were met with these."""
        return np.flatnonzero(self.cells[1, history].any(axis=0))

    def fade(self, by: float) -> None:
        """Divide all counts."""
        self.cells /= np.float32(by)


class ThinPairs:
    """For each clip at most ``most`` others: ``ids`` int32 [n, most] (-1: free), ``cells`` float32 [2, n,
    most].

    An other clip has four places, by its hash; where all are taken, the one shown least with it makes way.
    """

    def __init__(self, most: int) -> None:
        self._sets = max(1, most // _WAYS)
        self.ids: Int32 = np.full((0, self._sets * _WAYS), -1, np.int32)
        self.cells: Floats = np.zeros((2, 0, self._sets * _WAYS), np.float32)
        self._drawn: Floats = np.zeros(0, np.float32)  # zeros between calls

    @property
    def size(self) -> int:
        """Clips that there is room for."""
        return len(self.ids)

    def room(self, size: int) -> None:
        """Make room for so many clips."""
        if self.size < size:
            known = self.size
            size = max(size, known + known // 4)
            ids = np.full((size, self.ids.shape[1]), -1, np.int32)
            ids[:known] = self.ids
            cells = np.zeros((2, *ids.shape), np.float32)
            cells[:, :known] = self.cells
            self.ids, self.cells = ids, cells

    def add(self, first: Rows, second: Rows, weights: Floats) -> None:
        """Add to pairs, weights float32 [2, m]; a pair may come more than once."""
        keys, again = np.unique(first * self.size + second, return_inverse=True)
        first, second = np.divmod(keys, self.size)
        found = np.stack([np.bincount(again, plane, len(keys)) for plane in weights]).astype(np.float32)
        slots = self._slots(second)
        there = self.ids[first[:, None], slots]
        same = there == second[:, None]
        known = same.any(axis=1)
        # A free place has a count of 0, so it is taken before any other.
        weakest = self.cells[1, first[:, None], slots].argmin(axis=1)
        slot = slots[np.arange(len(keys)), np.where(known, same.argmax(axis=1), weakest)]
        fresh = ~known
        self.ids[first[fresh], slot[fresh]] = second[fresh]
        self.cells[:, first[fresh], slot[fresh]] = 0
        mine = self.ids[first, slot] == second
        self.cells[:, first[mine], slot[mine]] += found[:, mine]
        # Of new ones that took the same place one has it; the others try again, one fewer each time.
        if not mine.all():
            self.add(first[~mine], second[~mine], found[:, ~mine])

    def entries(self) -> Entries:
        """All pairs that were counted and have not made way."""
        first, slot = np.nonzero(self.ids >= 0)
        return first, self.ids[first, slot].astype(np.intp), self.cells[:, first, slot]

    def fill(self, first: Rows, second: Rows, weights: Floats) -> None:
        """Put pairs, each once, where none are yet; of too many for the same places the strongest stay."""
        begins = self._slots(second)[:, 0]
        order = np.lexsort((-weights[1], begins, first))
        first, second, begins = first[order], second[order], begins[order]
        apart = (first[1:] != first[:-1]) | (begins[1:] != begins[:-1])
        begun = np.flatnonzero(np.append(True, apart)[: len(first)])
        way = np.arange(len(first)) - np.repeat(begun, np.diff(np.append(begun, len(first))))
        stay = way < _WAYS
        rows, slots = first[stay], (begins + way)[stay]
        self.ids[rows, slots] = second[stay]
        self.cells[:, rows, slots] = weights[:, order[stay]]

    def drawn(self, plane: int, history: Int32, share: Floats, clips: Rows | slice) -> Floats:
        """The counts of a history's clips with others, each row times its share, added up: float32 [n]."""
        ids = self.ids[history].ravel()
        marks = self._drawn = grown(self._drawn, self.size)
        np.add.at(marks, ids, (self.cells[plane, history] * share[:, None]).ravel())
        found = marks[clips].copy()
        marks[ids] = 0
        return found

    def with_one(self, plane: int, history: Int32, clip: int) -> Floats:
        """The counts of a history's clips with one clip, float32 [m]."""
        found: Floats = np.where(self.ids[history] == clip, self.cells[plane, history], 0).sum(axis=1)
        return found

    def others(self, history: Int32) -> Rows:
        """The clips that were met with these."""
        ids = np.unique(self.ids[history])
        return ids[ids >= 0].astype(np.intp)

    def fade(self, by: float) -> None:
        """Divide all counts."""
        self.cells /= np.float32(by)

    def _slots(self, others: Rows) -> NDArray[np.intp]:
        spread = (others.astype(np.uint32) * _SPREAD) >> np.uint32(8)
        return (spread % np.uint32(self._sets)).astype(np.intp)[:, None] * _WAYS + np.arange(_WAYS)


def thinned(dense: DensePairs, most: int) -> ThinPairs:
    """The same pairs with at most so many for each clip: the strongest are put last, so that they stay."""
    thin = ThinPairs(most)
    thin.room(dense.size)
    for clip in range(dense.size):
        others = np.flatnonzero(dense.cells[1, clip])
        others = others[np.argsort(dense.cells[1, clip, others], kind="stable")][-most:]
        for part in np.array_split(others, max(1, len(others) // 16)):
            thin.add(np.full(len(part), clip, np.intp), part, dense.cells[:, clip, part])
    return thin
