"""The page "your feed": a viewer's interests as they are, what each did to their last pages, what they hide.

Interests are told by the very numbers that rank (``affinities``, ``blend``), not beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
import numpy as np

from kurzum.clips.columns import LANGUAGE, Columns
from kurzum.clips.numbers import Int32
from kurzum.core.clock import from_ms
from kurzum.feed.because import topic_adds
from kurzum.feed.blend import FEATURES, UNWANTED
from kurzum.feed.choices import Change, Choices, HiddenKind
from kurzum.feed.explain import Reason
from kurzum.feed.growing import Floats
from kurzum.feed.histories import LONG, History
from kurzum.feed.leanings import Leanings
from kurzum.feed.learner import Learner

MOST_INTERESTS = 30
InterestKind = Literal["creator", "sound", "topic", "language"]

_NAMED: dict[str, InterestKind] = {
    "because_creator": "creator",
    "because_sound": "sound",
    "because_topic": "topic",
    "because_language": "language",
}
"""Code of a reason -> what it names, by its parameter of that name, or the creator by the clip itself."""


class Interest(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the viewer comes to more than others do.

    ``key``: a creator's handle, a topic's word without ``#``, a language's code or a sound's id.
    ``strength``: what it adds to a clip's score, beside the strongest, which has 1. ``watches``: its clips
    that were watched long, of those that count. ``picks``: those of the last five pages that name it.
    """

    kind: InterestKind
    key: str
    name: str
    strength: float
    watches: int
    picks: int


class HiddenItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stays off For You, since when. ``key`` as of an interest."""

    kind: HiddenKind
    key: str
    name: str
    at: datetime


class YourFeed(msgspec.Struct, frozen=True, kw_only=True):
    """What For You knows of its viewer. ``watches``: how many of the latest it is told from.

    ``reset_at``: from when on watches count; null: all do. ``can_undo``: the last change, while it can be
    taken back. ``interests``: the strongest first, at most 30. ``hidden``: the latest first.
    """

    watches: int
    reset_at: datetime | None
    can_undo: Change | None
    interests: list[Interest]
    hidden: list[HiddenItem]


class Drawn(msgspec.Struct, frozen=True):
    """An interest before it is named. ``key``: as in ``choices.Hidden``; ``adds``: to a clip's score."""

    kind: InterestKind
    key: str
    adds: float
    watches: int


class Tastes(msgspec.Struct, frozen=True):
    """What a viewer is drawn to, in no order; told from so many ``watches``."""

    watches: int
    drawn: list[Drawn]


class Called(msgspec.Struct, frozen=True):
    """How something is called for people and in addresses."""

    key: str
    name: str


Picks = Counter[tuple[InterestKind, str]]
"""How many picks name an interest, by its kind and key."""

CalledOf = Callable[[str, str], Called | None]
"""How the thing of a kind and key is called; None where it is not to be told of."""


def drawn_to(learner: Learner, person: int, leanings: Leanings, leaning: float, columns: Columns) -> Tastes:
    """What raises clips for a person: creators, topics and languages of what they watched long.

    ``leaning``: what it counts in ranking; ``columns``: whose numbers the learner has. Whoever is only
    followed, and not watched, is none of it.
    """
    history = learner.histories.of(person)
    long = history.clips[history.fate == LONG]
    adds = topic_adds(learner, history, leanings, leaning)
    drawn = [
        *_creators(learner, person, history, long, columns),
        *_subjects(learner, history, adds, long, columns),
    ]
    return Tastes(len(history.clips), [one for one in drawn if one.adds > 0])


def named_by(picks: Iterable[tuple[UUID, Sequence[Reason]]], columns: Columns) -> Picks:
    """How many picks name each interest as a reason. ``picks``: clips with their reasons."""
    found: Picks = Counter()
    for clip_id, reasons in picks:
        keys = {
            (kind, _key(kind, one, clip_id, columns)) for one in reasons if (kind := _NAMED.get(one.code))
        }
        found.update(keys)
    return found


def describe(tastes: Tastes, choices: Choices, picks: Picks, called: CalledOf) -> YourFeed:
    """The page. ``picks``: of the viewer's last pages, by what they name."""
    kept = sorted(
        (one for one in tastes.drawn if not choices.hides(one.kind, one.key)),
        key=lambda one: (-one.adds, one.kind, one.key),
    )
    named = [(one, name) for one in kept if (name := called(one.kind, one.key))][:MOST_INTERESTS]
    return YourFeed(
        watches=tastes.watches,
        reset_at=from_ms(choices.reset_ms) if choices.reset_ms else None,
        can_undo=choices.changed if choices.before is not None else None,
        interests=[
            Interest(
                kind=one.kind, key=name.key, name=name.name, strength=round(one.adds / named[0][0].adds, 3),
                watches=one.watches, picks=picks[one.kind, one.key],
            )
            for one, name in named
        ],
        hidden=[
            HiddenItem(kind=one.kind, key=name.key, name=name.name, at=from_ms(one.at_ms))
            for one in reversed(choices.hidden)
            if (name := called(one.kind, one.key))
        ],
    )  # fmt: skip


def _key(kind: InterestKind, reason: Reason, clip_id: UUID, columns: Columns) -> str:
    if kind != "creator":
        return reason.params.get(kind, "")
    clip = columns.numbers.known(clip_id.bytes)
    maker = int(columns.creator[clip]) if 0 <= clip < len(columns.creator) else -1
    return str(columns.people.id(maker)) if maker >= 0 else ""


def _creators(
    learner: Learner, person: int, history: History, long: Int32, columns: Columns
) -> Iterable[Drawn]:
    traits, affinities = learner.traits, learner.affinities
    kinds, size = traits.creators, traits.most_creators
    numbers, first, watches = np.unique(kinds[long], return_index=True, return_counts=True)
    clips = long[first].astype(np.intp)  # one of each creator stands for all of theirs
    followed = np.array(sorted(learner.followed.get(person, ())), np.intp)
    adds = _weight(learner, "creator") * affinities.pulls(kinds, size, history, followed, clips)
    adds += learner.blend.published.worth[UNWANTED] * affinities.unwanted(kinds, size, history, clips)
    for number, added, count in zip(numbers.tolist(), adds.tolist(), watches.tolist(), strict=True):
        if number >= 0:
            yield Drawn("creator", str(columns.people.id(number)), added, count)


def _subjects(
    learner: Learner, history: History, adds: Floats, long: Int32, columns: Columns
) -> Iterable[Drawn]:
    """Topics and languages, which are topics to the learner. ``adds``: of each, before what is unwanted."""
    numbers, watches = np.unique(learner.traits.topics[long], return_counts=True)
    adds = adds + learner.blend.published.worth[UNWANTED] * learner.affinities.unwanted_topics(
        history, learner.traits
    )
    for number, count in zip(numbers.tolist(), watches.tolist(), strict=True):
        if number >= 0:
            word = columns.subject(number)
            kind: InterestKind = "language" if word.startswith(LANGUAGE) else "topic"
            yield Drawn(kind, word.removeprefix(LANGUAGE), float(adds[number]), count)


def _weight(learner: Learner, feature: str) -> float:
    return learner.blend.published.worth[FEATURES.index(feature)]
