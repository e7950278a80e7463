"""Rerank: from scores to a page. New clips first, none twice, no two of a creator in a row, slots by lot.

A rule that cannot be kept makes the page shorter, never worse. Pure: the same slate gives the same picks.
"""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.feed.rank import Config, Features, scores

NEW, SERVED, SEEN = 0, 1, 2
"""Lanes: new to the viewer; served lately, not known to be seen; seen. A later one is used only to fill."""


class Slate(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides a page; a page's record holds all of it.

    ``features`` float16 [n, k]; ``creators`` int [n], a number for each; ``lanes`` int [n];
    ``lately`` int [n], Unix ms when a clip of a later lane was last served or seen;
    ``last_creator``: number of who made the last clip of the page before, or -1.
    """

    features: Features
    creators: NDArray[np.int16]
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


def rerank(slate: Slate, config: Config) -> list[Placed]:
    """At most ``limit`` picks.

    The propensity of a slot is conditional on the slots before it: 1 where rank decides, 1/n where one of
    n is drawn. Nothing but the seed decides what is drawn.
    """
    worth = scores(slate.features, config.weights)
    lot = np.random.default_rng(slate.seed)
    queues = [_queue(slate, worth, lane) for lane in (NEW, SERVED, SEEN)]
    ranked = set(queues[NEW][: slate.limit])
    placed: list[Placed] = []
    before = slate.last_creator
    while len(placed) < slate.limit:
        chosen = _by_lot(slate, config, queues[NEW], ranked, before, len(placed), lot)
        if chosen is None:
            chosen = _by_rank(slate, config, queues, before)
        if chosen is None and not placed and before >= 0:
            chosen = _by_rank(slate, config, queues, -1)  # a new page may begin as the last one ended
        if chosen is None:
            break
        index, propensity, lane, by_lot = chosen
        queues[lane].remove(index)
        before = int(slate.creators[index])
        placed.append(Placed(index, float(worth[index]), propensity, by_lot, lane == SEEN))
    return placed


_Choice = tuple[int, float, int, bool]


def _queue(slate: Slate, worth: NDArray[np.float64], lane: int) -> list[int]:
    """A lane's candidates in the order in which they are to be used; ties go to the earlier candidate."""
    members = [int(i) for i in np.flatnonzero(slate.lanes == lane)]
    if lane == NEW:
        return sorted(members, key=lambda i: (-worth[i], i))
    return sorted(members, key=lambda i: (int(slate.lately[i]), i))


def _by_lot(
    slate: Slate,
    config: Config,
    queue: list[int],
    ranked: set[int],
    before: int,
    slot: int,
    lot: np.random.Generator,
) -> _Choice | None:
    """Draw one of the new clips that rank would leave off this page; None where this slot is not by lot."""
    if slot % config.explore_every != config.explore_every - 1 or _pressed(slate, config, queue) is not None:
        return None
    pool = [i for i in queue if i not in ranked and slate.creators[i] != before]
    if not pool:
        return None
    return pool[int(lot.integers(len(pool)))], 1 / len(pool), NEW, True


def _by_rank(slate: Slate, config: Config, queues: list[list[int]], before: int) -> _Choice | None:
    """The best that may stand here. A lane is left only when nothing of it remains."""
    for lane, queue in enumerate(queues):
        if queue:
            allowed = [i for i in queue if slate.creators[i] != before]
            if not allowed:
                return None
            return _fair(slate, config, queue, allowed), 1.0, lane, False
    return None


def _fair(slate: Slate, config: Config, queue: list[int], allowed: list[int]) -> int:
    """The first allowed one; near the end, one of the creator who would otherwise be left alone."""
    pressed = _pressed(slate, config, queue)
    return next((i for i in allowed if slate.creators[i] == pressed), allowed[0])


def _pressed(slate: Slate, config: Config, queue: list[int]) -> int | None:
    """Who has over half of what is left, when little is left: every second slot must be theirs then."""
    if not queue or len(queue) > config.tight * slate.limit:
        return None
    creator, most = Counter(int(slate.creators[i]) for i in queue).most_common(1)[0]
    return creator if 2 * most > len(queue) else None
