"""The page "your feed": interests as they rank, what each did to the last pages, what is hidden."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from kurzum.clips.columns import PUBLIC, Columns, Entry
from kurzum.core.clock import unix_ms
from kurzum.feed import choices as choosing
from kurzum.feed.blend import FEATURES, OF_WORTH
from kurzum.feed.choices import NO_CHOICES
from kurzum.feed.explain import Reason
from kurzum.feed.leanings import LeaningConfig, Leanings, leanings
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watches import Watch
from kurzum.feed.your_feed import MOST_INTERESTS, Called, Drawn, Picks, Tastes, describe, drawn_to, named_by

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = 60_000
MAKERS, TAGS = 8, ("dance", "song", "cats", "code")
ME, OTHERS = 0, range(1, 40)
LEANING = 3.0
NO_PICKS: Picks = Counter()


def stocked() -> Columns:
    """32 clips: clip n is by maker n % 8, in turn about a tag, in German where n is odd."""
    columns = Columns()
    for n in range(32):
        entry = Entry(
            UUID(int=1000 + n), maker(n), "public", "US", "de" if n % 2 else "en",
            NOW - timedelta(hours=n), MINUTE, f"a clip #{TAGS[n // 8]}",
        )  # fmt: skip
        assert columns.put(entry) == n
    columns.sort()
    assert (columns.audience[:32] == PUBLIC).all()
    return columns


def maker(n: int) -> UUID:
    return UUID(int=500 + n % MAKERS)


def taught(columns: Columns) -> Learner:
    """A learner of a crowd that watches everything alike."""
    learner = Learner(LearnerConfig(), 1)
    for n in range(32):
        topics = [topic for topic in columns.topics[n].tolist() if topic >= 0]
        learner.traits.put(n, int(columns.creator[n]), -1, topics, MINUTE, unix_ms(NOW) - n * 60 * MINUTE)
    learner.traits.broad = np.array(columns.languages(), np.int32)
    for person in OTHERS:
        for turn in range(6):
            watch(learner, person, (person * 7 + turn * 5) % 32)
    return learner


def watch(learner: Learner, person: int, clip: int, *, long: bool = True, hidden: bool = False) -> None:
    watched = Watch(
        person=person, clip=clip, at_ms=unix_ms(NOW), watched_ms=MINUTE if long else 1_000,
        duration_ms=MINUTE, long=long, hidden=hidden,
    )  # fmt: skip
    learner.learn(watched)


def drawn(learner: Learner, person: int, columns: Columns) -> Tastes:
    return drawn_to(learner, person, told(learner, person), LEANING, columns)


def told(learner: Learner, person: int) -> Leanings:
    history = learner.histories.of(person)
    return leanings(history, learner.traits, learner.rates, learner.affinities, LeaningConfig())


def called(kind: str, key: str) -> Called | None:
    if kind != "creator":
        return Called(key, key)
    number = UUID(key).int - 500
    return None if number == 7 else Called(f"maker{number}", f"Maker {number}")


def test_interests_are_what_adds_to_the_score_of_their_clips() -> None:
    columns = stocked()
    learner = taught(columns)
    for clip in (9, 11, 13, 9):
        watch(learner, ME, clip)
    watch(learner, ME, 31, long=False)
    tastes = drawn(learner, ME, columns)
    found = {(one.kind, one.key): one for one in tastes.drawn}
    assert tastes.watches == 5
    assert found["topic", "song"].watches == found["language", "de"].watches == 4
    assert found["creator", str(maker(1))].watches == 2
    assert ("creator", str(maker(31))) not in found, "a short view draws nobody"
    table = learner.features(ME, np.array([9], np.intp), unix_ms(NOW), OF_WORTH)
    added = dict(zip(FEATURES, table[:, 0] * learner.blend.published.worth, strict=False))
    assert found["creator", str(maker(1))].adds == pytest.approx(added["creator"], rel=1e-5)
    topics = found["topic", "song"].adds + found["language", "de"].adds
    leaned = told(learner, ME).odds[columns.subject_number("song")]
    assert topics == pytest.approx(added["topic"] + LEANING * leaned, rel=1e-5)


def test_what_is_said_to_be_of_no_interest_is_none() -> None:
    columns = stocked()
    learner = taught(columns)
    for clip in (8, 9, 16, 17):
        watch(learner, ME, clip)
    before = {one.key for one in drawn(learner, ME, columns).drawn}
    assert {"song", "cats", str(maker(0)), str(maker(1))} <= before
    watch(learner, ME, 11, hidden=True)
    watch(learner, ME, 12, hidden=True)
    after = {one.key for one in drawn(learner, ME, columns).drawn}
    assert "cats" in after
    assert "song" not in after


def test_somebody_new_has_no_interests() -> None:
    columns = stocked()
    page = describe(drawn(taught(columns), 9_999, columns), NO_CHOICES, NO_PICKS, called)
    assert (page.watches, page.interests, page.hidden) == (0, [], [])
    assert (page.reset_at, page.can_undo) == (None, None)


def test_each_interest_tells_what_it_did_to_the_last_pages() -> None:
    drawn = [
        Drawn("topic", "dance", 0.2, 3), Drawn("creator", str(maker(1)), 0.8, 5),
        Drawn("creator", str(maker(7)), 0.9, 9), Drawn("language", "de", 0.1, 8),
    ]  # fmt: skip
    dance, by_maker = Reason("because_topic", {"topic": "dance"}), Reason("because_creator", {"watches": "5"})
    fresh, explore = Reason("fresh", {}), Reason("explore", {})
    clip = [UUID(int=1000 + n) for n in range(3)]
    shown = [(clip[0], [dance]), (clip[1], [dance, by_maker]), (clip[0], [fresh]), (clip[2], [by_maker])]
    more = [(clip[0], [dance, dance]), (clip[0], [explore]), (UUID(int=9), [by_maker])]
    picks = named_by(shown + more, stocked())
    page = describe(Tastes(20, drawn), NO_CHOICES, picks, called)
    found = [(one.kind, one.key, one.name, one.strength, one.watches, one.picks) for one in page.interests]
    assert found == [
        ("creator", "maker1", "Maker 1", 1.0, 5, 1), ("topic", "dance", "dance", 0.25, 3, 3),
        ("language", "de", "de", 0.125, 8, 0),
    ], "maker 7 is gone"  # fmt: skip


def test_what_is_hidden_is_no_interest_and_stands_apart() -> None:
    drawn = [Drawn("topic", "dance", 0.5, 3), Drawn("topic", "song", 0.1, 1)]
    choices = choosing.hide(NO_CHOICES, "creator", str(maker(2)), unix_ms(NOW))
    choices = choosing.hide(choices, "creator", str(maker(7)), unix_ms(NOW))
    choices = choosing.hide(choices, "topic", "dance", unix_ms(NOW) + 1)
    page = describe(Tastes(4, drawn), choices, NO_PICKS, called)
    assert [(one.key, one.strength) for one in page.interests] == [("song", 1.0)]
    assert [(one.kind, one.key) for one in page.hidden] == [("topic", "dance"), ("creator", "maker2")]
    assert page.hidden[1].at == NOW
    assert page.can_undo == "hide"
    begun = describe(Tastes(0, []), choosing.reset(choices, unix_ms(NOW)), NO_PICKS, called)
    assert (begun.reset_at, begun.can_undo, len(begun.hidden)) == (NOW, "reset", 2)


def test_at_most_thirty_interests_the_strongest_first_in_the_same_order_always() -> None:
    drawn = [Drawn("topic", f"t{n:02}", 1.0 if n % 2 else 2.0, 1) for n in range(50)]
    page = describe(Tastes(64, drawn), NO_CHOICES, NO_PICKS, called)
    assert len(page.interests) == MOST_INTERESTS
    assert page == describe(Tastes(64, drawn[::-1]), NO_CHOICES, NO_PICKS, called)
    assert [one.key for one in page.interests[:3]] == ["t00", "t02", "t04"]
