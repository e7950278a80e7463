"""The learner: what viewers do changes what they get next, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

from kurzum.feed.blend import FEATURES, UNWANTED, BlendConfig
from kurzum.feed.causes import explain
from kurzum.feed.covisits import WATCHED, CovisitConfig
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.pairs import ThinPairs
from kurzum.feed.watches import Depths, Watch, WatchConfig, is_long, worth

MINUTE, DAY = 60_000, 86_400_000
START = 20_000 * DAY
TOPICS, PER_TOPIC = 5, 20
CLIPS = TOPICS * PER_TOPIC
"""Clip n has topic n // 20, creator n // 4, sound n // 2; all are a minute long."""


def learner(config: LearnerConfig | None = None, seed: int = 1) -> Learner:
    made = Learner(config or LearnerConfig(), seed)
    for clip in range(CLIPS):
        made.traits.put(clip, clip // 4, clip // 2, [clip // PER_TOPIC], MINUTE, START - DAY)
    return made


def watch(person: int, clip: int, minute: int, long: bool = True, **more: bool) -> Watch:
    return Watch(
        person=person, clip=clip, at_ms=START + minute * MINUTE, watched_ms=MINUTE if long else 1_000,
        duration_ms=MINUTE, long=long, **more,
    )  # fmt: skip


def crowd(made: Learner, people: int = 60) -> int:
    """People of one topic each, who watch twelve clips of it and pass two of the next; the minute after."""
    minute = 0
    for person in range(1, people + 1):
        topic = person % TOPICS
        for n in range(14):
            mine = n % 7 != 6
            clip = (topic if mine else (topic + 1) % TOPICS) * PER_TOPIC + (person * 7 + n * 3) % PER_TOPIC
            made.learn(watch(person, clip, minute, long=mine))
            minute += 1
    return minute


def topics(clips: np.ndarray[tuple[int], np.dtype[np.intp]]) -> list[int]:
    return [int(clip) // PER_TOPIC for clip in clips]


def test_one_watch_makes_a_new_viewer_personal() -> None:
    made = learner()
    minute = crowd(made)
    now = START + minute * MINUTE
    assert len(set(topics(made.rank(999, now, 20, ())))) > 2, "nobody is known: a bit of everything"
    made.learn(watch(999, 2 * PER_TOPIC + 5, minute))
    after = topics(made.rank(999, now, 10, {2 * PER_TOPIC + 5}))
    assert after.count(2) >= 8
    scores = made.score(999, np.arange(CLIPS), now)
    assert topics(np.argsort(-scores)[:10]).count(2) >= 8


def test_a_taste_that_turns_is_followed() -> None:
    made = learner()
    minute = crowd(made)
    for n in range(20):
        made.learn(watch(999, n, minute + n))
    for n in range(20):
        made.learn(watch(999, 4 * PER_TOPIC + n, minute + 20 + n))
        made.learn(watch(999, (n * 3) % PER_TOPIC, minute + 20 + n, long=False))
    now = START + (minute + 60) * MINUTE
    scores = made.score(999, np.arange(CLIPS), now)
    assert scores[80:].mean() > scores[:20].mean()


def test_no_interest_sinks_the_topic_and_what_else_it_was() -> None:
    made = learner()
    minute = crowd(made)
    for n in range(3):
        made.learn(watch(999, PER_TOPIC + n, minute + n))
    now = START + (minute + 10) * MINUTE
    assert topics(made.rank(999, now, 10, ())).count(1) >= 8
    for n in range(3, 6):
        made.learn(watch(999, PER_TOPIC + n, minute + n, long=False, hidden=True))
    assert topics(made.rank(999, now, 20, ())).count(1) <= 1
    scores = made.score(999, np.arange(CLIPS), now)
    assert scores[PER_TOPIC : 2 * PER_TOPIC].max() < np.median(scores)


def test_shown_but_not_watched_lowers_a_clip_and_exposure_alone_does_not_raise() -> None:
    made = learner()
    minute = crowd(made)
    now = START + (minute + 100) * MINUTE
    passed, never = 7, 8
    before = made.score(999, np.array([passed, never]), now)
    heat = made.heat.logs(np.array([passed]), CLIPS, now)
    for n in range(30):
        made.learn(watch(500 + n, passed, minute + n, long=False))
    after = made.score(999, np.array([passed, never]), now)
    assert after[0] < before[0] - 0.3
    assert after[1] == pytest.approx(before[1], abs=0.05)
    assert (made.heat.logs(np.array([passed]), CLIPS, now) == heat).all()


def test_the_same_watches_give_the_same_answers_and_asking_teaches_nothing() -> None:
    asked, quiet = learner(), learner()
    for made in (asked, quiet):
        minute = 0
        for person in range(1, 200):
            for n in range(8):
                made.learn(watch(person, (person * 13 + n * n) % CLIPS, minute, long=(person + n) % 3 > 0))
                minute += 1
                if made is asked:
                    made.rank(person, START + minute * MINUTE, 5, ())
                    made.score(person, np.arange(5), START + minute * MINUTE)
    now = START + minute * MINUTE
    assert asked.blend.published == quiet.blend.published
    assert asked.blend.published.version > 0
    for person in range(0, 260, 20):
        assert (asked.rank(person, now, 30, ()) == quiet.rank(person, now, 30, ())).all()
        every = np.arange(CLIPS)
        assert (asked.score(person, every, now) == quiet.score(person, every, now)).all()


def test_weights_are_learned_from_pages_and_a_version_stays_as_it_is() -> None:
    made = learner(LearnerConfig(blend=BlendConfig(one_in=1, step=0.02, hold=0.0)))
    first = made.blend.published
    crowd(made)
    last = made.blend.published
    assert last.version > first.version
    topic = FEATURES.index("topic")
    assert last.worth[topic] > first.worth[topic] + 0.1, "on these pages the topic decides"
    assert last.worth[UNWANTED] == first.worth[UNWANTED], "what the viewer says is not weighed anew"
    scores = [made.score(3, np.arange(CLIPS), START, weights) for weights in (first, first, last)]
    assert (scores[0] == scores[1]).all()
    assert (scores[0] != scores[2]).any()


def test_what_is_not_out_yet_or_left_out_is_not_ranked() -> None:
    made = learner()
    made.traits.put(CLIPS, 1, 1, [0], MINUTE, START + DAY)
    assert CLIPS not in made.rank(1, START, CLIPS + 1, ())
    assert CLIPS in made.rank(1, START + 2 * DAY, CLIPS + 1, ())
    out = set(range(50))
    assert not out & set(made.rank(1, START, CLIPS, out).tolist())


def test_whom_somebody_follows_is_lifted_for_them_alone() -> None:
    made = learner()
    minute = crowd(made)
    made.learn(watch(999, 41, minute, follow=True))
    now = START + minute * MINUTE
    theirs, other = np.array([40, 42, 43]), np.array([44, 46, 48])
    apart = made.features(999, theirs, now, 10)[5] - made.features(999, other, now, 10)[5]
    assert (apart > 1).all()
    assert not made.features(3, theirs, now, 10)[5].any()


def test_a_watch_is_long_beside_others_of_clips_of_its_length() -> None:
    depths, config = Depths(), WatchConfig()
    for n in range(200):
        depths.learn(int(MINUTE * n / 200), MINUTE)
        depths.learn(int(6_000 * (0.8 + n / 1_000)), 6_000)
    half = Watch(person=1, clip=1, at_ms=START, watched_ms=48_000, duration_ms=MINUTE)
    short = Watch(person=1, clip=1, at_ms=START, watched_ms=5_000, duration_ms=6_000)
    assert is_long(half, depths, config)
    assert not is_long(short, depths, config), "four fifths of a short clip is little beside others"
    assert worth(half, True, config) > worth(short, False, config) > 0
    assert worth(watch(1, 1, 0, hidden=True), False, config) == 0


def test_old_pairs_fade() -> None:
    made = learner(LearnerConfig(covisits=CovisitConfig(half_life_days=1.0)))
    made.learn(watch(1, 0, 0))
    made.learn(watch(1, 1, 1))
    for day in range(1, 60):
        made.learn(watch(2, 10, day * 1440))
        made.learn(watch(2, 11, day * 1440 + 1))
    made.covisits.settle()
    pairs = made.covisits.pairs.with_one(WATCHED, np.arange(CLIPS, dtype=np.int32), 1) / made.covisits.unit
    assert 0 < pairs[0] < 1e-6
    assert made.covisits.pairs.with_one(WATCHED, np.array([10], np.int32), 11)[0] / made.covisits.unit > 0.5


def test_an_answer_is_explained_by_what_the_person_did() -> None:
    made = learner()
    minute = crowd(made)
    made.learn(watch(999, 41, minute, follow=True))
    made.learn(watch(999, 45, minute + 1))
    now = START + (minute + 2) * MINUTE
    told = explain(made, 999, 40, now)
    assert told.score == pytest.approx(float(made.score(999, np.array([40]), now)[0]), abs=1e-4)
    assert told.score == pytest.approx(sum(told.adds.values()))
    kinds = {cause.kind for cause in told.causes}
    assert "follow" in kinds
    assert all(cause.number in (41, 45) for cause in told.causes if cause.kind == "clip")
    assert all(cause.adds > 0 for cause in told.causes)
    assert explain(made, 12_345, 40, now).causes == []
    other = explain(made, 999, 44, now)
    assert [cause for cause in other.causes if cause.kind == "creator"], "45 has the creator of 44"


def test_a_bounded_table_of_pairs_answers_as_the_whole_one_while_there_is_room() -> None:
    wide = CovisitConfig(dense_to=10, neighbours=64 * CLIPS)
    thin, dense = learner(LearnerConfig(covisits=wide)), learner()
    minute = crowd(thin, 80)
    crowd(dense, 80)
    assert isinstance(thin.covisits.pairs, ThinPairs)
    now, every = START + minute * MINUTE, np.arange(CLIPS)
    for person in (1, 7, 33):
        assert thin.score(person, every, now) == pytest.approx(dense.score(person, every, now), abs=1e-3)
    assert 5 not in thin.rank(7, now, CLIPS, {5})


def test_a_full_table_of_pairs_keeps_what_is_met_most() -> None:
    table = ThinPairs(8)
    table.room(1_000)
    for other in range(1, 1_000):
        many = 50 if other % 250 == 0 else 1
        table.add(np.zeros(many, np.intp), np.full(many, other), np.ones((2, many), np.float32))
    kept = set(table.others(np.array([0], np.int32)).tolist())
    assert {250, 500, 750} <= kept
    assert len(kept) <= 8


def test_where_nothing_is_known_answers_are_empty_or_even() -> None:
    empty = Learner(LearnerConfig(), 1)
    assert len(empty.rank(1, START, 10, ())) == 0
    fresh = learner()
    assert len(fresh.rank(1, START, 10, ())) == 10
    assert len(set(fresh.score(1, np.arange(CLIPS), START).tolist())) == 1
