"""Clips that what somebody watched leads to: by who else watched it, by its creators, by its topics."""

from __future__ import annotations

import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.candidates import Bools
from kurzum.feed.covisits import WATCHED
from kurzum.feed.histories import LONG, History
from kurzum.feed.leanings import LeaningConfig, leanings
from kurzum.feed.learner import Learner, recency_of
from kurzum.feed.pairs import DensePairs

_NEWEST = 5_000
"""Of so many of the newest clips those of a viewer's creators and topics are looked for."""
_TOPICS = 4
_LEAST = 12
"""So many clips are taken of each of so many topics, where there are."""
_NONE: Rows = np.zeros(0, np.intp)


def near(learner: Learner, person: int, columns: Columns, new: Bools, most: int) -> Rows:
    """At most ``most`` clips that are new to the viewer: half by co-visits, the rest by creator and topic.

    ``new``: bool by clip number. Empty for somebody who watched nothing yet.
    """
    history = learner.histories.of(person)
    if not len(history.clips):
        return _NONE
    met = _met(learner, history, new, most // 2)
    newest = columns.order[:_NEWEST]
    order: Rows = newest[new[newest]].astype(np.intp)
    long = history.clips[history.fate == LONG]
    if not len(long) or not len(order):
        return met
    return np.concatenate(
        (
            met,
            _by_creator(columns, order, long, most // 4),
            _by_topic(learner, columns, order, history, most // 2),
        )
    )


def _met(learner: Learner, history: History, new: Bools, most: int) -> Rows:
    """New clips that the same people met, the highest lift first."""
    covisits = learner.covisits
    watched = history.clips[-covisits.config.history :]
    weights = history.worth[-len(watched) :] * recency_of(covisits.config.recency, len(watched))
    if isinstance(covisits.pairs, DensePairs):
        clips: Rows = np.flatnonzero(new[: covisits.sums.shape[1]])
    else:
        clips = np.unique(covisits.pairs.others(watched)).astype(np.intp)
        clips = clips[(clips >= 0) & (clips < len(new))]
        clips = clips[new[clips]]
    if not len(clips):
        return clips
    lift = covisits.lift(WATCHED, watched, weights, clips)
    most = min(most, len(clips))
    best = np.argpartition(-lift, most - 1)[:most]
    best = best[lift[best] > 0]
    return clips[best[np.argsort(-lift[best], kind="stable")]]


def _by_creator(columns: Columns, order: Rows, long: Int32, most: int) -> Rows:
    marks = np.zeros(len(columns.people) + 1, bool)
    marks[columns.creator[long]] = True
    marks[-1] = False
    return order[marks[columns.creator[order]]][:most]


def _by_topic(learner: Learner, columns: Columns, order: Rows, history: History, most: int) -> Rows:
    """Of each of the topics that the viewer leans to most, those that everybody watches most when shown."""
    odds = leanings(history, learner.traits, learner.rates.mean, LeaningConfig())
    best = np.argsort(-odds[:-1], kind="stable")[:_TOPICS]
    best = best[odds[best] > 0]
    if not len(best):
        return _NONE
    learner.rates.room(-1, learner.traits)
    each = max(_LEAST, most // len(best))
    found = []
    for topic in best.tolist():
        theirs = order[(columns.topics[order] == topic).any(axis=1)]
        merits = learner.rates.merits(theirs, learner.traits)
        found.append(theirs[np.argsort(-merits, kind="stable")[:each]])
    return np.concatenate(found)
