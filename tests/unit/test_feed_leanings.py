"""What a person leans to: one watch says something, a few decide, the latest count most; and a no is a no."""

from __future__ import annotations

import numpy as np
import pytest

from kurzum.feed.affinities import Affinities, AffinityConfig
from kurzum.feed.histories import HIDDEN, LONG, SHORT, History
from kurzum.feed.leanings import LeaningConfig, Leanings, leanings
from kurzum.feed.rates import RateConfig, Rates
from kurzum.feed.traits import Traits

CONFIG = LeaningConfig()
TOPICS = 6


def traits() -> Traits:
    """Clip n has topic n % 6; clip 60 has topics 1 and 2; clip 61 has none."""
    made = Traits()
    for clip in range(60):
        made.put(clip, clip, -1, [clip % TOPICS], 20_000, 0)
    made.put(60, 60, -1, [1, 2], 20_000, 0)
    made.put(61, 61, -1, [], 20_000, 0)
    return made


def history(*watches: tuple[int, int]) -> History:
    clips, fates = zip(*watches, strict=True) if watches else ((), ())
    return History(np.array(clips, np.int32), np.ones(len(clips), np.float32), np.array(fates, np.int8))


def leaned(*watches: tuple[int, int], broad: tuple[int, ...] = (), liked: int = 0) -> Leanings:
    there = traits()
    there.broad = np.array(broad, np.int32)
    affinities = Affinities(AffinityConfig())
    for _ in range(liked):
        affinities.learn(0, there)
    return leanings(history(*watches), there, Rates(RateConfig()), affinities, CONFIG)


def odds(*watches: tuple[int, int]) -> list[float]:
    return list(leaned(*watches).odds.tolist())


def test_nobody_leans_to_what_they_never_met() -> None:
    assert odds() == [0.0] * (TOPICS + 1)
    told = odds((0, LONG), (1, SHORT))
    assert told[2:] == [0.0] * (TOPICS - 1)


def test_one_watch_says_something_and_more_say_more() -> None:
    others = [(n, SHORT) for n in (1, 2, 3)]
    one, two = odds(*others, (0, LONG)), odds(*others, (0, LONG), (6, LONG))
    assert 0.3 < one[0] < two[0]
    assert one[1] < 0
    assert odds(*others, (0, LONG), (6, SHORT))[0] < one[0]


def test_whoever_watches_everything_leans_to_nothing_more() -> None:
    keen = odds(*((n, LONG) for n in range(30)))
    assert max(keen[:-1]) - min(keen[:-1]) < 0.3
    assert max(keen) < odds((1, SHORT), (2, SHORT), (3, SHORT), (0, LONG))[0]


def test_a_clip_that_everybody_watches_says_less() -> None:
    there, rates = traits(), Rates(RateConfig())
    rates.room(-1, there)
    rates.shown[:2], rates.long[0] = 200, 190
    watched = history((0, LONG), (1, LONG), (2, SHORT), (3, SHORT), (4, SHORT))
    told = leanings(watched, there, rates, Affinities(AffinityConfig()), CONFIG).odds
    assert 0 < told[0] < told[1]


def test_a_taste_that_turns_is_followed() -> None:
    before = [(6 * n, LONG) for n in range(8)]
    after = [(6 * n, SHORT) for n in range(6)] + [(6 * n + 1, LONG) for n in range(4)]
    told = odds(*before, *after)
    assert told[1] > 0.5 > 0.1 > told[0]


def test_more_hashtags_gain_nothing() -> None:
    there = traits()
    told = leaned((0, SHORT), (1, LONG), (3, LONG))
    found, _ = told.of(np.array([1, 60, 61, 2]), there)
    assert found[1] == pytest.approx((told.odds[1] + told.odds[2]) / 2)
    assert found.tolist()[0::2] == [pytest.approx(told.odds[1]), 0]
    alone, shared = odds((0, SHORT), (1, LONG)), odds((0, SHORT), (60, LONG))
    assert 0 < shared[1] == shared[2] < alone[1]


def test_what_nobody_tried_is_to_be_found_out_most_of_all_what_many_watch() -> None:
    there, clips = traits(), np.array([0, 1, 2, 61])
    _, new = leaned(liked=8).of(clips, there)
    assert new[0] == 1 > new[1] == new[2] > new[3] == 0
    _, tried = leaned((1, SHORT), liked=8).of(clips, there)
    assert tried[1] < tried[2] == new[2]
    _, found = leaned((1, LONG), (7, LONG), (13, LONG), liked=8).of(clips, there)
    assert found[2] < tried[2]
    _, of_language = leaned(broad=(0,), liked=8).of(clips, there)
    assert of_language[0] == 0 < of_language[1]


def test_a_topic_that_is_newer_than_what_is_told_is_nothing() -> None:
    told, there = leaned((0, LONG)), traits()
    there.put(62, 62, -1, [TOPICS + 3], 20_000, 0)
    assert [part.tolist() for part in told.of(np.array([62]), there)] == [[0], [0]]


def unwanted(language_first: bool, *watches: tuple[int, int]) -> list[float]:
    there = traits()
    there.broad = np.array([1] if language_first else [], np.int32)
    return list(Affinities(AffinityConfig()).unwanted_topics(history(*watches), there).tolist())


def test_a_no_counts_whatever_was_watched_before() -> None:
    assert unwanted(False, (0, SHORT), (6, LONG)) == [0.0] * (TOPICS + 1)
    assert unwanted(False, (0, LONG), (6, LONG), (12, HIDDEN))[0] == 1
    assert unwanted(False, (12, HIDDEN), (0, LONG), (6, LONG))[0] == pytest.approx(0.5)
    assert unwanted(False, (12, HIDDEN), (0, LONG), (6, HIDDEN))[0] == 1
    assert unwanted(False, (12, HIDDEN))[1:] == [0.0] * TOPICS
    assert unwanted(False, (61, HIDDEN)) == [0.0] * (TOPICS + 1)


def test_a_language_is_not_refused_with_a_clip() -> None:
    assert unwanted(True, (60, HIDDEN))[1:3] == [0, 1]
