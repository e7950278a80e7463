"""Live co-visits: which clips were watched by the same people, counted as it happens, old counts fading.

What is asked of them is a *lift*: how much more often than by chance people with this history get to a clip. Chance
is the clip's share of all pairs, so a clip that is merely shown a lot has no lift (Church and Hanks, 1990, as PMI).
"""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats

_HOUR_MS = 3_600_000.0
_HIGHEST = 2.0**20


class CovisitConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``window``: a watch is paired with so many before it; ``half_life_days``: of a pair's weight.

    ``history``: watches of a person that are asked about; ``recency``: what one counts beside the next newer.
    ``lean_source``, ``lean_target``: pairs' worth of no knowledge, of a watched and of an asked clip;
    ``lean_person``: watches' worth of no taste. ``dense_to``: up to so many clips each pair has its place
    (4 bytes a pair); beyond, each clip keeps its ``neighbours`` strongest.
    """

    window: int = 30
    half_life_days: float = 60.0
    history: int = 50
    recency: float = 0.97
    lean_source: float = 500.0
    lean_target: float = 1_000.0
    lean_person: float = 1.0
    dense_to: int = 16_384
    neighbours: int = 128


class Covisits:
    """Every pair of a small catalogue: ``pairs`` float32 [n, n], ``sums`` float32 [n], their ``total``.

    Weights are stored in units of ``unit``, which grows as time passes: so old ones fade untouched.
    """

    def __init__(self, config: CovisitConfig, size: int = 0) -> None:
        self.config = config
        self.pairs: Floats = np.zeros((size, size), np.float32)
        self.sums: Floats = np.zeros(size, np.float32)
        self.total = 0.0
        self.unit = 1.0
        self.since_ms = 0

    def learn(self, clip: int, others: Int32, weights: Floats, at_ms: int) -> None:
        """A clip was watched after ``others``, which may hold a clip more than once and this one itself."""
        self._fade(at_ms)
        others, weights = _once(clip, others, weights)
        if not len(others):
            return
        weights = weights * np.float32(self.unit)
        self.pairs[clip, others] += weights
        self.pairs[others, clip] += weights
        self.sums[others] += weights
        whole = float(weights.sum())
        self.sums[clip] += whole
        self.total += 2 * whole

    def lift(self, history: Rows, weights: Floats, clips: Rows | slice) -> Floats:
        """Log lift of clips for somebody with a history, float32 [n]; 0 for clips that nobody watched."""
        config = self.config
        unit = np.float32(self.unit)
        share = weights / (self.sums[history] + np.float32(config.lean_source) * unit)
        if isinstance(clips, slice):
            drawn = share @ self.pairs[history, clips]
            sums = self.sums[clips]
        else:
            drawn = share @ self.pairs[history[:, None], clips]
            sums = self.sums[clips]
        return _log_lift(drawn, sums, float(weights.sum()), self.total, self.unit, config)

    def causes(self, history: Rows, weights: Floats, clip: int) -> Floats:
        """What each watched clip adds to the lift of a clip, float32 [len(history)], in parts of all."""
        if not len(history):
            return np.zeros(len(history), np.float32)
        lean = np.float32(self.config.lean_source * self.unit)
        part = weights * self.pairs[history, clip] / (self.sums[history] + lean)
        return part / max(float(part.sum()), 1e-9)

    def room(self, size: int) -> None:
        """Make room for so many clips."""
        if len(self.sums) < size:
            size = max(size, min(2 * len(self.sums), self.config.dense_to))
            pairs = np.zeros((size, size), np.float32)
            pairs[: len(self.sums), : len(self.sums)] = self.pairs
            self.pairs = pairs
            self.sums = np.concatenate((self.sums, np.zeros(size - len(self.sums), np.float32)))

    def _fade(self, at_ms: int) -> None:
        if not self.since_ms:
            self.since_ms = at_ms
        hours = (at_ms - self.since_ms) / _HOUR_MS
        if hours >= 1:
            self.unit *= 2 ** (hours / (24 * self.config.half_life_days))
            self.since_ms = at_ms
            if self.unit > _HIGHEST:
                self.pairs /= self.unit
                self.sums /= self.unit
                self.total, self.unit = self.total / self.unit, 1.0


def _once(clip: int, others: Int32, weights: Floats) -> tuple[Int32, Floats]:
    """Each other clip once, with the weight of its first time, and not the clip itself."""
    if len(set(others.tolist())) < len(others):
        others, first = np.unique(others, return_index=True)
        weights = weights[first]
    other = others != clip
    return others[other], weights[other]


def _log_lift(
    drawn: Floats, sums: Floats, asked: float, total: float, unit: float, config: CovisitConfig
) -> Floats:
    """``drawn``: how much of the history's weight goes on to each clip; by chance it is sums / total."""
    lean = config.lean_target * unit
    by_chance = (drawn * np.float32(max(total, 1.0)) + np.float32(lean * asked)) / (sums + np.float32(lean))
    lift: Floats = np.log((by_chance + np.float32(config.lean_person)) / np.float32(asked + config.lean_person))
    return lift
