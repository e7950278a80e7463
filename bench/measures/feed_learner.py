"""What the learner of the feed costs at 1,000,000 clips and 100,000 people, in one process.

People and clips are drawn with a realistic skew: the chance of a person falls with the power 0.8 of their
place, that of a clip with its place among those of one of 400 topics; a person keeps to three topics for
seven of ten watches. CPU time is this process's; pages are ranked for the people who watched most, whose
histories are full. `feed_eval.py` measures the same at 7,583 clips.
"""

from __future__ import annotations

import resource
import time

import numpy as np
from numpy.typing import NDArray

from bench.measures.figure import Figure, Measure
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watches import Watch

CLIPS, PEOPLE, TOPICS, CREATORS = 1_000_000, 100_000, 400, 120_000
WATCHES, PAGES = 400_000, 500
_SETTLED = 100_000
_START_MS = 1_700_000_000_000


def run(times: int) -> list[Figure]:
    """The same watches each time, so that the spread is the machine's."""
    learned, ranked, slowest, memory = [], [], [], []
    for _ in range(max(1, times // 2)):
        learner, learn_us = _learned()
        pages = _pages(learner)
        learned.append(learn_us)
        ranked.append(float(np.median(pages)))
        slowest.append(float(np.percentile(pages, 99)))
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        del learner
    return [
        Figure("learn, mean", "us CPU", learned, bar=100),
        Figure("rank 20, median", "ms CPU", ranked),
        Figure("rank 20, p99", "ms CPU", slowest, bar=20),
        Figure("memory at most, of the whole process", "MB", memory, bar=4_096),
    ]


def _learned() -> tuple[Learner, float]:
    rng = np.random.default_rng(7)
    learner = Learner(LearnerConfig(), 1)
    topic = rng.integers(TOPICS, size=CLIPS)
    creator = rng.integers(CREATORS, size=CLIPS)
    for clip in range(CLIPS):
        learner.traits.put(clip, int(creator[clip]), clip % 50_000, [int(topic[clip])], 20_000, _START_MS)
    by_topic = [np.flatnonzero(topic == one) for one in range(TOPICS)]
    people = _drawn(rng, PEOPLE, 0.8, WATCHES)
    own = rng.random(WATCHES) < 0.7
    place = _drawn(rng, CLIPS // TOPICS, 1.0, WATCHES)
    long = rng.random(WATCHES) < 0.4
    any_topic = rng.integers(TOPICS, size=WATCHES)
    taste = rng.integers(TOPICS, size=(PEOPLE, 3))
    began = 0.0
    for n in range(WATCHES):
        if n == _SETTLED:
            began = time.process_time()
        person = int(people[n])
        of = by_topic[int(taste[person, n % 3]) if own[n] else int(any_topic[n])]
        clip = int(of[int(place[n] % len(of))])
        learner.learn(
            Watch(
                person=person, clip=clip, at_ms=_START_MS + n * 200, watched_ms=20_000 if long[n] else 1_500,
                duration_ms=20_000, long=bool(long[n]),
            )
        )  # fmt: skip
    return learner, (time.process_time() - began) / (WATCHES - _SETTLED) * 1e6


def _drawn(rng: np.random.Generator, size: int, power: float, many: int) -> NDArray[np.intp]:
    """Places from 0 on, drawn with a chance that falls with a power of the place."""
    chance = np.cumsum((np.arange(size) + 10.0) ** -power)
    places: NDArray[np.intp] = np.searchsorted(chance, rng.random(many) * chance[-1])
    return places


def _pages(learner: Learner) -> list[float]:
    """CPU ms of each page."""
    watches = np.array([len(learner.histories.of(person).clips) for person in range(PEOPLE)])
    busiest = np.argsort(-watches, kind="stable")[:PAGES].tolist()
    spent = []
    for person in busiest:
        seen = set(learner.histories.of(person).clips.tolist())
        began = time.process_time()
        learner.rank(person, _START_MS + WATCHES * 200, 20, seen)
        spent.append((time.process_time() - began) * 1e3)
    return spent


MEASURES = (
    Measure("feed_learner", "learning and ranking at 1,000,000 clips and 100,000 people", minutes=4, run=run),
)
