"""Rank: a small published sum. Every weight is here, and every feature says what it is.

A page's record holds these features, so that ranking it again gives the same order (invariant 6).
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, among
from kurzum.feed.candidates import MOST, NOWHERE, Candidates

FEATURES = (
    "fresh",  # 1 at publication, half after `half_life_h`, and so on
    "popular_market",  # 1 for the first of the list, 1/2 for the one at `rank_scale`, 0 where it is not on it
    "popular_language",
    "popular",
    "followed",  # 1 where the viewer follows the creator
    "friend",  # 1 where they follow each other
    "own_language",  # 1 where the clip is in the viewer's language
    "own_market",  # 1 where it was made in the viewer's market
)
"""The columns of the feature table, in this order for ever: a new one comes at the end."""

Features = NDArray[np.float16]
_NOBODY: Int32 = np.zeros(0, np.int32)


class Weights(msgspec.Struct, frozen=True):
    """What each feature counts."""

    fresh: float = 1.0
    popular_market: float = 0.9
    popular_language: float = 0.7
    popular: float = 0.4
    followed: float = 1.2
    friend: float = 0.6
    own_language: float = 0.5
    own_market: float = 0.2

    def row(self) -> NDArray[np.float64]:
        """The weights in the order of FEATURES, float64 [8]."""
        return _row(self)


@cache
def _row(weights: Weights) -> NDArray[np.float64]:
    return np.array([getattr(weights, name) for name in FEATURES], np.float64)


class Config(msgspec.Struct, frozen=True):
    """Everything that can be set about ranking. ``version`` grows with every change and is on every page."""

    version: int = 2
    weights: Weights = Weights()
    half_life_h: float = 24.0
    rank_scale: float = 8.0
    explore_every: int = 5
    """Every so many slots one is drawn by lot."""
    tight: int = 2
    """With no more than so many pages' worth of new clips left, creators are spread over what is left."""


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


@cache
def _worth_of_place(rank_scale: float) -> Features:
    """What a place counts, float16 [MOST + 1]; the last stands for NOWHERE."""
    worth = 1 / (1 + np.arange(MOST + 1) / rank_scale)
    worth[NOWHERE] = 0
    return worth.astype(np.float16)


def features(candidates: Candidates, taste: Taste, config: Config, now_ms: int) -> Features:
    """The table of features, float16 [n, 8], its columns one behind the other in memory."""
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
    return table.T


def scores(table: Features, weights: Weights) -> NDArray[np.float64]:
    """The sum of features times weights, float64 [n]; column by column, so that it is the same everywhere."""
    columns = np.ascontiguousarray(table.T, np.float64)
    columns *= weights.row()[:, None]
    total: NDArray[np.float64] = np.add.reduce(columns, axis=0)
    return total
