"""Explain: the reasons of a pick, from the very numbers that ranked it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from kurzum.feed.rank import FEATURES, Features, Weighing

CODES = (
    "fresh", "popular_market", "popular_language", "followed", "friend", "well_watched", "because_clip",
    "because_creator", "because_topic", "because_language", "because_sound", "explore", "first_audience",
)  # fmt: skip
_OF_FEATURE = {
    "fresh": "fresh",
    "popular_market": "popular_market",
    "popular_language": "popular_language",
    "followed": "followed",
    "friend": "friend",
    "merit": "well_watched",
    "rate": "well_watched",
    "lift": "because_clip",
    "lift_shown": "because_clip",
    "leaning": "because_topic",
    "curious": "explore",
    "topic": "because_topic",
    "creator": "because_creator",
    "sound": "because_sound",
}
"""What a feature says; more than one add up to the same cause. Others carry, but are no cause."""
_CAUSES = tuple(dict.fromkeys(_OF_FEATURE.values()))
_ADDS = np.zeros((len(_CAUSES), len(FEATURES)))
for _feature, _code in _OF_FEATURE.items():
    _ADDS[_CAUSES.index(_code), FEATURES.index(_feature)] = 1
_SHARE = 0.25
_MOST = 2


class Reason(msgspec.Struct, frozen=True):
    """Why a clip is there: a code of CODES, and what the sentence needs."""

    code: str
    params: dict[str, str]


Told = Callable[[int, str], Reason | None]
"""The reason of a row of the slate by its code, with what its sentence needs; None where there is no such
cause after all."""


def reasons(rows: Features, weights: Weighing, base: float) -> list[list[str]]:
    """What counted most for each of these clips: at most three causes, the strongest first.

    Each carried a quarter or more of all that spoke for the clip. ``rows``: features of the clips, float16
    [n, k]; ``base``: what an ordinary clip gets for its rate, which is no cause.
    """
    carried = (rows.astype(np.float64) * weights) @ _ADDS.T
    carried[:, _CAUSES.index("well_watched")] -= base
    carried[carried < 0] = 0
    least = _SHARE * carried.sum(axis=1)
    return [_heaviest(row, bound) for row, bound in zip(carried.tolist(), least.tolist(), strict=True)]


def told(codes: Sequence[str], row: int, tell: Told) -> list[Reason]:
    """The reasons of a pick: at most two of its causes that can be told; at least that it is new."""
    found = [reason for code in codes if (reason := tell(row, code)) is not None]
    if any(one.code == "friend" for one in found):
        found = [one for one in found if one.code != "followed"]  # a friend is followed; once is enough
    return found[:_MOST] or [Reason("fresh", {})]


def plainly(market: str | None, language: str) -> Mapping[str, Reason]:
    """The reasons that are the same for every clip of a page."""
    plain = {code: Reason(code, {}) for code in ("fresh", "followed", "friend", "well_watched", "explore")}
    plain["popular_market"] = Reason("popular_market", {"market": market or ""})
    plain["popular_language"] = Reason("popular_language", {"language": language})
    return plain


def _heaviest(row: list[float], least: float) -> list[str]:
    heavy = [(-worth, place) for place, worth in enumerate(row) if worth >= least and worth > 0]
    heavy.sort()
    return [_CAUSES[place] for _, place in heavy[: _MOST + 1]]


EXPLORE = [Reason("explore", {})]
FIRST_AUDIENCE = [Reason("first_audience", {})]
