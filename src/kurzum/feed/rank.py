"""Rank: a sum of features times published weights, all of them here or in ``blend``. Nothing else counts.

A page's record holds features and weights, so that ranking it again gives the same order (invariant 6).
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, among
from kurzum.feed import blend
from kurzum.feed.candidates import MOST, NOWHERE, Candidates

CONTEXT = (
    "fresh",  # 1 at publication, half after `half_life_h`, and so on
    "popular_market",  # 1 for the first of the list, 1/2 for the one at `rank_scale`, 0 where it is not on it
    "popular_language",
    "popular",
    "followed",  # 1 where the viewer follows the creator
    "friend",  # 1 where they follow each other
    "own_language",  # 1 where the clip is in the viewer's language
    "own_market",  # 1 where it was made in the viewer's market
)
LEARNED = blend.FEATURES[: blend.OF_WORTH]
"""What the learner knows; see ``blend.FEATURES``."""
EXPLORED = (
    "belief",  # log odds of a long view, told from views, and from creator and topics before (explore)
    "doubt",  # its standard deviation
    "unproven",  # 1 where the clip is owed a first audience
)
TOLD = (
    "leaning",  # log of how much likelier than by chance the viewer watches its topics (leanings)
    "curious",  # 0 to 1: how much there is to find out of what they think of its topics (leanings)
    *LEARNED,
    *EXPLORED,
)
"""The rows of ``Candidates.learned``."""
FEATURES = (*CONTEXT, *TOLD)
"""The columns of the feature table. Records name them, so their order may change."""
MARKS = frozenset({"followed", "friend", "own_language", "own_market", "unproven"})
"""Features that are 0 or 1."""

Features = NDArray[np.float16]
Weighing = NDArray[np.float64]
"""What each of FEATURES counts, float64 [k]."""
_NOBODY: Int32 = np.zeros(0, np.int32)


class Weights(msgspec.Struct, frozen=True):
    """What each feature of CONTEXT counts, leaning and curiosity; ``blend`` publishes the learner's."""

    fresh: float = 0.8
    popular_market: float = 0.5
    popular_language: float = 0.4
    popular: float = 0.3
    followed: float = 1.0
    friend: float = 0.5
    own_language: float = 0.5
    own_market: float = 0.2
    leaning: float = 3.0
    curious: float = 3.0


FIRST = {
    "fresh": 1.0, "popular_market": 0.9, "popular_language": 0.7, "popular": 0.4, "followed": 1.2,
    "friend": 0.6, "own_language": 0.5, "own_market": 0.2,
}  # fmt: skip
"""The weights of pages whose records do not say theirs (configurations 1 and 2)."""


class Config(msgspec.Struct, frozen=True):
    """Everything that can be set about ranking. ``version`` grows with every change and is on every page."""

    version: int = 5
    weights: Weights = Weights()
    half_life_h: float = 24.0
    rank_scale: float = 8.0
    explore_every: int = 10
    """One of so many slots is for clips that are owed a first audience."""
    tight: int = 2
    """With no more than so many pages' worth of new clips left, creators are spread over what is left."""
    of_creator: int = 2
    of_topic: int = 6
    of_other: int = 1
    """At most so many of ten slots go to one creator, to one topic that the viewer leans to, and to one that
    they do not, while anything else is there: so somebody new is shown a bit of everything."""
    leans: float = 0.3
    """From so much leaning on a viewer leans to a clip."""
    by_promise: bool = True
    """Whether a slot for exploring goes to the more promising; else each is as likely, in fixed slots."""


BEFORE = Config(
    version=2, explore_every=5, of_creator=1_000, of_topic=1_000, of_other=1_000, by_promise=False
)
"""How pages of configurations 1 and 2 were laid out."""


class Taste(msgspec.Struct, frozen=True, kw_only=True):
    """The viewer as the features need them.

    ``market_number``, ``language_number``: as candidates have them; ``follows``, ``friends``: of creators.
    """

    market: str | None
    language: str
    market_number: int = -1
    language_number: int = -1
    follows: Int32 = _NOBODY
    friends: Int32 = _NOBODY


def weighing(weights: Weights, learned: tuple[float, ...]) -> Weighing:
    """What each of FEATURES counts; ``learned``: a published version's ``worth``."""
    return np.array(
        [*_context(weights), weights.leaning, weights.curious, *learned, *(0.0 for _ in EXPLORED)], np.float64
    )


@cache
def _context(weights: Weights) -> tuple[float, ...]:
    return tuple(getattr(weights, name) for name in CONTEXT)


@cache
def _worth_of_place(rank_scale: float) -> Features:
    """What a place counts, float16 [MOST + 1]; the last stands for NOWHERE."""
    worth = 1 / (1 + np.arange(MOST + 1) / rank_scale)
    worth[NOWHERE] = 0
    return worth.astype(np.float16)


def features(candidates: Candidates, taste: Taste, config: Config, now_ms: int) -> Features:
    """The table of features, float16 [n, k], its columns one behind the other in memory."""
    table = np.zeros((len(FEATURES), len(candidates.clips)), np.float16)
    age_h = np.maximum(0, now_ms - candidates.published_ms) / 3_600_000
    table[0] = np.exp2(age_h / -config.half_life_h)
    table[1:4] = _worth_of_place(config.rank_scale)[candidates.places.T]
    if len(taste.follows):
        table[4] = among(candidates.creators, taste.follows)
    if len(taste.friends):
        table[5] = among(candidates.creators, taste.friends)
    table[6] = candidates.languages == taste.language_number
    table[7] = candidates.markets == taste.market_number
    table[len(CONTEXT) :] = candidates.learned
    return table.T


def scores(table: Features, weights: Weighing) -> NDArray[np.float64]:
    """The sum of features times weights, float64 [n]; column by column, so that it is the same everywhere."""
    columns = np.ascontiguousarray(table.T, np.float64)
    columns *= weights[:, None]
    total: NDArray[np.float64] = np.add.reduce(columns, axis=0)
    return total
