"""Rerank: from scores to a page.

New clips first, none twice, no two of a creator in a row, not too much of one thing, and slots for clips that
are owed an audience.

A rule that cannot be kept makes the page shorter, never worse; only how much of one thing gives way before.
Pure: the same slate gives the same picks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
_TAKEN = 4  # beyond all that ``_Piles.too_much`` says
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
        self._piles = _Piles(slate, config)
        lanes = slate.lanes if np.count_nonzero(slate.lanes) else None
        new = _order(slate, worth, lanes, NEW)
        later = () if lanes is None else (SERVED, SEEN)
        orders = (new, *(_order(slate, worth, lanes, lane) for lane in later))
        self._queues = [_Queue(order.tolist(), self._piles) for order in orders]
        beyond = new[slate.limit :]  # what rank leaves off the page
        self._beyond = beyond[slate.features[beyond, _UNWANTED] <= 0]
        self._creators_beyond = slate.creators[self._beyond]
        self._left = np.ones(len(slate.creators), bool)

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
            self._queues[chosen.lane].take(index)
            self._left[index] = False
            before = self._piles.add(index)
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
        """The best that may stand here. A lane is left only when nothing of it remains.

        Near the end, one of the creator who would else be left alone.
        """
        for lane, queue in enumerate(self._queues):
            if queue.left:
                pressed = self._pressed(queue)
                of_them = pressed is not None and pressed != before
                best = queue.first_of(pressed) if of_them else queue.best(before)
                return None if best is None else _Choice(best, 1.0, lane, False)
        return None

    def _pressed(self, queue: _Queue) -> int | None:
        """Who has over half of what is left, when little is left: every second slot must be theirs then."""
        if not queue.left or queue.left > self._config.tight * self._slate.limit:
            return None
        creator, most = queue.creators().most_common(1)[0]
        return creator if 2 * most > queue.left else None


class _Piles:
    """How much of the page goes to whom, and to what."""

    def __init__(self, slate: Slate, config: Config) -> None:
        # Lists, for a page asks of single clips some hundred times.
        self.creator = slate.creators.tolist().__getitem__
        self._topic = slate.topics.tolist().__getitem__
        leaning = slate.features[:, _LEANING].astype(np.float64)
        self._leans = (leaning >= config.leans).tolist().__getitem__
        tens = max(1.0, slate.limit / 10)
        self._most = (config.of_creator * tens, config.of_topic * tens, config.of_other * tens)
        self._of_creator: Counter[int] = Counter()
        self._of_topic: Counter[int] = Counter()

    def add(self, index: int) -> int:
        """A clip is on the page; its creator."""
        creator: int = self.creator(index)
        self._of_creator[creator] += 1
        self._of_topic[self._topic(index)] += 1
        return creator

    def too_much(self, index: int) -> int:
        """Whether one more like this is too much: 0 where it is not. What gives way first is least: a topic
        that the viewer does not lean to, any topic, the creator. It never falls while a page grows."""
        of_creator, of_topic, of_other = self._most
        if self._of_creator[self.creator(index)] >= of_creator:
            return 3
        topic = self._topic(index)
        if topic < 0:
            return 0
        topics = self._of_topic[topic]
        if topics >= of_topic:
            return 2
        return int(not self._leans(index) and topics >= of_other)


class _Queue:
    """One lane, in the order in which it is to be used. ``left``: how many are not taken.

    How much each was too much of one thing when it was looked at last stands in ``_much``: what is known to
    give way is passed over at once.
    """

    def __init__(self, rows: list[int], piles: _Piles) -> None:
        self.left = len(rows)
        self._rows = rows
        self._piles = piles
        self._much = bytearray(len(rows))

    def take(self, index: int) -> None:
        """It is on the page."""
        self._much[self._rows.index(index)] = _TAKEN
        self.left -= 1

    def first_of(self, creator: int | None) -> int:
        """The first that is left of a creator who has some."""
        return next(row for row in self._there() if self._piles.creator(row) == creator)

    def creators(self) -> Counter[int]:
        """How much is left of each creator."""
        return Counter(map(self._piles.creator, self._there()))

    def best(self, before: int) -> int | None:
        """Of those that may stand behind a clip of ``before`` the first that is not too much of one thing,
        or, as far as is looked through, is least so."""
        creator = self._piles.creator
        for much in range(_TAKEN):
            place = self._much.find(much)
            while place >= 0 and place - self._much.count(_TAKEN, 0, place) <= _LOOKED_THROUGH:
                row = self._rows[place]
                now = self._piles.too_much(row)
                if now > much:
                    self._much[place] = now
                elif creator(row) != before:
                    return row
                place = self._much.find(much, place + 1)
        return next((row for row in self._there() if creator(row) != before), None)

    def _there(self) -> Iterator[int]:
        return (row for row, much in zip(self._rows, self._much, strict=True) if much != _TAKEN)


def _order(slate: Slate, worth: NDArray[np.float64], lanes: NDArray[np.int8] | None, lane: int) -> Rows:
    """A lane's candidates in the order in which they are to be used; ties go to the earlier candidate.

    ``lanes``: None where all are new.
    """
    if lanes is None:
        return (-worth).argsort(kind="stable")
    members = np.flatnonzero(lanes == lane)
    by = -worth[members] if lane == NEW else slate.lately[members]
    return members[by.argsort(kind="stable")]
