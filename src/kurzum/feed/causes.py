"""Why a clip was scored as it was: what each feature adds, and the clips, creators, topics behind that."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from kurzum.feed.blend import FEATURES, OF_WORTH, Weights
from kurzum.feed.histories import LONG
from kurzum.feed.learner import Learner, recency_of

Kind = Literal["clip", "creator", "follow", "sound", "topic"]
_MOST = 3
_CARRIES = 0.1


class Cause(msgspec.Struct, frozen=True):
    """Something that the person did, on which they can act. ``number``: of the clip, creator, sound or topic;
    ``adds``: to the score; ``watches``: long views behind it, 0 for a follow."""

    kind: Kind
    number: int
    adds: float
    watches: int


class Explained(msgspec.Struct, frozen=True):
    """``adds``: by feature, to the score; ``causes``: the strongest, the strongest first, and none where
    nothing that the person did raised the clip."""

    score: float
    adds: dict[str, float]
    causes: list[Cause]


def explain(
    learner: Learner, person: int, clip: int, at_ms: int, weights: Weights | None = None
) -> Explained:
    """Why a clip has its score for a person: the very numbers that make it, not words beside them."""
    chosen = weights or learner.blend.published
    row = learner.features(person, np.array([clip], np.intp), at_ms, OF_WORTH)[:, 0]
    adds = {
        name: float(weight * value) for name, weight, value in zip(FEATURES, chosen.worth, row, strict=False)
    }
    causes = [*_clips(learner, person, clip, adds), *_kinds(learner, person, clip, adds)]
    causes.sort(key=lambda cause: (-cause.adds, cause.kind, cause.number))
    strongest = [cause for cause in causes if cause.adds > 0][:_MOST]
    return Explained(float(sum(adds.values())), adds, strongest)


def _clips(learner: Learner, person: int, clip: int, adds: dict[str, float]) -> list[Cause]:
    """Clips watched long that led to this one by what the same people watched."""
    lifted = adds["lift"] + adds["lift_shown"]
    config = learner.config.covisits
    history = learner.histories.of(person, config.history)
    if lifted <= 0 or not len(history.clips):
        return []
    recency = recency_of(config.recency, len(history.clips))
    parts = learner.covisits.causes(history.clips, history.worth * recency, clip)
    parts[history.fate != LONG] = 0
    best = np.argsort(-parts, kind="stable")[:_MOST]
    return [
        Cause("clip", int(history.clips[n]), lifted * float(parts[n]), 1)
        for n in best
        if parts[n] >= _CARRIES
    ]


def _kinds(learner: Learner, person: int, clip: int, adds: dict[str, float]) -> list[Cause]:
    """Creator, sound and topics of the clip, where the person watched others of them long."""
    traits = learner.traits
    history = learner.histories.of(person)
    long = history.clips[history.fate == LONG]
    causes = []
    for kind, column in (("creator", traits.creators), ("sound", traits.sounds)):
        number = int(column[clip])
        watches = int((column[long] == number).sum()) if number >= 0 else 0
        follows = kind == "creator" and number in learner.followed.get(person, ())
        if follows:
            causes.append(Cause("follow", number, adds[kind], 0))
        elif watches:
            causes.append(Cause("creator" if kind == "creator" else "sound", number, adds[kind], watches))
    lifts = learner.affinities.topic_lifts(history, traits)
    weight = adds["topic"] / max(1e-9, abs(float(lifts[traits.topics[clip]].sum())))
    for topic in traits.topics[clip].tolist():
        watches = int((traits.topics[long] == topic).any(axis=1).sum()) if topic >= 0 else 0
        if watches:
            causes.append(Cause("topic", topic, abs(weight) * float(lifts[topic]), watches))
    return causes
