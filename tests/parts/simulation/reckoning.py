"""What a run came to: watch time, who got seen, whether new clips got an audience, repeats."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from parts.simulation.stage import Shown
from parts.simulation.world import DAY_MS, START_MS, World

FIRST_AUDIENCE = 100
"""So many people are a new clip's first audience."""


class Reckoning(msgspec.Struct, frozen=True):
    """Of the days after the settled ones.

    ``watch_s``: mean seconds a clip on a screen was watched; ``whole``: share watched to the end; ``gini``
    of impressions over creators with clips, 0 where all get the same; ``first``: share of new clips seen by
    100 people within a day; ``new_slots``: share of impressions that were of those hundred; ``repeats``: of
    all days, clips shown again within 30 days while there were unseen ones; ``impressions``: counted.
    """

    watch_s: float
    whole: float
    gini: float
    first: float
    new_slots: float
    repeats: int
    impressions: int


def reckon(world: World, shown: Shown, days: int) -> Reckoning:
    """What came of ``days``."""
    since_ms = START_MS + min(world.parameters.settled_days, days // 2) * DAY_MS
    late = shown.at_ms >= since_ms
    creators = world.clips.creators
    there = np.unique(creators[world.clips.published_ms < START_MS + days * DAY_MS])
    impressions = np.bincount(creators[shown.clips[late]], minlength=int(creators.max()) + 1)
    first, of_new = _first_audiences(world, shown, since_ms, START_MS + (days - 1) * DAY_MS)
    return Reckoning(
        watch_s=float(shown.watched_ms[late].mean()) / 1000,
        whole=float(shown.whole[late].mean()),
        gini=gini(impressions[there].astype(np.float64)),
        first=first,
        new_slots=of_new / max(1, int(late.sum())),
        repeats=int(shown.repeat.sum()),
        impressions=int(late.sum()),
    )


def gini(amounts: NDArray[np.float64]) -> float:
    """Gini coefficient: half the mean difference of two by the mean, 0 to 1."""
    ordered = np.sort(amounts)
    many, total = len(ordered), float(ordered.sum())
    if not total:
        return 0.0
    ranks = np.arange(1, many + 1)
    return float((2 * ranks - many - 1) @ ordered / (many * total))


def _first_audiences(world: World, shown: Shown, since_ms: int, until_ms: int) -> tuple[float, int]:
    """Share of the clips published in that time that got theirs, and the impressions that went to all."""
    published_ms = world.clips.published_ms
    new = np.flatnonzero((published_ms >= since_ms) & (published_ms < until_ms))
    if not len(new):
        return 1.0, 0
    within = shown.at_ms - published_ms[shown.clips] < DAY_MS
    pairs = np.unique(np.stack((shown.clips[within], shown.persons[within]), axis=1), axis=0)
    people = np.bincount(pairs[:, 0], minlength=len(published_ms))[new]
    return float((people >= FIRST_AUDIENCE).mean()), int(np.minimum(people, FIRST_AUDIENCE).sum())
