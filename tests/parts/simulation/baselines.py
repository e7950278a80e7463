"""What the engine is compared with: lots, popularity, and the rule of an open peer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kurzum.feed.growing import Floats, grown
from kurzum.feed.watches import Watch
from parts.simulation.policy import Pick, Shelf, best
from parts.simulation.world import DAY_MS, HOUR_MS

_HALF_DAY_MS = 12 * HOUR_MS


class Random:
    """Any clip that the person has not seen, each as likely."""

    def __init__(self, seed: int = 1) -> None:
        self.shelf = Shelf()
        self._rng = np.random.default_rng(seed)

    def publish(self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int) -> None:
        """There is a new clip."""
        self.shelf.publish(clip)

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]:
        """By lot."""
        unseen = self.shelf.unseen(person)
        drawn = self._rng.choice(unseen, min(limit, len(unseen)), replace=False)
        picks = [(clip, 1 / (len(unseen) - slot)) for slot, clip in enumerate(drawn.tolist())]
        return self.shelf.filled(person, picks, limit)

    def learn(self, watch: Watch) -> None:
        """Note what was seen."""
        self.shelf.saw(watch.person, watch.clip, watch.at_ms)


class Popular(Random):
    """What was watched to its end most, an old view counting half after half a day; the newest of equals."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self._views: Floats = np.zeros(0, np.float32)
        self._since_ms: NDArray[np.int64] = np.zeros(0, np.int64)

    def publish(self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int) -> None:
        """There is a new clip."""
        super().publish(clip, creator, topics, duration_ms, at_ms)
        self._views = grown(self._views, self.shelf.size)
        self._since_ms = grown(self._since_ms, self.shelf.size)

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]:
        """The most popular that are new to the person."""
        unseen = self.shelf.unseen(person)[::-1]
        faded = self._views[unseen] * np.exp2((self._since_ms[unseen] - at_ms) / _HALF_DAY_MS)
        chosen = unseen[best(faded, limit)]
        return self.shelf.filled(person, [(clip, 1.0) for clip in chosen.tolist()], limit)

    def learn(self, watch: Watch) -> None:
        """Count what was watched to its end."""
        super().learn(watch)
        if watch.watched_ms >= watch.duration_ms:
            clip, at_ms = watch.clip, watch.at_ms
            fade = 2 ** ((int(self._since_ms[clip]) - at_ms) / _HALF_DAY_MS)
            self._views[clip] = float(self._views[clip]) * fade + 1
            self._since_ms[clip] = at_ms


class Loops(Random):
    """Loops' rule, from its published weights: .25 freshness, .35 engagement, .30 interest, .10 creator, and
    30 % of slots by lot among clips with two likes or more (joinloops/loops-server, ForYouFeedService.php).

    Where the original leaves room it is read kindly: all unseen clips are weighed, not the newest few dozen;
    counts are set beside the zone's highest instead of thousands, which a small zone never has; interest is
    known at once, not after half an hour. Creators' trust is the same for all, as in a zone without strikes.
    Nobody saves here, so what saves count is spread over likes, comments and shares; there are no categories,
    so tags count what both would.
    """

    def __init__(self, seed: int = 1, lots: float = 0.3) -> None:
        super().__init__(seed)
        self._lots = lots
        self._counts: NDArray[np.float64] = np.zeros((0, 4))  # likes, comments, shares, views
        self._published_ms: NDArray[np.int64] = np.zeros(0, np.int64)
        self._creators: NDArray[np.int64] = np.zeros(0, np.int64)
        self._topics: list[Sequence[int]] = []
        self._tags: NDArray[np.float64] = np.zeros((0, 1))  # of a clip each tag, parts of one
        self._of_creator: dict[int, dict[int, float]] = {}
        self._of_tag: dict[int, dict[int, float]] = {}

    def publish(self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int) -> None:
        """There is a new clip."""
        super().publish(clip, creator, topics, duration_ms, at_ms)
        size = self.shelf.size
        self._counts, self._published_ms = grown(self._counts, size), grown(self._published_ms, size)
        self._creators, self._tags = grown(self._creators, size), grown(self._tags, size)
        most = max([*topics, -1]) + 1
        if most > self._tags.shape[1]:
            self._tags = np.pad(self._tags, ((0, 0), (0, most - self._tags.shape[1])))
        self._published_ms[clip], self._creators[clip] = at_ms, creator
        for topic in topics:
            self._tags[clip, topic] = 1 / len(topics)
        self._topics.append(topics)

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]:
        """Two by score, one by lot, and so on; somebody new gets the score alone."""
        unseen = self.shelf.unseen(person)
        known = person in self._of_tag
        by_lot = math.ceil(limit * self._lots - 1e-9) if known else 0
        by_score = unseen[best(self._scores(person, unseen, at_ms), limit)]
        pool = unseen[(self._counts[unseen, 0] >= 2) & ~np.isin(unseen, by_score[: limit - by_lot])]
        drawn = self._rng.choice(pool, min(by_lot, len(pool)), replace=False).tolist()
        chosen = by_score[~np.isin(by_score, drawn)][: limit - len(drawn)]
        chances = [1 / (len(pool) - n) for n in range(len(drawn))]
        ranked = [(clip, 1.0) for clip in chosen.tolist()]
        page = _interleaved(ranked, list(zip(drawn, chances, strict=True)))
        return self.shelf.filled(person, page, limit)

    def learn(self, watch: Watch) -> None:
        """Count; a like raises the interest in creator and tags, "not interested" lowers it."""
        super().learn(watch)
        self._counts[watch.clip] += (watch.like, watch.comment, watch.share, 1)
        weight = 2.0 * watch.like - 0.5 * watch.hidden
        if weight:
            creators = self._of_creator.setdefault(watch.person, {})
            tags = self._of_tag.setdefault(watch.person, {})
            _raise(creators, int(self._creators[watch.clip]), weight)
            for topic in self._topics[watch.clip]:
                _raise(tags, topic, weight)

    def _scores(self, person: int, clips: NDArray[np.intp], at_ms: int) -> NDArray[np.float64]:
        age_ms = at_ms - self._published_ms[clips]
        fresh = np.maximum(0, 1 - (age_ms / (730 * DAY_MS)) ** 2)
        most = np.maximum(self._counts[: self.shelf.size].max(axis=0), 1)
        engaged = (self._counts[clips] / most) @ np.array([0.35, 0.25, 0.3, 0.1])
        engaged = engaged / np.log(age_ms // DAY_MS + 3)
        total: NDArray[np.float64] = 0.25 * fresh + 0.35 * engaged + 0.1 * 0.5
        if person not in self._of_tag:
            return total + 0.3 * 0.5
        creators = np.zeros(int(self._creators.max()) + 1)
        tags = np.zeros(self._tags.shape[1])
        for table, known in ((creators, self._of_creator), (tags, self._of_tag)):
            for number, score in known[person].items():
                table[number] = score / 100
        interest = 0.5 * creators[self._creators[clips]] + 0.5 * (self._tags[clips] @ tags)
        total += 0.3 * interest
        return total


def _raise(scores: dict[int, float], number: int, weight: float) -> None:
    scores[number] = min(100.0, max(0.0, scores.get(number, 0.0) + 5 * weight))


def _interleaved(ranked: list[Pick], drawn: list[Pick]) -> list[Pick]:
    page: list[Pick] = []
    while ranked or drawn:
        page += ranked[:2]
        page += drawn[:1]
        ranked, drawn = ranked[2:], drawn[1:]
    return page
