"""What all viewers share in a learner, as bytes and back: with ids instead of this process's numbers.

Nothing in it has a person; what is held of one is in ``Learner.person_state``. What clips are is not in it
either: that is told by whoever knows the clips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32
from kurzum.feed.blend import Weights
from kurzum.feed.covisits import SHOWN
from kurzum.feed.growing import grown
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.persons import IdsOf, NumbersOf

WordsOf = Callable[[Int32], Sequence[str]]
"""Topics by their numbers."""
TopicsOf = Callable[[Sequence[str]], Int32]
"""Their numbers in this process; below 0 is one that is no longer there."""

_VERSION = 1
_BY_CLIP = (
    "rates.own",
    "rates.shown",
    "rates.long",
    "rates.met",
    "heat.views",
    "heads.clips",
    "heads.logs",
    "heads.met",
)
_BY_TOPIC = ("rates.of_topic", "affinities.of_topic")
_WHOLE = (
    "depths.counts", "rates.of_length", "covisits.totals", "heads.shares", "heads.weights",
    "heads.calibration.bins", "blend.worth", "blend.reach", "blend.calm_worth", "blend.calm_reach",
)  # fmt: skip
_NUMBERS = (
    "rates.mean", "covisits.unit", "covisits.since_ms", "heat.since_ms", "heat.count", "affinities.long",
    "screens.count", "heads.count",
)  # fmt: skip


_STAGES = ("blend", "heat")
"""What was learned here means nothing under another configuration."""


class _Array(msgspec.Struct, frozen=True, array_like=True):
    kind: str
    shape: tuple[int, ...]
    cells: bytes


class _Pairs(msgspec.Struct, frozen=True, array_like=True):
    """``counts``: how many others each clip has; ``others``: places of these; ``sums``: of each clip."""

    counts: _Array
    others: _Array
    weights: _Array
    sums: _Array


class _Shared(msgspec.Struct, frozen=True, array_like=True):
    """``clips``, ``topics``: by whose places all that follows is in order."""

    v: int
    config: LearnerConfig
    seed: int
    clips: bytes
    topics: list[str]
    by_clip: dict[str, _Array]
    by_topic: dict[str, _Array]
    whole: dict[str, _Array]
    numbers: dict[str, float]
    units: list[float]
    pairs: _Pairs
    shown: _Array
    hottest: _Array
    published: Weights


def encode_shared(learner: Learner, ids_of: IdsOf, words_of: WordsOf) -> bytes:
    """All that a learner knows but of single people. Pairs that wait to be counted are counted first."""
    learner.covisits.settle()
    clips, topics = _known_clips(learner), _known_topics(learner)
    places = np.full(int(clips.max(initial=-1)) + 2, -1, np.int32)
    places[clips] = np.arange(len(clips), dtype=np.int32)
    return msgspec.msgpack.encode(
        _Shared(
            v=_VERSION,
            config=learner.config,
            seed=learner.screens.seed,
            clips=ids_of(clips),
            topics=list(words_of(topics)),
            by_clip={name: _packed(_rows(_part(learner, name), clips)) for name in _BY_CLIP},
            by_topic={name: _packed(_rows(_part(learner, name), topics)) for name in _BY_TOPIC},
            whole={name: _packed(_part(learner, name)) for name in _WHOLE},
            numbers={name: _part(learner, name) for name in _NUMBERS},
            units=learner.heat.units,
            pairs=_pairs(learner, clips, places),
            shown=_packed(places[learner.screens.latest()]),
            hottest=_packed(places[learner.heat.hottest]),
            published=learner.blend.published,
        )
    )


def decode_shared(
    plain: bytes, numbers_of: NumbersOf, topics_of: TopicsOf, config: LearnerConfig | None = None
) -> Learner:
    """A learner in this process's numbers; ``traits`` are to be told to it. Raises msgspec.DecodeError.

    ``config``: where another one than before is to go on; weights and heat that were learned under another
    configuration of theirs begin anew.
    """
    stored = msgspec.msgpack.decode(plain, type=_Shared)
    learner = Learner(config or stored.config, stored.seed)
    anew = [stage for stage in _STAGES if _part(learner.config, stage) != _part(stored.config, stage)]
    clips, topics = numbers_of(stored.clips), topics_of(stored.topics)
    parts: dict[str, Any] = dict(stored.numbers)
    parts |= {name: _spread(_unpacked(one), clips) for name, one in stored.by_clip.items()}
    parts |= {name: _spread(_unpacked(one), topics) for name, one in stored.by_topic.items()}
    parts |= {name: _unpacked(one) for name, one in stored.whole.items()}
    parts |= {"heat.units": stored.units, "blend.published": stored.published}
    for name, part in parts.items():
        if name.split(".")[0] not in anew:
            _set(learner, name, part)
    if "blend" in anew:
        learner.blend.go_on(stored.published)
    _put_pairs(learner, stored.pairs, clips)
    learner.screens.put_latest(_there(clips[_unpacked(stored.shown)]))
    learner.heat.hottest = np.sort(_there(clips[_unpacked(stored.hottest)])).astype(np.intp)
    return learner


def _known_clips(learner: Learner) -> Int32:
    """The clips of which something was learned."""
    views, pairs = np.flatnonzero(learner.rates.shown), np.flatnonzero(learner.covisits.sums[SHOWN])
    acts = np.flatnonzero(learner.heads.clips.any(axis=1))
    return np.unique(np.concatenate((views, pairs, acts))).astype(np.int32)


def _known_topics(learner: Learner) -> Int32:
    rates, affinities = np.flatnonzero(learner.rates.of_topic), np.flatnonzero(learner.affinities.of_topic)
    return np.union1d(rates, affinities).astype(np.int32)


def _pairs(learner: Learner, clips: Int32, places: Int32) -> _Pairs:
    first, second, weights = learner.covisits.pairs.entries()
    counts = np.bincount(places[first], minlength=len(clips)).astype(np.int32)
    sums = learner.covisits.sums[:, clips].T
    return _Pairs(_packed(counts), _packed(places[second]), _packed(weights), _packed(sums))


def _put_pairs(learner: Learner, stored: _Pairs, clips: Int32) -> None:
    covisits, there = learner.covisits, clips >= 0
    covisits.room(int(clips.max(initial=-1)) + 1)
    covisits.sums[:, clips[there]] = _unpacked(stored.sums)[there].T
    first = np.repeat(clips, _unpacked(stored.counts)).astype(np.intp)
    second = clips[_unpacked(stored.others)].astype(np.intp)
    both = (first >= 0) & (second >= 0)
    covisits.pairs.fill(first[both], second[both], _unpacked(stored.weights)[:, both])


def _rows(array: NDArray[Any], numbers: Int32) -> NDArray[Any]:
    rows: NDArray[Any] = grown(array, int(numbers.max(initial=-1)) + 1)[numbers]
    return rows


def _spread(rows: NDArray[Any], numbers: Int32) -> NDArray[Any]:
    """The rows where their numbers are, zeros between."""
    spread = np.zeros((int(numbers.max(initial=-1)) + 1, *rows.shape[1:]), rows.dtype)
    there = numbers >= 0
    spread[numbers[there]] = rows[there]
    return spread


def _there(numbers: Int32) -> Int32:
    return numbers[numbers >= 0]


def _part(whole: object, name: str) -> Any:
    return attrgetter(name)(whole)


def _set(learner: Learner, name: str, value: object) -> None:
    room, field = name.rsplit(".", 1)
    kind = type(_part(learner, name))
    setattr(attrgetter(room)(learner), field, value if isinstance(value, kind) else kind(value))


def _packed(array: NDArray[Any]) -> _Array:
    return _Array(array.dtype.str, array.shape, array.tobytes())


def _unpacked(array: _Array) -> NDArray[Any]:
    return np.frombuffer(array.cells, array.kind).reshape(array.shape).copy()
