"""A learner as bytes and back: the same answers before and after, also to what is learned later.

What is shared by all and what is held of single people are in one snapshot; whoever seals it can take them
apart by ``PEOPLE``, the arrays with a row for each person, ``followed`` and ``pages``.
"""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.blend import Weights
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.pairs import ThinPairs

_VERSION = 1
_IDS = "covisits.pairs.ids"
PEOPLE = ("histories.clips", "histories.worth", "histories.fate", "histories.count", "rates.ready")
_ARRAYS = (
    "traits.creators", "traits.sounds", "traits.topics", "traits.lengths", "traits.published_ms",
    "depths.counts", *PEOPLE, "rates.own", "rates.shown", "rates.long", "rates.met", "rates.of_topic",
    "rates.of_length", "heat.hottest", "covisits.pairs.cells", "covisits.sums", "covisits.totals",
    "heat.views", "affinities.of_topic", "screens.shown", "blend.worth", "blend.reach",
    "blend.calm_worth", "blend.calm_reach",
)  # fmt: skip
_NUMBERS = (
    "traits.size", "traits.most_creators", "traits.most_sounds", "traits.most_topics", "rates.mean",
    "covisits.unit", "covisits.since_ms", "heat.since_ms", "affinities.long", "screens.count", "heat.count",
)  # fmt: skip


class _Array(msgspec.Struct, frozen=True, array_like=True):
    kind: str
    shape: tuple[int, ...]
    cells: bytes


class _View(msgspec.Struct, frozen=True, array_like=True):
    at_ms: int
    long: bool
    features: bytes


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    v: int
    config: LearnerConfig
    seed: int
    arrays: dict[str, _Array]
    numbers: dict[str, float]
    units: list[float]
    waiting: list[tuple[int, bytes, bytes]]
    followed: dict[int, list[int]]
    pages: list[tuple[int, list[_View]]]
    published: Weights


def encode(learner: Learner) -> bytes:
    """Everything that a learner knows."""
    return msgspec.msgpack.encode(
        _Stored(
            v=_VERSION,
            config=learner.config,
            seed=learner.screens.seed,
            arrays={name: _packed(_part(learner, name)) for name in (*_ARRAYS, *_thin(learner))},
            numbers={name: _part(learner, name) for name in _NUMBERS},
            units=learner.heat.units,
            waiting=[(one, a.tobytes(), w.tobytes()) for one, a, w in learner.covisits.waiting],
            followed={person: sorted(whom) for person, whom in sorted(learner.followed.items())},
            pages=[
                (person, [_View(at_ms, long, row.tobytes()) for at_ms, long, row in page])
                for person, page in learner.screens.pages.items()
            ],
            published=learner.blend.published,
        )
    )


def decode(plain: bytes) -> Learner:
    """The learner of a snapshot. Raises msgspec.DecodeError."""
    stored = msgspec.msgpack.decode(plain, type=_Stored)
    learner = Learner(stored.config, stored.seed)
    if _IDS in stored.arrays:
        learner.covisits.pairs = ThinPairs(stored.config.covisits.neighbours)
    for name, array in stored.arrays.items():
        _set(learner, name, _unpacked(array))
    for name, number in stored.numbers.items():
        _set(learner, name, type(_part(learner, name))(number))
    learner.heat.units = stored.units
    learner.covisits.waiting = [(one, _row(a, "<i4"), _row(w, "<f4")) for one, a, w in stored.waiting]
    learner.followed = {person: set(whom) for person, whom in stored.followed.items()}
    most = stored.config.screens.page_kept
    for person, page in stored.pages:
        views = [(view.at_ms, view.long, _row(view.features, "<f4")) for view in page]
        learner.screens.pages[person] = deque(views, maxlen=most)
    learner.blend.published = stored.published
    return learner


def _thin(learner: Learner) -> tuple[str, ...]:
    return (_IDS,) if isinstance(learner.covisits.pairs, ThinPairs) else ()


def _part(learner: Learner, name: str) -> Any:
    return attrgetter(name)(learner)


def _set(learner: Learner, name: str, value: object) -> None:
    room, field = name.rsplit(".", 1)
    setattr(attrgetter(room)(learner), field, value)


def _packed(array: NDArray[Any]) -> _Array:
    return _Array(array.dtype.str, array.shape, array.tobytes())


def _unpacked(array: _Array) -> NDArray[Any]:
    return np.frombuffer(array.cells, array.kind).reshape(array.shape).copy()


def _row(cells: bytes, kind: str) -> NDArray[Any]:
    return np.frombuffer(cells, kind).copy()
