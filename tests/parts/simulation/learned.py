"""Our learner as a policy: its scores, creators and topics spread over the page, a share of slots by lot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.growing import grown
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watches import Watch
from parts.simulation.policy import Pick, Shelf, best
from parts.simulation.world import DAY_MS

_LOOKED_AT = 120
_OF_CREATOR = 2
_SPREAD = 0.3
"""Off a clip's score for each clip of one of its topics that is on the page already."""


class Learned:
    """``share``: of slots by lot: clips of the last day without their ``goal`` of viewers, those without
    most likeliest; where there are none, any, the little shown likeliest."""

    def __init__(self, seed: int = 1, share: float = 0.1, goal: int = 100) -> None:
        self.shelf = Shelf()
        self.learner = Learner(LearnerConfig(), seed)
        self._share, self._goal = share, goal
        self._rng = np.random.default_rng(seed)
        self._shown: NDArray[np.float64] = np.zeros(0)

    def publish(self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int) -> None:
        """There is a new clip."""
        self.shelf.publish(clip)
        self.learner.traits.put(clip, creator, -1, topics, duration_ms, at_ms)
        self._shown = grown(self._shown, self.shelf.size)

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]:
        """By score, with a lot here and there."""
        unseen = self.shelf.unseen(person)
        scores = self.learner.score(person, unseen, at_ms)
        top = best(scores, _LOOKED_AT)
        clips, scores = unseen[top], scores[top].astype(np.float64)
        chances = self._chances(unseen, at_ms)
        lots = self._rng.random(limit) < self._share
        picks: list[Pick] = []
        for by_lot in lots.tolist():
            clip = self._drawn(unseen, chances) if by_lot else self._first(clips, scores)
            if clip is None:  # nothing left to draw of, or caps leave nothing
                clip = self._first(clips, scores) if by_lot else self._drawn(unseen, chances)
            if clip is None:
                break
            place = int(np.searchsorted(unseen, clip))
            by_chance = self._share * float(chances[place])
            picks.append((clip, by_chance + (0.0 if by_lot else 1 - self._share)))
            chances[place] = 0
            chances /= max(float(chances.sum()), 1e-12)
            self._take(clips, scores, clip, [one for one, _ in picks])
        return self.shelf.filled(person, picks, limit)

    def learn(self, watch: Watch) -> None:
        """The next page knows of it."""
        self.shelf.saw(watch.person, watch.clip, watch.at_ms)
        self._shown[watch.clip] += 1
        self.learner.learn(watch)

    def _chances(self, unseen: Rows, at_ms: int) -> NDArray[np.float64]:
        """The chance of each clip where a slot is drawn by lot."""
        lacking = np.maximum(0, self._goal - self._shown[unseen])
        lacking[at_ms - self.learner.traits.published_ms[unseen] >= DAY_MS] = 0
        weights = lacking if lacking.any() else 1 / (10 + self._shown[unseen])
        chances: NDArray[np.float64] = weights / max(float(weights.sum()), 1e-12)
        return chances

    def _drawn(self, unseen: Rows, chances: NDArray[np.float64]) -> int | None:
        if not chances.any():
            return None
        return int(unseen[np.searchsorted(np.cumsum(chances), self._rng.random() * chances.sum())])

    def _first(self, clips: Rows, scores: NDArray[np.float64]) -> int | None:
        place = int(scores.argmax()) if len(scores) else -1
        return int(clips[place]) if place >= 0 and np.isfinite(scores[place]) else None

    def _take(self, clips: Rows, scores: NDArray[np.float64], clip: int, page: list[int]) -> None:
        """A clip is on the page: it is no candidate any more, and its like are less so."""
        traits = self.learner.traits
        scores[clips == clip] = -np.inf
        creators = traits.creators[clips]
        if (traits.creators[page] == traits.creators[clip]).sum() >= _OF_CREATOR:
            scores[creators == traits.creators[clip]] = -np.inf
        for topic in traits.topics[clip].tolist():
            if topic >= 0:
                scores[(traits.topics[clips] == topic).any(axis=1)] -= _SPREAD
