"""What a learner holds, put away and taken out again in another process, and what is held of one person."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from kurzum.clips.numbers import Int32, Numbers
from kurzum.feed.blend import BlendConfig
from kurzum.feed.covisits import CovisitConfig
from kurzum.feed.heat import HeatConfig
from kurzum.feed.histories import HIDDEN, LONG, SHORT
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.pairs import ThinPairs
from kurzum.feed.snapshots import decode_shared, encode_shared
from kurzum.feed.watches import Watch

MINUTE, DAY = 60_000, 86_400_000
START = 20_000 * DAY
TOPICS, PER_TOPIC = 5, 12
CLIPS = TOPICS * PER_TOPIC
EVERY = np.arange(CLIPS)


class Process:
    """Numbers of one process: clips and topics in the order in which it met them."""

    def __init__(self, clips: Sequence[int], topics: Sequence[int]) -> None:
        self.numbers = Numbers()
        self.order = np.array([self.numbers.of(clip.to_bytes(16, "big")) for clip in clips])
        self.number_of = np.zeros(CLIPS, np.intp)
        self.number_of[clips] = self.order
        self.words = [f"#{topic}" for topic in topics]

    def told(self, learner: Learner) -> Learner:
        """The learner knows what the clips are. Clip n has topic n // 12, creator n // 4."""
        for clip, number in enumerate(self.number_of.tolist()):
            topic = self.words.index(f"#{clip // PER_TOPIC}")
            learner.traits.put(number, clip // 4, clip // 2, [topic], MINUTE, START - DAY)
        return learner

    def encode(self, learner: Learner) -> bytes:
        return encode_shared(learner, self.numbers.joined, lambda topics: [self.words[n] for n in topics])

    def decode(self, plain: bytes, config: LearnerConfig | None = None) -> Learner:
        return self.told(decode_shared(plain, self.numbers.of_many, self.topics, config))

    def topics(self, words: Sequence[str]) -> Int32:
        return np.array([self.words.index(word) for word in words], np.int32)


HERE = Process(range(CLIPS), range(TOPICS))
THERE = Process([(n * 37 + 11) % CLIPS for n in range(CLIPS)], [3, 1, 4, 0, 2])


def watched(learner: Learner, process: Process, first: int, last: int) -> None:
    """Forty people of one topic each, who pass every third clip."""
    for n in range(first, last):
        person = n % 40
        clip = (person % TOPICS) * PER_TOPIC + (n * 7 + n // 40) % PER_TOPIC
        passed = n % 3 == 0
        clip = (clip + PER_TOPIC) % CLIPS if passed else clip
        learner.learn(
            Watch(
                person=person, clip=int(process.number_of[clip]), at_ms=START + n * MINUTE,
                watched_ms=1_000 if passed else MINUTE, duration_ms=MINUTE, like=n % 50 == 0,
            )
        )  # fmt: skip


def moved(learner: Learner, process: Process, config: LearnerConfig | None = None) -> Learner:
    """The same learner in another process, people in the same slots."""
    again = process.decode(HERE.encode(learner), config)
    for person in range(41):
        state = learner.person_state(person, HERE.numbers.joined)
        again.restore(person, state, process.numbers.of_many)
    return again


def test_a_learner_goes_on_in_another_process_that_has_other_numbers() -> None:
    # Pages that weights are learned from are not kept, so here no weights are learned.
    learner = HERE.told(Learner(LearnerConfig(blend=BlendConfig(one_in=1 << 62)), 1))
    watched(learner, HERE, 0, 700)
    learner.hide(3, 13)
    again = moved(learner, THERE)
    watched(learner, HERE, 700, 900)
    watched(again, THERE, 700, 900)
    now = START + 901 * MINUTE
    for person in (0, 3, 17, 39, 999):
        here, there = learner.score(person, EVERY, now), again.score(person, THERE.number_of, now)
        assert there == pytest.approx(here, abs=1e-4)
        features = again.features(person, THERE.number_of, now, 16)
        assert features == pytest.approx(learner.features(person, EVERY, now, 16), abs=1e-4)
    assert again.rates.mean == learner.rates.mean
    assert again.blend.published == learner.blend.published
    met = HERE.number_of[learner.screens.latest()]
    assert (THERE.number_of[met] == again.screens.latest()).all()


def test_with_the_same_numbers_it_is_the_very_same() -> None:
    learner = HERE.told(Learner(LearnerConfig(blend=BlendConfig(one_in=1)), 1))
    watched(learner, HERE, 0, 700)
    assert learner.blend.published.version > 0
    assert HERE.encode(HERE.decode(HERE.encode(learner))) == HERE.encode(learner)
    now = START + 701 * MINUTE
    for person in (0, 17, 40):
        again = moved(learner, HERE)
        assert (again.score(person, EVERY, now) == learner.score(person, EVERY, now)).all()
        assert (again.rank(person, now, 20, {5}) == learner.rank(person, now, 20, {5})).all()


def test_bounded_lists_of_pairs_move_too() -> None:
    wide = LearnerConfig(
        covisits=CovisitConfig(dense_to=10, neighbours=64 * CLIPS), blend=BlendConfig(one_in=1 << 62)
    )
    learner = HERE.told(Learner(wide, 1))
    watched(learner, HERE, 0, 700)
    again = moved(learner, THERE)
    assert isinstance(again.covisits.pairs, ThinPairs)
    now = START + 701 * MINUTE
    for person in (0, 17, 39):
        there = again.score(person, THERE.number_of, now)
        assert there == pytest.approx(learner.score(person, EVERY, now), abs=1e-4)


def test_of_too_many_pairs_for_a_place_the_strongest_are_put() -> None:
    table = ThinPairs(8)
    table.room(1_000)
    others = np.arange(1, 1_000)
    weights = np.ones((2, 999), np.float32)
    weights[:, others % 250 == 0] = 50
    table.fill(np.zeros(999, np.intp), others, weights)
    kept = set(table.others(np.array([0], np.int32)).tolist())
    assert {250, 500, 750} <= kept
    assert len(kept) <= 8
    first, second, counts = table.entries()
    assert set(first.tolist()) == {0}
    assert set(second[counts[1] == 50].tolist()) == {250, 500, 750}


def test_clips_and_topics_that_are_no_longer_there_are_left_out() -> None:
    learner = HERE.told(Learner(LearnerConfig(), 1))
    watched(learner, HERE, 0, 300)
    gone = range(12)

    def without(joined: bytes) -> Int32:
        numbers = HERE.numbers.of_many(joined)
        return np.where(np.isin(numbers, gone), -1, numbers).astype(np.int32)

    def none(words: Sequence[str]) -> Int32:
        return np.full(len(words), -1, np.int32)

    again = HERE.told(decode_shared(HERE.encode(learner), without, none))
    again.restore(0, learner.person_state(0, HERE.numbers.joined), without)
    assert not again.rates.shown[gone].any()
    assert not again.rates.of_topic.any()
    assert not again.covisits.pairs.others(np.arange(12, dtype=np.int32)).size
    assert not np.isin(again.screens.latest(), gone).any()
    assert len(again.screens.latest()) == len(learner.screens.latest())
    theirs = learner.histories.of(0).clips
    assert again.histories.of(0).clips.tolist() == [clip for clip in theirs.tolist() if clip not in gone]
    assert np.isfinite(again.score(0, EVERY, START + DAY)).all()


def test_another_configuration_begins_its_weights_anew_under_a_number_of_their_own() -> None:
    learner = HERE.told(Learner(LearnerConfig(blend=BlendConfig(one_in=1)), 1))
    watched(learner, HERE, 0, 300)
    last = learner.blend.published
    other = LearnerConfig(heat=HeatConfig(half_lives_h=(1.0, 9.0)), blend=BlendConfig(one_in=1, step=0.01))
    again = HERE.decode(HERE.encode(learner), other)
    assert again.config == other
    assert again.blend.published.worth[:10] == other.blend.worth
    assert again.blend.published.version == last.version + 1
    assert (again.rates.shown[:CLIPS] == learner.rates.shown[:CLIPS]).all()
    assert (again.heat.logs(EVERY, CLIPS, START + DAY) == learner_of_none(other)).all()


def learner_of_none(config: LearnerConfig) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return HERE.told(Learner(config, 1)).heat.logs(EVERY, CLIPS, START + DAY)


def test_an_empty_learner_moves_and_other_bytes_are_refused() -> None:
    again = moved(Learner(LearnerConfig(), 5), THERE)
    watched(again, THERE, 0, 50)
    assert again.screens.seed == 5
    with pytest.raises(msgspec.DecodeError):
        HERE.decode(b"something else")
    with pytest.raises(msgspec.DecodeError):
        again.restore(1, b"something else", THERE.numbers.of_many)


def test_a_person_who_is_forgotten_is_a_new_viewer_and_their_slot_another_persons() -> None:
    learner = HERE.told(Learner(LearnerConfig(blend=BlendConfig(one_in=1)), 1))
    watched(learner, HERE, 0, 300)
    learner.act(3, 45, follow=True)
    now = START + DAY
    nobody = learner.score(999, EVERY, now)
    assert (learner.score(3, EVERY, now) != nobody).any()
    learner.forget(3)
    assert (learner.score(3, EVERY, now) == nobody).all()
    assert learner.person_state(3, HERE.numbers.joined) == learner.person_state(999, HERE.numbers.joined)
    assert 3 not in learner.followed
    assert 3 not in learner.screens.pages
    state = learner.person_state(4, HERE.numbers.joined)
    learner.restore(3, state, HERE.numbers.of_many)
    assert learner.person_state(3, HERE.numbers.joined) == state
    assert (learner.score(3, EVERY, now) == learner.score(4, EVERY, now)).all()


def test_a_history_is_put_whole_and_the_latest_of_it_are_kept() -> None:
    learner = HERE.told(Learner(LearnerConfig(), 1))
    learner.histories.put(
        2, np.array([5, 6], np.int32), np.ones(2, np.float32), np.array([LONG, SHORT], np.int8)
    )
    assert learner.histories.of(2).clips.tolist() == [5, 6]
    many = np.arange(100, dtype=np.int32) % CLIPS
    learner.histories.put(2, many, np.ones(100, np.float32), np.zeros(100, np.int8))
    assert learner.histories.of(2).clips.tolist() == many[-64:].tolist()
    learner.histories.put(2, many[:1], np.ones(1, np.float32), np.zeros(1, np.int8))
    assert learner.histories.of(2).clips.tolist() == [0]


def test_an_act_alone_raises_what_its_clip_says_and_counts_no_view() -> None:
    learner, quiet = (HERE.told(Learner(LearnerConfig(), 1)) for _ in range(2))
    for one in (learner, quiet):
        watched(one, HERE, 0, 300)
    learner.act(3, int(learner.histories.of(3).clips[-1]), like=True)
    learner.act(50, 30, share=True)
    learner.act(51, 30)
    assert (learner.rates.shown == quiet.rates.shown).all()
    assert learner.screens.count == quiet.screens.count
    assert learner.histories.of(3).worth[-1] == quiet.histories.of(3).worth[-1] + 0.5
    for _ in range(5):
        learner.act(3, int(learner.histories.of(3).clips[-1]), like=True, comment=True)
    assert learner.histories.of(3).worth[-1] == 2.0
    assert (learner.histories.of(3).clips == quiet.histories.of(3).clips).all()
    new = learner.histories.of(50)
    assert (new.clips.tolist(), new.worth.tolist(), new.fate.tolist()) == ([30], [1.5], [LONG])
    assert not len(learner.histories.of(51).clips)
    scores = learner.score(50, EVERY, START + DAY)
    assert scores[24:36].mean() > np.delete(scores, np.s_[24:36]).mean(), "they are drawn to its topic"


def test_what_is_hidden_apart_from_a_watch_counts_as_if_it_were_said_with_it() -> None:
    learner, quiet = (HERE.told(Learner(LearnerConfig(), 1)) for _ in range(2))
    for one in (learner, quiet):
        watched(one, HERE, 0, 300)
    clip = int(learner.histories.of(3).clips[-1])
    learner.hide(3, clip)
    learner.hide(50, 30)
    assert HERE.encode(learner) == HERE.encode(quiet), "what is shared does not count it"
    learner.act(3, clip, like=True)
    theirs = learner.histories.of(3)
    assert (theirs.worth[-1], theirs.fate[-1]) == (0, HIDDEN)
    assert learner.histories.of(50).fate.tolist() == [HIDDEN]
    topic = slice(24, 36)
    before, after = quiet.score(50, EVERY, START + DAY), learner.score(50, EVERY, START + DAY)
    assert (after[topic] < before[topic] - 4).all()
