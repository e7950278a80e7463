"""Explore: every new clip gets a first audience, the likelier ones sooner (Thompson sampling).

What is believed of a clip is a normal distribution of the log odds of a long view, from its views and, before
there are any, from its creator's other clips and its topics. One draw each decides a slot; more of them tell
how likely the chosen clip was to win it: that is the propensity of the pick.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.growing import Floats
from kurzum.feed.learner import Learner

_GOLDEN = 0x9E3779B97F4A7C15
_DRAWS = 32
_NEVER = 30.0  # of the scale: a chance of 1e-13
_LEAST_DOUBT = 1e-3  # that of some million views
_LOGISTIC_SD = 1.8137993642342178
Doubles = NDArray[np.float64]


class ExploreConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``of_creator``: views' worth of the mean in a creator's share; ``of_clip``: views' worth of what its
    creator and topics promise in a clip's."""

    of_creator: float = 8.0
    of_clip: float = 5.0


class Beliefs:
    """What is believed of clips. A creator's share of long views is told anew by ``refresh``."""

    def __init__(self, config: ExploreConfig) -> None:
        self._config = config
        self._creators: Floats = np.zeros((0, 2), np.float32)

    def refresh(self, learner: Learner) -> None:
        """Add up views and long views by creator."""
        traits, rates = learner.traits, learner.rates
        rates.room(-1, traits)
        creators = traits.creators[: traits.size] + 1  # the first stands for nobody
        sums = [np.bincount(creators, column[: traits.size]) for column in (rates.shown, rates.long)]
        self._creators = np.stack(sums, axis=1).astype(np.float32)[1:]

    def of(self, learner: Learner, clips: Rows) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the log odds of a long view, float32 [n] each."""
        config, traits, rates = self._config, learner.traits, learner.rates
        rates.room(-1, traits)
        mean = rates.mean
        odds = np.log(mean / (1 - mean)) + rates.of_topic[traits.topics[clips]].sum(axis=1)
        promise = 1 / (1 + np.exp(-odds))
        creators = traits.creators[clips]
        known = (creators >= 0) & (creators < len(self._creators))
        shown, long = np.zeros((2, len(clips)), np.float32)
        shown[known], long[known] = self._creators[creators[known]].T
        promise = (long + config.of_creator * promise) / (shown + config.of_creator)
        promise = np.clip(promise, 0.01, 0.99)
        up = rates.long[clips] + config.of_clip * promise
        down = rates.shown[clips] - rates.long[clips] + config.of_clip * (1 - promise)
        belief: Floats = np.log(up / down).astype(np.float32)
        doubt: Floats = np.sqrt(1 / up + 1 / down).astype(np.float32)
        return belief, doubt


def drawn(belief: Doubles, doubt: Doubles, seed: int, slot: int) -> tuple[int, float]:
    """Which of these wins a slot, and how likely that was; the same for the same seed and slot for ever.

    How likely: the mean, over other draws of all others, of the chance to be above the highest of them, which
    varies less than counting wins does (Rao 1945, Blackwell 1947).
    """
    noise = _noise(seed, slot, (1 + _DRAWS) * len(belief)).reshape(1 + _DRAWS, len(belief))
    doubt = np.maximum(doubt, _LEAST_DOUBT)
    lots = belief + doubt * noise
    chosen = int(np.argmax(lots[0]))
    lots[:, chosen] = -np.inf
    to_beat = (lots[1:].max(axis=1) - belief[chosen]) / doubt[chosen] * _LOGISTIC_SD
    chance = float(np.mean(1 / (1 + np.exp(np.minimum(to_beat, _NEVER)))))
    return chosen, chance


def _noise(seed: int, slot: int, many: int) -> Doubles:
    """Draws of a logistic distribution of mean 0 and standard deviation 1, from splitmix64."""
    start = (seed * 2_654_435_761 + slot * 40_503 + 1) * 0xD1342543DE82EF95 & (2**64 - 1)
    lots = np.arange(1, many + 1, dtype=np.uint64) * np.uint64(_GOLDEN) + np.uint64(start)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        lots ^= lots >> np.uint64(shift)
        lots *= np.uint64(factor)
    lots ^= lots >> np.uint64(31)
    parts = ((lots >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53
    noise: Doubles = np.log(parts / (1 - parts)) / _LOGISTIC_SD
    return noise
