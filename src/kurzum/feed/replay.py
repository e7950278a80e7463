"""The engine on a recorded log, without a database: ``engine(clips, seed)`` for ``feed_eval.py``.

Candidates come from the same lists in the same sizes as on a server, features and scores from the same code.
The log tells no market and no language, so the lists and features of these are empty; lots are not drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kurzum.feed.candidates import NOWHERE, RANKED, Candidates, Sizes, Source
from kurzum.feed.rank import Config, Taste, features, scores

_HOUR_MS = 3_600_000
_LIKE, _SHARE, _PLAY = 4, 6, 1
_AGE_POWER, _AGE_PLUS_H = 0.8, 2
_NEWEST = 5_000


class LoggedClip(Protocol):
    """A clip of the log."""

    @property
    def id(self) -> int: ...
    @property
    def creator(self) -> int: ...
    @property
    def published_ms(self) -> int: ...


class LoggedEvent(Protocol):
    """Something that a person of the log did."""

    @property
    def person(self) -> int: ...
    @property
    def clip(self) -> int: ...
    @property
    def like(self) -> bool: ...
    @property
    def follow(self) -> bool: ...
    @property
    def share(self) -> bool: ...


class Replay:
    """Learns events in order of time; ``rank`` and ``score`` teach it nothing."""

    def __init__(self, clips: Sequence[LoggedClip], config: Config, sizes: Sizes) -> None:
        self._config, self._sizes = config, sizes
        self._clips = list(clips)
        self._at = {clip.id: n for n, clip in enumerate(self._clips)}
        self._published = np.array([clip.published_ms for clip in self._clips], np.int64)
        self._by_age = np.argsort(-self._published, kind="stable")
        self._worth = np.zeros(len(self._clips))  # as the catalogue's list of popular clips adds up totals
        self._follows: dict[int, set[int]] = {}
        self._of_creator: dict[int, list[int]] = {}
        for n in self._by_age:
            self._of_creator.setdefault(self._clips[n].creator, []).append(int(n))

    def learn(self, event: LoggedEvent) -> None:
        """Take in one event."""
        n = self._at.get(event.clip)
        if n is None:
            return
        self._worth[n] += _PLAY + _LIKE * event.like + _SHARE * event.share
        if event.follow:
            self._follows.setdefault(event.person, set()).add(self._clips[n].creator)

    def rank(self, person: int, at_ms: int, limit: int, exclude: Collection[int]) -> list[int]:
        """The best ``limit`` clips of the whole catalogue without ``exclude``, the best first."""
        out = {self._at[clip] for clip in exclude if clip in self._at}
        lists = self._lists(person, at_ms, out)
        members = list(dict.fromkeys(n for clips in lists.values() for n in clips))
        worth = self._scores(person, members, lists, at_ms)
        best = np.argsort(-worth, kind="stable")[:limit]
        return [self._clips[members[i]].id for i in best]

    def score(self, person: int, clips: Sequence[int], at_ms: int) -> list[float]:
        """How good each of these clips would be for the person now; 0 for unknown ones."""
        known = [self._at[clip] for clip in clips if clip in self._at]
        worth = self._scores(person, known, self._lists(person, at_ms, ()), at_ms)
        found = dict(zip(known, worth.tolist(), strict=True))
        return [found.get(self._at.get(clip, -1), 0.0) for clip in clips]

    def _lists(self, person: int, at_ms: int, out: Collection[int]) -> dict[Source, list[int]]:
        newest = self._by_age[np.searchsorted(-self._published[self._by_age], -at_ms) :][:_NEWEST]
        age_h = (at_ms - self._published[newest]) / _HOUR_MS
        heat = self._worth[newest] / (_AGE_PLUS_H + age_h) ** _AGE_POWER
        order = np.argsort(-heat, kind="stable")
        hot = newest[order[heat[order] > 0]]
        followed = sorted(
            (n for creator in self._follows.get(person, ()) for n in self._of_creator[creator]),
            key=lambda n: -self._published[n],
        )
        return {
            Source.FRESH: _first(newest, self._sizes.fresh, out),
            Source.POPULAR: _first(hot, self._sizes.popular, out),
            Source.FOLLOWED: _first(followed, self._sizes.followed, out),
        }

    def _scores(
        self, person: int, members: Sequence[int], lists: dict[Source, list[int]], at_ms: int
    ) -> NDArray[np.float64]:
        at = {n: row for row, n in enumerate(members)}
        places = np.full((len(members), len(RANKED)), NOWHERE, np.int16)
        for column, source in enumerate(RANKED):
            for place, n in enumerate(lists.get(source, ())):
                if n in at:
                    places[at[n], column] = place
        nothing = np.zeros(len(members), np.int16)
        candidates = Candidates(
            clips=np.array(members, np.int32),
            creators=np.array([self._clips[n].creator for n in members], np.int32),
            markets=nothing,
            languages=nothing,
            published_ms=self._published[members],
            places=places,
            lanes=nothing.astype(np.int8),
            lately=nothing.astype(np.int64),
        )
        follows = np.array(sorted(self._follows.get(person, ())), np.int32)
        taste = Taste(market=None, language="unknown", follows=follows)
        return scores(features(candidates, taste, self._config, at_ms), self._config.weights)


def _first(order: Iterable[int], size: int, out: Collection[int]) -> list[int]:
    """The first ``size`` of an order that are not left out."""
    found: list[int] = []
    for n in order:
        if len(found) == size:
            break
        if n not in out:
            found.append(int(n))
    return found


def engine(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """The server's engine for a log. ``seed`` is for lots, of which a replay draws none."""
    return Replay(clips, Config(), Sizes())
