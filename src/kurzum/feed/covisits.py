"""Live co-visits: which clips were met by the same people, counted as it happens, old counts fading.

What is asked of them is a *lift*: how much more often than by chance people with this history get to a clip.
Chance is the clip's share of all pairs, so a clip that is merely shown a lot has no lift (pointwise mutual
information, Church and Hanks 1990). Two counts are kept: pairs weighed by what the watches were worth, and
all that were shown. The first beside the second tells what people like this one watch of what they are shown.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats
from kurzum.feed.pairs import DensePairs, ThinPairs, thinned

WATCHED, SHOWN = 0, 1
_HOUR_MS = 3_600_000.0
_HIGHEST = 2.0**20


class CovisitConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``window``: a watch is paired with so many before it; ``half_life_days``: of a pair's weight.

    ``history``: watches of a person that are asked about; ``recency``: what one counts beside the next newer.
    ``lean_source``: pairs' worth of no knowledge of a watched clip, so that of rare ones little is made;
    ``lean_pairs``: pairs' worth of chance in what is known of two clips, which tells in a small zone as in a
    big one; ``lean_person``: watches' worth of no taste. ``together``: so many watches are counted in one
    go; a pair tells nothing until then, a person's own history does at once. ``dense_to``: up to so many
    clips every pair has its place, beyond each clip keeps ``neighbours`` others (pairs.py).
    """

    window: int = 30
    half_life_days: float = 60.0
    history: int = 50
    recency: float = 0.97
    lean_source: float = 500.0
    lean_pairs: float = 0.2
    lean_person: float = 1.0
    together: int = 64
    dense_to: int = 12_000
    neighbours: int = 128


class Covisits:
    """``pairs``: counts of both planes; ``sums`` float32 [2, n]: of each clip with all others, also with
    those that made way; ``totals`` float64 [2].

    Weights are stored in units of ``unit``, which grows as time passes: so old ones fade untouched.
    """

    def __init__(self, config: CovisitConfig) -> None:
        self.config = config
        self.pairs: DensePairs | ThinPairs = DensePairs()
        self.sums: Floats = np.zeros((2, 0), np.float32)
        self.totals: NDArray[np.float64] = np.zeros(2)
        self.unit = 1.0
        self.since_ms = 0
        self.waiting: list[tuple[int, float, Int32, Floats]] = []

    def learn(self, clip: int, worth: float, others: Int32, worths: Floats, at_ms: int) -> None:
        """A clip was met after ``others``; ``worth`` of this and ``worths`` of those are multiplied, 0 where
        one was only shown."""
        if not self.waiting:
            self._fade(at_ms)
        self.waiting.append((clip, worth, others.copy(), worths.copy()))
        if len(self.waiting) >= self.config.together:
            self.settle()

    def settle(self) -> None:
        """Count the pairs that wait."""
        if not self.waiting:
            return
        ones, worth_of_ones, others, worths = zip(*self.waiting, strict=True)
        second = np.concatenate(others).astype(np.intp)
        many = [len(one) for one in others]
        first = np.repeat(np.array(ones, np.intp), many)
        worth = np.concatenate(worths) * np.repeat(np.array(worth_of_ones, np.float32), many)
        apart = first != second
        first, second, worth = first[apart], second[apart], worth[apart]
        first, second = np.concatenate((first, second)), np.concatenate((second, first))
        weights = np.stack((np.concatenate((worth, worth)), np.ones(len(first), np.float32)))
        weights *= np.float32(self.unit)
        self.pairs.add(first, second, weights)
        for plane in (WATCHED, SHOWN):
            np.add.at(self.sums[plane], first, weights[plane])
        self.totals += weights.sum(axis=1, dtype=np.float64)
        self.waiting = []

    def lift(self, plane: int, history: Int32, weights: Floats, clips: Rows | slice) -> Floats:
        """Log lift of clips for somebody with a history, float32 [n]; 0 for clips that nobody met.

        ``plane``: WATCHED or SHOWN; ``weights`` float32, of each clip of the history.
        """
        config, unit = self.config, self.unit
        sums = self.sums[plane]
        asked = np.float32(weights.sum())
        if not asked:  # all that they ever said is that it is of no interest
            return np.zeros_like(sums[clips])
        share = weights / (sums[history] + np.float32(config.lean_source * unit))
        drawn = self.pairs.drawn(plane, history, share, clips)
        # By chance a history's pairs go on to a clip by its share of all; both ends lean to that.
        lean = np.float32(config.lean_pairs * unit * float(share.sum()))
        by_chance = sums[clips] * np.float32(float(share @ sums[history]) / max(self.totals[plane], 1.0))
        times = (drawn + lean) / (by_chance + lean)
        times *= asked / (asked + np.float32(config.lean_person))
        times += np.float32(config.lean_person) / (asked + np.float32(config.lean_person))
        lift: Floats = np.log(times)
        return lift

    def causes(self, history: Int32, weights: Floats, clip: int) -> Floats:
        """What each clip of a history adds to a clip's lift among the watched, parts of 1; float32 [m]."""
        lean = np.float32(self.config.lean_source * self.unit)
        part = weights * self.pairs.with_one(WATCHED, history, clip) / (self.sums[WATCHED, history] + lean)
        causes: Floats = part / max(float(part.sum()), 1e-30)
        return causes

    def room(self, size: int) -> None:
        """Make room for so many clips."""
        if self.sums.shape[1] >= size:
            return
        if size > self.config.dense_to and isinstance(self.pairs, DensePairs):
            self.pairs = thinned(self.pairs, self.config.neighbours)
        self.pairs.room(size)
        sums = np.zeros((2, self.pairs.size), np.float32)
        sums[:, : self.sums.shape[1]] = self.sums
        self.sums = sums

    def _fade(self, at_ms: int) -> None:
        if not self.since_ms:
            self.since_ms = at_ms
        hours = (at_ms - self.since_ms) / _HOUR_MS
        if hours >= 1:
            self.unit *= 2 ** (hours / (24 * self.config.half_life_days))
            self.since_ms = at_ms
            if self.unit > _HIGHEST:
                self.pairs.fade(self.unit)
                self.sums /= self.unit
                self.totals /= self.unit
                self.unit = 1.0
