"""Explain: the reasons of a pick, from the very numbers that ranked it."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.rank import FEATURES, Weights

CODES = ("fresh", "popular_market", "popular_language", "followed", "friend", "explore")
_OF_COLUMN = {column: feature for column, feature in enumerate(FEATURES) if feature in CODES}
_SHARE = 0.25
_MOST = 2


class Reason(msgspec.Struct, frozen=True):
    """Why a clip is there: a code of CODES, and what the sentence needs."""

    code: str
    params: dict[str, str]


def reasons(
    rows: NDArray[np.float16], weights: Weights, market: str | None, language: str
) -> list[list[Reason]]:
    """What counted most for each ranked clip: at most two causes that carried a quarter of its score or more.

    ``rows``: the features of the clips, float16 [n, 8].
    """
    told = _told(market, language)
    carried = (rows.astype(np.float64) * weights.row()).tolist()
    return [[told[code] for code in _causes(row)] for row in carried]


@lru_cache(maxsize=1_000)
def _told(market: str | None, language: str) -> dict[str, Reason]:
    told = {code: Reason(code, {}) for code in CODES}
    told["popular_market"] = Reason("popular_market", {"market": market or ""})
    told["popular_language"] = Reason("popular_language", {"language": language})
    return told


def _causes(carried: list[float]) -> list[str]:
    least = _SHARE * sum(carried)
    heavy = [(-worth, column) for column, worth in enumerate(carried) if worth >= least and worth > 0]
    heavy.sort()
    causes = [_OF_COLUMN[column] for _, column in heavy if column in _OF_COLUMN]
    if "friend" in causes and "followed" in causes:
        causes.remove("followed")  # a friend is followed; once is enough
    return causes[:_MOST] or ["fresh"]


EXPLORE = [Reason("explore", {})]
