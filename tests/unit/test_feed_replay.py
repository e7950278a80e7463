"""The learner on a recorded log: it answers what ``feed_eval.py`` asks, and asking teaches it nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kurzum.feed.replay import Replay, engine

DAY = 86_400_000
NOW = 100 * DAY


@dataclass(frozen=True)
class Clip:
    id: int
    creator: int
    tags: tuple[str, ...]
    duration_ms: int
    published_ms: int
    sound: int


@dataclass(frozen=True)
class Event:
    person: int
    clip: int
    at_ms: int = NOW
    long_view: bool = True
    watched_ms: int = 20_000
    duration_ms: int = 20_000
    like: bool = False
    follow: bool = False
    comment: bool = False
    share: bool = False
    dislike: bool = False


CLIPS = [Clip(1000 + n, n % 50, (f"tag {n % 8}",), 20_000, n * DAY // 4, n % 100) for n in range(400)]


def watched(replay: Replay) -> None:
    """People watch what has one of eight tags, and pass one clip each."""
    for n in range(8_000):
        person, tag = n % 400, n % 8
        replay.learn(Event(person, CLIPS[tag + 8 * ((n * 7 + n // 400) % 50)].id, NOW - DAY + n * 1000))
        if n % 5 == 0:
            passed = CLIPS[(n * 3) % 400].id
            replay.learn(Event(person, passed, NOW - DAY + n * 1000 + 500, long_view=False, watched_ms=900))


def test_it_ranks_for_the_person_without_what_is_left_out() -> None:
    replay = engine(CLIPS, 1)
    watched(replay)
    picks = replay.rank(3, NOW, 20, set())
    tags = {clip.id: clip.tags[0] for clip in CLIPS}
    assert len(picks) == len(set(picks)) == 20
    assert [tags[clip] for clip in picks].count("tag 3") >= 12
    out = set(picks)
    assert not set(replay.rank(3, NOW, 20, out)) & out
    scores = replay.score(3, [clip.id for clip in CLIPS], NOW)
    assert sum(scores[3::8]) > max(sum(scores[n::8]) for n in range(8) if n != 3)
    assert replay.score(3, [picks[-1], 5], NOW)[1] < min(scores), "a clip that is not known comes last"


def test_following_somebody_lifts_their_clips_for_the_follower_alone() -> None:
    replay, other = engine(CLIPS, 1), engine(CLIPS, 1)
    for one in (replay, other):
        watched(one)
    replay.learn(Event(77, CLIPS[53].id, follow=True))
    other.learn(Event(77, CLIPS[53].id))
    theirs = [clip.id for clip in CLIPS if clip.creator == 3]
    assert sum(replay.score(77, theirs, NOW)) > sum(other.score(77, theirs, NOW))
    theirs.remove(CLIPS[53].id)  # what led to a follow is worth a little more to all
    assert replay.score(78, theirs, NOW) == pytest.approx(other.score(78, theirs, NOW), abs=1e-3)


def test_a_clip_is_not_ranked_before_it_is_published_and_asking_teaches_nothing() -> None:
    replay, quiet = engine(CLIPS, 1), engine(CLIPS, 1)
    early = 10 * DAY
    published = {clip.id: clip.published_ms for clip in CLIPS}
    before = replay.rank(7, early, 30, set())
    assert len(before) == 30
    assert all(published[clip] <= early for clip in before)
    assert replay.rank(7, early, 30, set()) == before
    for one in (replay, quiet):
        watched(one)
        if one is replay:
            replay.rank(5, NOW, 20, set())
            replay.score(900, [CLIPS[0].id], NOW)
        one.learn(Event(900, 5))
        one.learn(Event(900, CLIPS[9].id))
    assert replay.rank(900, NOW, 30, set()) == quiet.rank(900, NOW, 30, set())
    every = [clip.id for clip in CLIPS]
    assert replay.score(900, every, NOW) == quiet.score(900, every, NOW)
