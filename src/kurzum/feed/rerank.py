"""Rerank: from scores to a page.

New clips first, none twice, no two of a creator in a row, not too much of one thing, and slots for clips that
are owed an audience.

A rule that cannot be kept makes the page shorter, never worse; only how much of one thing gives way before.
Pure: the same slate gives the same picks.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.candidates import NEW, SEEN, SERVED
from kurzum.feed.explore import drawn
from kurzum.feed.rank import FEATURES, Config, Features, Weighing, scores

_BELIEF, _DOUBT, _UNPROVEN = (FEATURES.index(name) for name in ("belief", "doubt", "unproven"))
_LEANING, _UNWANTED = FEATURES.index("leaning"), FEATURES.index("unwanted")
_WHICH, _WHETHER = 1_000, 1_001  # what is drawn beside slots
_LOOKED_THROUGH = 100
"""So many of the best are looked through for something that is not too much of one thing."""


class Slate(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides a page; a page's record holds all of it.

    ``features`` float16 [n, k], by ``rank.FEATURES``; ``weights`` float64 [k]; ``creators``, ``topics`` int32
    [n], a number for each (-1: no topic); ``lanes`` int8 [n]; ``lately`` int64 [n], Unix ms when a clip of a
    later lane was last served or seen; ``last_creator``: number of who made the last clip of the page before,
    or -1.
    """

    features: Features
    weights: Weighing
    creators: Int32
    topics: Int32
    lanes: NDArray[np.int8]
    lately: NDArray[np.int64]
    last_creator: int
    limit: int
    seed: int


class Placed(msgspec.Struct, frozen=True):
    """One slot: which candidate, its score, the chance that this slot would show it, how it came there."""

    index: int
    score: float
    propensity: float
    by_lot: bool
    fill: bool


class _Choice(msgspec.Struct, frozen=True):
    index: int
    propensity: float
    lane: int
    by_lot: bool


def rerank(slate: Slate, config: Config) -> list[Placed]:
    """At most ``limit`` picks.

    The propensity of a slot is conditional on the slots before it: 1 where rank decides, else how likely the
    clip was to win the draw. Nothing but slate and seed decides what is drawn.
    """
    worth = scores(slate.features, slate.weights)
    return _Table(slate, config, worth).lay()


def draw(seed: int, slot: int, n: int) -> int:
    """A number below ``n``, each as likely; the same for the same seed and slot, on any machine for ever."""
    word = seed.to_bytes(8, "big", signed=True) + slot.to_bytes(2, "big")
    return int.from_bytes(blake2b(word, digest_size=8).digest(), "big") * n >> 64


class _Table:
    """The candidates while a page is laid out of them."""

    def __init__(self, slate: Slate, config: Config, worth: NDArray[np.float64]) -> None:
        self._slate = slate
        self._config = config
        self._worth = worth
        # Lists, for a page asks of single clips some thousand times.
        self._creator = slate.creators.tolist().__getitem__
        self._topic = slate.topics.tolist().__getitem__
        leaning = slate.features[:, _LEANING].astype(np.float64)
        self._leans = (leaning >= config.leans).tolist().__getitem__
        lanes = slate.lanes if np.count_nonzero(slate.lanes) else None
        new = _queue(slate, worth, lanes, NEW)
        later = () if lanes is None else (SERVED, SEEN)
        self._queues = [new.tolist(), *(_queue(slate, worth, lanes, lane).tolist() for lane in later)]
        beyond = new[slate.limit :]  # what rank leaves off the page
        self._beyond = beyond[slate.features[beyond, _UNWANTED] <= 0]
        self._creators_beyond = slate.creators[self._beyond]
        self._left = np.ones(len(slate.creators), bool)
        self._of_creator: Counter[int] = Counter()
        self._of_topic: Counter[int] = Counter()

    def lay(self) -> list[Placed]:
        """Choose slot by slot."""
        slate = self._slate
        placed: list[Placed] = []
        before = slate.last_creator
        every = self._config.explore_every
        turn = draw(slate.seed, _WHICH, every) if self._config.by_promise else every - 1
        while len(placed) < slate.limit:
            slot = len(placed)
            by_lot = self._by_lot(before, slot) if slot % every == turn else None
            chosen = by_lot or self._by_rank(before)
            if chosen is None and not placed and before >= 0:
                chosen = self._by_rank(-1)  # a new page may begin as the last one ended
            if chosen is None:
                break
            index = chosen.index
            self._queues[chosen.lane].remove(index)
            self._left[index] = False
            before = self._creator(index)
            self._of_creator[before] += 1
            self._of_topic[self._topic(index)] += 1
            worth, fill = self._worth.item(index), chosen.lane == SEEN
            placed.append(Placed(index, worth, chosen.propensity, chosen.by_lot, fill))
        return placed

    def _by_lot(self, before: int, slot: int) -> _Choice | None:
        """Draw one of the new clips that rank leaves off this page; None where there is no choice."""
        if self._pressed(self._queues[NEW]) is not None:
            return None
        beyond = self._beyond
        pool = beyond[self._left[beyond] & (self._creators_beyond != before)]
        if not len(pool):
            return None
        seed, table = self._slate.seed, self._slate.features
        if not self._config.by_promise:
            return _Choice(int(pool[draw(seed, slot, len(pool))]), 1 / len(pool), NEW, True)
        owed = pool[table[pool, _UNPROVEN] > 0]
        if not len(owed) and draw(seed, _WHETHER, 2):
            return None  # nobody is owed anything: half as much is drawn, of all
        pool = owed if len(owed) else pool
        belief, doubt = table[pool, _BELIEF].astype(np.float64), table[pool, _DOUBT].astype(np.float64)
        chosen, propensity = drawn(belief, doubt, seed, slot)
        return _Choice(int(pool[chosen]), propensity, NEW, True)

    def _by_rank(self, before: int) -> _Choice | None:
        """The best that may stand here. A lane is left only when nothing of it remains."""
        for lane, queue in enumerate(self._queues):
            if queue:
                best = self._best(queue, before)
                return None if best is None else _Choice(best, 1.0, lane, False)
        return None

    def _best(self, queue: list[int], before: int) -> int | None:
        """Of those that may stand here the first that is not too much of one thing, or is least so.

        Near the end, one of the creator who would else be left alone.
        """
        creator, pressed = self._creator, self._pressed(queue)
        if pressed is not None and pressed != before:
            return next(i for i in queue if creator(i) == pressed)
        first: dict[int, int] = {}
        for place, index in enumerate(queue):
            if creator(index) != before:
                much = self._too_much(index)
                if not much:
                    return index
                first.setdefault(much, index)
            if first and place >= _LOOKED_THROUGH:
                break
        return first[min(first)] if first else None

    def _too_much(self, index: int) -> int:
        """0 where it is not; what gives way first is least: a topic that the viewer does not lean to, any
        topic, the creator."""
        tens, config = max(1.0, self._slate.limit / 10), self._config
        if self._of_creator[self._creator(index)] >= config.of_creator * tens:
            return 3
        topic = self._topic(index)
        if topic < 0:
            return 0
        of_topic = self._of_topic[topic]
        if of_topic >= config.of_topic * tens:
            return 2
        return int(not self._leans(index) and of_topic >= config.of_other * tens)

    def _pressed(self, queue: list[int]) -> int | None:
        """Who has over half of what is left, when little is left: every second slot must be theirs then."""
        if not queue or len(queue) > self._config.tight * self._slate.limit:
            return None
        creator, most = Counter(map(self._creator, queue)).most_common(1)[0]
        return creator if 2 * most > len(queue) else None


def _queue(slate: Slate, worth: NDArray[np.float64], lanes: NDArray[np.int8] | None, lane: int) -> Rows:
    """A lane's candidates in the order in which they are to be used; ties go to the earlier candidate.

    ``lanes``: None where all are new.
    """
    if lanes is None:
        return (-worth).argsort(kind="stable")
    members = np.flatnonzero(lanes == lane)
    by = -worth[members] if lane == NEW else slate.lately[members]
    return members[by.argsort(kind="stable")]
