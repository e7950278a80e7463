"""Heads: what is likely to become of a view, and what that counts in the order of clips."""

from __future__ import annotations

import numpy as np
import pytest

from kurzum.feed.blend import ACTS, FEATURES, UNWANTED, ActWeights, BlendConfig
from kurzum.feed.causes import explain
from kurzum.feed.heads import HEADS, Heads, HeadsConfig
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watches import UNKNOWN, Watch

MINUTE, DAY = 60_000, 86_400_000
START = 20_000 * DAY
LIKE, SHARE, FOLLOW, SKIP = range(4)
EVEN = -1.0
"""Log odds of a long view that are said."""
EVERY = np.arange(20)


def view(person: int, clip: int, minute: int, watched_ms: int = 30_000, **acts: bool) -> Watch:
    return Watch(
        person=person,
        clip=clip,
        at_ms=START + minute * MINUTE,
        watched_ms=watched_ms,
        duration_ms=MINUTE,
        **acts,
    )


def chances(heads: Heads, person: int, clip: int) -> list[float]:
    """Of each head."""
    return [
        float(one[0]) for one in heads.chances(person, np.array([clip]), np.array([EVEN], np.float32))[1:]
    ]


def viewed(heads: Heads, views: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Views by people and of clips that differ; the chances as they were said, and what came, [n, 4]."""
    lots = np.random.default_rng(seed)
    eager, good = np.exp(lots.normal(0, 1, 50)), np.exp(lots.normal(0, 0.7, 20))
    said, came = [], []
    for n in range(views):
        person, clip = int(lots.integers(50)), int(lots.integers(20))
        likely = np.minimum(0.9, np.array([0.05, 0.01, 0.01, 0.3]) * eager[person] * good[clip])
        like, share, follow, skip = (lots.random(4) < likely).tolist()
        said.append(chances(heads, person, clip))
        came.append([like, share, follow, skip])
        watch = view(person, clip, n, 500 if skip else 5_000, like=like, share=share, follow=follow)
        heads.learn(watch, False, EVEN)
    return np.array(said), np.array(came)


def test_chances_come_true() -> None:
    said, came = viewed(Heads(HeadsConfig(one_in=1)), 12_000)
    for head in range(4):
        lately, ended = said[4_000:, head], came[4_000:, head]
        assert lately.mean() == pytest.approx(ended.mean(), rel=0.2)
        order = np.argsort(lately, kind="stable")
        for part in np.array_split(order, 3):
            assert lately[part].mean() == pytest.approx(ended[part].mean(), rel=0.25, abs=0.008)
    likely = said[4_000:, LIKE] > np.median(said[4_000:, LIKE])
    assert came[4_000:, LIKE][likely].mean() > 3 * came[4_000:, LIKE][~likely].mean()


def test_a_clip_gains_nothing_by_being_shown_to_people_who_like_everything() -> None:
    heads = Heads(HeadsConfig())
    for n in range(2_000):
        eager, clip = n % 2 == 0, n % 7 + 10
        heads.learn(view(n % 40, clip, n, like=eager), True, EVEN)
    for n in range(60):
        heads.learn(view(2 * (n % 20), 1, 2_000 + n, like=True), True, EVEN)
        heads.learn(view(2 * (n % 20) + 1, 2, 2_000 + n, like=n % 2 == 0), True, EVEN)
    to_eager, to_others = heads.lifts(np.array([1, 2]), 20)[LIKE]
    assert to_others > to_eager + 0.5
    assert abs(to_eager) < 0.7, "60 likes of 60 views, and yet nothing out of the ordinary"


def test_where_nothing_is_known_a_clip_is_an_ordinary_one() -> None:
    heads = Heads(HeadsConfig(one_in=1))
    like, share, follow, skip = HeadsConfig().shares
    short = 1 / (1 + np.exp(EVEN))
    assert chances(heads, 3, 1) == pytest.approx([like, share, follow, skip * short])
    assert not heads.lifts(slice(0, 20), 20).any()
    heads.learn(view(1, 1, 0, watched_ms=UNKNOWN), False, EVEN)
    heads.learn(view(1, 1, 0, watched_ms=100), True, EVEN)
    assert heads.lifts(np.array([1]), 20)[SKIP, 0] == 0, "neither can have been a skip"
    heads.learn(view(1, 1, 0, watched_ms=100), False, EVEN)
    assert heads.lifts(np.array([1]), 20)[SKIP, 0] > 0


def test_an_act_that_comes_later_counts_like_one_that_was_told_at_once() -> None:
    each = LearnerConfig(heads=HeadsConfig(one_in=1))
    at_once, later = (Learner(each, 1) for _ in range(2))
    for one in (at_once, later):
        for clip in range(20):
            one.traits.put(clip, clip, -1, [0], MINUTE, START)
    for n in range(100):
        like = n % 5 == 0
        at_once.learn(view(n % 9, n % 20, n, like=like))
        later.learn(view(n % 9, n % 20, n))
        if like:
            later.act(n % 9, n % 20, like=True)
    here, there = at_once.heads.lifts(EVERY, 20), later.heads.lifts(EVERY, 20)
    assert there == pytest.approx(here, abs=0.05)
    assert here[LIKE, 0] > 0.3 > here[LIKE, 1]
    told = at_once.chances(3, EVERY)
    assert set(told) == {"long", *HEADS}
    assert all(((one > 0) & (one < 1)).all() for one in told.values())
    assert (told["long"] + told["skip"] < 1).all(), "none of both"


def test_weights_of_acts_order_clips_as_they_are_set_and_are_never_learned() -> None:
    config = BlendConfig(
        acts=ActWeights(like=0.5, share=0.0, follow=0.0, skip=-0.5), one_in=1, step=0.02, hold=0.0
    )
    every = HeadsConfig(one_in=1)
    weighed = Learner(LearnerConfig(blend=config, heads=every), 1)
    plain = Learner(LearnerConfig(heads=every), 1)
    for one in (weighed, plain):
        for clip in range(20):
            one.traits.put(clip, clip, -1, [0], MINUTE, START)
        for n in range(600):
            clip = n * 7 % 20
            one.learn(view(n % 31, clip, n, 500 if clip == 3 else 9_000, like=clip == 2))
    now = START + 601 * MINUTE
    published = weighed.blend.published
    assert published.version > 0
    assert published.worth[ACTS : ACTS + 4] == (0.5, 0.0, 0.0, -0.5)
    assert FEATURES[UNWANTED + 1 : UNWANTED + 5] == HEADS
    told = explain(weighed, 99, 2, now)
    assert told.adds["like"] > 0.3
    assert told.adds["skip"] > 0, "less left at once than others are"
    assert explain(weighed, 99, 3, now).adds["skip"] < -0.3
    assert told.score == pytest.approx(float(weighed.score(99, np.array([2]), now)[0]), abs=1e-4)
    assert (weighed.rank(99, now, 20, ()) == plain.rank(99, now, 20, (), weighed.blend.published)).all()
