"""How features are weighed: published versions that never change, and how the next one is learned.

Two sums of the same features. ``worth`` orders clips for a person: it learns to tell what they watched long
from what they did not on their own page, and what they chose from what was on other people's screens.
``reach`` finds what they are likely to come to at all: it learns from clips of the whole catalogue, and
may use heat, which worth may not.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.growing import Floats

FEATURES = (
    "merit",  # log odds of a long view, the clip's part of a sum with the person (rates.py)
    "rate",  # log odds of the share of long views (rates.py)
    "lift",  # log of how much more than by chance people with this history get to it (covisits.py)
    "lift_shown",  # the same among all that was on screens; beside it, lift tells what was watched of that
    "topic",  # log of how much more than others the person watches its topics (affinities.py)
    "creator",  # log of the person's long views of its creator, and following them
    "sound",  # log of the person's long views with its sound
    "seen",  # 1 where it was on the person's screen lately, and not watched long
    "again",  # 1 where the person watched it long lately
    "unwanted",  # 0 to 1: its topic, creator or sound is of no interest to the person; never learned
    "like",  # log of how much likelier than by chance whoever gets it likes it (heads.py)
    "share",  # the same of sharing it
    "follow",  # of following its creator
    "skip",  # of leaving it at once
    "heat_short",  # log of long views of late, short half-life (heat.py); in reach alone
    "heat_long",  # the same, long half-life
)
"""The rows of the feature table, in this order for ever: a new one comes at the end."""

UNWANTED, ACTS = FEATURES.index("unwanted"), FEATURES.index("like")
OF_WORTH = FEATURES.index("heat_short")
"""So many features are weighed in ``worth``."""
_SET = slice(UNWANTED, OF_WORTH)
"""What is weighed as it is set, for it is no guess but a choice."""
_MINUTE_MS = 60_000
_BIGGEST = 0.02
Doubles = NDArray[np.float64]


class ActWeights(msgspec.Struct, frozen=True):
    """What acts are worth beside a long view: as much as each is likelier than by chance, times this."""

    like: float = 0.02
    share: float = 0.05
    follow: float = 0.05
    skip: float = -0.2


class BlendConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``worth``, ``reach``: weights to begin with, by FEATURES; ``acts`` go on with the first. ``step``: of
    learning; ``calm``: of the mean over time that is published, for single steps are rash; ``hold``: how
    strongly weights are drawn back to where they began. ``page_share``: what a view held against others of
    its page counts beside a choice among other people's clips. ``others``: clips that a choice is held
    against. ``one_in``: of so many persons a day one is learned from.
    """

    worth: tuple[float, ...] = (0.5, 0.3, 1.45, -0.85, 0.07, 0.45, 0.0, -0.1, 0.0, -6.0)
    acts: ActWeights = ActWeights()
    reach: tuple[float, ...] = (
        0.0, -0.3, 3.0, 1.0, 0.1, 0.2, 0.0, -1.3, -1.3, -20.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.5,
    )  # fmt: skip
    step: float = 0.002
    calm: float = 0.001
    hold: float = 20.0
    page_share: float = 10.0
    others: int = 15
    one_in: int = 64


class Weights(msgspec.Struct, frozen=True):
    """A published version. ``worth`` has one weight for each of the first features, ``reach`` for all."""

    version: int
    at_ms: int
    worth: tuple[float, ...]
    reach: tuple[float, ...]


class Blend:
    """Learns weights; ``published`` is what serves, and changes at most once a minute."""

    def __init__(self, config: BlendConfig) -> None:
        self.config = config
        self._began = (*config.worth, *msgspec.structs.astuple(config.acts))
        self.worth = np.array(self._began, np.float64)
        self.reach = np.array(config.reach, np.float64)
        self.calm_worth, self.calm_reach = self.worth.copy(), self.reach.copy()
        self.published = Weights(0, 0, self._began, tuple(config.reach))

    def learn_page(self, watched: Floats, passed: Floats) -> None:
        """On one page a person watched some clips long and passed others; of each float32 [16, pairs].

        Mean pairwise logistic loss (RankNet, Burges et al. 2005).
        """
        apart = (watched - passed)[:OF_WORTH].astype(np.float64)
        wrong = 1 / (1 + np.exp(self.worth @ apart))
        self._move(self.worth, self.config.page_share * (apart @ wrong) / len(wrong), self._began)

    def learn_choice(self, table: Floats) -> None:
        """A person chose the first of these clips, the others were on other people's screens; [16, n]."""
        self._move(self.worth, _pull(self.worth, table[:OF_WORTH]), self._began)

    def learn_reach(self, table: Floats) -> None:
        """A person came to the first of these clips, the others are any of the catalogue; [16, n]."""
        self._move(self.reach, _pull(self.reach, table), self.config.reach)

    def publish(self, at_ms: int) -> Weights:
        """The weights of now, calmed, where the last version is a minute old; else that one."""
        self.calm_worth += self.config.calm * (self.worth - self.calm_worth)
        self.calm_reach += self.config.calm * (self.reach - self.calm_reach)
        if at_ms - self.published.at_ms >= _MINUTE_MS:
            version = self.published.version + 1
            worth, reach = tuple(self.calm_worth.tolist()), tuple(self.calm_reach.tolist())
            self.published = Weights(version, at_ms, worth, reach)
        return self.published

    def go_on(self, last: Weights) -> None:
        """Serve the weights of now as the version after this one: a number never stands for two."""
        self.published = msgspec.structs.replace(self.published, version=last.version + 1, at_ms=last.at_ms)

    def _move(self, weights: Doubles, up: Doubles, began: tuple[float, ...]) -> None:
        change = self.config.step * (up - self.config.hold * (weights - np.array(began)))
        change[_SET] = 0
        weights += np.clip(change, -_BIGGEST, _BIGGEST)


def _pull(weights: Doubles, table: Floats) -> Doubles:
    """Gradient of the log likelihood that the first of the columns is chosen (sampled softmax)."""
    sums = weights @ table
    chance = np.exp(sums - sums.max())
    pulled: Doubles = table[:, 0] - table @ (chance / chance.sum())
    return pulled
