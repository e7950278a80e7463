"""Clips that what somebody watched leads to: by who else watched it, by its creators, by its topics."""

from __future__ import annotations

import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.candidates import Bools
from kurzum.feed.covisits import WATCHED
from kurzum.feed.histories import LONG, History
from kurzum.feed.leanings import Leanings
from kurzum.feed.learner import Learner, recency_of
from kurzum.feed.pairs import DensePairs

_NEWEST = 5_000
"""Of so many of the newest clips those of a viewer's creators and topics are looked for."""
_LATEST = 16
"""So many of the latest watches lead on by who else watched them."""
_TOPICS = 3
_NONE: Rows = np.zeros(0, np.intp)


class Nearby:
    """Finds such clips. What is the same for everybody is made once for each version of the columns."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._version = -1
        self._by_creator = _Lists(_NONE, np.zeros(0, np.int32))
        self._by_topic = self._by_creator

    def of(self, learner: Learner, person: int, leanings: Leanings, new: Bools, most: int) -> Rows:
        """At most ``most`` clips that are new to the viewer: half by co-visits, the rest by creator, topic.

        ``new``: bool by clip number. Empty for somebody who watched nothing yet.
        """
        history = learner.histories.of(person)
        if not len(history.clips):
            return _NONE
        self._bring_up_to_date()
        found = [_met(learner, history, new, most // 2)]
        long = history.clips[history.fate == LONG]
        if len(long):
            odds = leanings.odds
            best = np.argsort(-odds[:-1], kind="stable")[:_TOPICS]
            creators = np.unique(self._columns.creator[long])
            found.append(self._by_creator.first(creators[creators >= 0], new, most // 4))
            found.append(self._by_topic.first(best[odds[best] > 0], new, most // 2))
        return np.concatenate(found)

    def _bring_up_to_date(self) -> None:
        columns = self._columns
        if self._version != columns.version:
            newest: Rows = columns.order[:_NEWEST].astype(np.intp)
            self._by_creator = _Lists(newest, columns.creator[newest][:, None])
            self._by_topic = _Lists(newest, columns.topics[newest])
            self._version = columns.version


class _Lists:
    """Clips by what they have, the newest first: ``clips`` one list behind the other, ``starts`` of each."""

    def __init__(self, newest: Rows, has: Int32) -> None:
        """``has``: numbers that each of these clips has, int32 [n, k]; -1 is nothing."""
        numbers = has.ravel() + 1
        order = np.argsort(numbers, kind="stable")
        self._clips = newest[order // max(1, has.shape[-1])]
        self._starts = np.searchsorted(numbers[order], np.arange(1, int(numbers.max(initial=0)) + 2))

    def first(self, numbers: Rows | Int32, new: Bools, most: int) -> Rows:
        """The newest of the clips that have one of these, as many of each, of those that are new."""
        if not len(numbers):
            return _NONE
        each = -(-most // len(numbers))
        parts = []
        for number in numbers.tolist():
            if number + 1 < len(self._starts):
                clips = self._clips[self._starts[number] : self._starts[number + 1]]
                parts.append(clips[new[clips]][:each])
        return np.concatenate(parts)[:most] if parts else _NONE


def _met(learner: Learner, history: History, new: Bools, most: int) -> Rows:
    """New clips that the same people met, the highest lift first."""
    covisits = learner.covisits
    watched = history.clips[-_LATEST:]
    weights = history.worth[-_LATEST:] * recency_of(covisits.config.recency, len(watched))
    if isinstance(covisits.pairs, DensePairs):
        size = min(covisits.pairs.size, len(new))
        clips: Rows = np.arange(size)
        lift = np.where(new[:size], covisits.lift(WATCHED, watched, weights, slice(0, size)), 0)
    else:
        met = covisits.pairs.ids[watched].ravel()  # some more than once: who gathers takes each once
        met = met[met >= 0]
        clips = met[new[met]].astype(np.intp)
        lift = covisits.lift(WATCHED, watched, weights, clips)
    if not len(clips):
        return clips
    most = min(2 * most, len(clips))
    best = np.argpartition(-lift, most - 1)[:most]
    best = best[lift[best] > 0]
    best = best[np.argsort(-lift[best], kind="stable")]
    return clips[best][: most // 2]
