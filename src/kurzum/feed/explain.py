"""Explain: the reasons of a pick, from the very numbers that ranked it."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.rank import FEATURES, Weights

CODES = ("fresh", "popular_market", "popular_language", "followed", "friend", "explore")
_OF_FEATURE = {
    "fresh": "fresh",
    "popular_market": "popular_market",
    "popular_language": "popular_language",
    "followed": "followed",
    "friend": "friend",
}
_SHARE = 0.25
_MOST = 2


class Reason(msgspec.Struct, frozen=True):
    """Why a clip is there: a code of CODES, and what the sentence needs."""

    code: str
    params: dict[str, str]


def reasons(row: NDArray[np.float16], weights: Weights, market: str | None, language: str) -> list[Reason]:
    """What counted most for a ranked clip: at most two causes that carried a quarter of its score or more.

    ``row``: its features, float16 [8].
    """
    carried = row.astype(np.float64) * weights.row()
    total = float(carried.sum())
    params = {"popular_market": {"market": market or ""}, "popular_language": {"language": language}}
    order = sorted(range(len(FEATURES)), key=lambda column: -carried[column])
    causes = [
        _OF_FEATURE[FEATURES[column]]
        for column in order
        if FEATURES[column] in _OF_FEATURE and total > 0 and carried[column] >= _SHARE * total
    ]
    if "friend" in causes and "followed" in causes:
        causes.remove("followed")  # a friend is followed; once is enough
    return [Reason(code, params.get(code, {})) for code in causes[:_MOST] or ["fresh"]]


EXPLORE = [Reason("explore", {})]
