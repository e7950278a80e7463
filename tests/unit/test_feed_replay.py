"""The engine on a recorded log: it answers what ``feed_eval.py`` asks, and asking teaches it nothing."""

from __future__ import annotations

from dataclasses import dataclass

from kurzum.feed.replay import engine

DAY = 86_400_000
NOW = 100 * DAY


@dataclass(frozen=True)
class Clip:
    id: int
    creator: int
    published_ms: int


@dataclass(frozen=True)
class Event:
    person: int
    clip: int
    like: bool = False
    follow: bool = False
    share: bool = False


CLIPS = [Clip(1000 + n, n % 50, n * DAY // 4) for n in range(400)]


def test_it_ranks_what_is_new_or_liked_without_what_is_left_out() -> None:
    replay = engine(CLIPS, 1)
    first = replay.rank(7, NOW, 20, set())
    assert len(first) == len(set(first)) == 20
    assert first[0] == CLIPS[-1].id
    liked = CLIPS[390].id
    assert first.index(liked) == 9
    for person in range(30):
        replay.learn(Event(person, liked, like=True))
    assert replay.rank(7, NOW, 20, set()).index(liked) < 5
    out = set(replay.rank(7, NOW, 20, set()))
    assert not set(replay.rank(7, NOW, 20, out)) & out
    assert replay.score(7, [CLIPS[3].id, liked, 5], NOW)[1] > replay.score(7, [CLIPS[3].id], NOW)[0]


def test_following_somebody_lifts_their_clips_for_the_follower_alone() -> None:
    replay = engine(CLIPS, 1)
    theirs = {clip.id for clip in CLIPS if clip.creator == 3}
    replay.learn(Event(7, CLIPS[53].id, follow=True))
    assert set(replay.rank(7, NOW, 8, set())) == theirs
    assert set(replay.rank(8, NOW, 8, set())) != theirs


def test_a_clip_is_not_ranked_before_it_is_published_and_asking_teaches_nothing() -> None:
    replay = engine(CLIPS, 1)
    early = 10 * DAY
    before = replay.rank(7, early, 30, set())
    published = {clip.id: clip.published_ms for clip in CLIPS}
    assert all(published[clip] <= early for clip in before)
    assert replay.rank(7, early, 30, set()) == before
    assert replay.score(7, before, early) == sorted(replay.score(7, before, early), reverse=True)
    replay.learn(Event(1, 5))
    assert replay.rank(7, early, 30, set()) == before
