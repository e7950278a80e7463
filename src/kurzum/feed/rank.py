"""Rank: a small published sum. Every weight is here, and every feature says what it is.

A page's record holds these features, so that ranking it again gives the same order (invariant 6).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.candidates import Candidate, Source

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
        return np.array([getattr(self, name) for name in FEATURES], np.float64)


class Config(msgspec.Struct, frozen=True):
    """Everything that can be set about ranking. ``version`` grows with every change and is on every page."""

    version: int = 1
    weights: Weights = Weights()
    half_life_h: float = 24.0
    rank_scale: float = 8.0
    explore_every: int = 5
    """Every so many slots one is drawn by lot."""
    tight: int = 2
    """With no more than so many pages' worth of new clips left, creators are spread over what is left."""


class Taste(msgspec.Struct, frozen=True, kw_only=True):
    """The viewer as the features need them. ``follows``, ``friends``: ids of creators."""

    market: str | None
    language: str
    follows: frozenset[object] = frozenset()
    friends: frozenset[object] = frozenset()


def features(candidates: Sequence[Candidate], taste: Taste, config: Config, now_ms: int) -> Features:
    """The table of features, float16 [n, 8]."""
    table = np.zeros((len(candidates), len(FEATURES)), np.float16)
    for row, one in zip(table, candidates, strict=True):
        age_h = max(0, now_ms - one.published_ms) / 3_600_000
        row[0] = 0.5 ** (age_h / config.half_life_h)
        for column, source in (
            (1, Source.POPULAR_MARKET),
            (2, Source.POPULAR_LANGUAGE),
            (3, Source.POPULAR),
        ):
            place = one.places.get(source)
            row[column] = 0 if place is None else 1 / (1 + place / config.rank_scale)
        row[4] = one.creator in taste.follows
        row[5] = one.creator in taste.friends
        row[6] = one.language == taste.language
        row[7] = one.market == taste.market
    return table


def scores(table: Features, weights: Weights) -> NDArray[np.float64]:
    """The sum of features times weights, float64 [n]; column by column, so that it is the same everywhere."""
    total = np.zeros(len(table), np.float64)
    for column, weight in enumerate(weights.row()):
        total += table[:, column].astype(np.float64) * weight
    return total
