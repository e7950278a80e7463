"""A viewer's choices: what is hidden, from when interests count, and one step back."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.feed import choices as choosing
from kurzum.feed.choices import AT_ONCE_MS, MOST_HIDDEN, NO_CHOICES, Choices, HiddenKind, topic_of
from kurzum.feed.errors import BadTopic, NothingToUndo, TooManyHidden

NOW = 1_800_000_000_000
ANNA, BEN = UUID(int=1), UUID(int=2)
THINGS: list[tuple[HiddenKind, str]] = [
    ("creator", str(ANNA)), ("creator", str(BEN)), ("sound", str(ANNA)), ("topic", "dance"),
]  # fmt: skip
ACTS = st.lists(st.tuples(st.sampled_from(["hide", "show", "reset", "undo"]), st.sampled_from(THINGS)))


def acted(choices: Choices, act: str, thing: tuple[HiddenKind, str], at_ms: int) -> Choices:
    if act == "hide":
        return choosing.hide(choices, *thing, at_ms)
    if act == "show":
        return choosing.show(choices, *thing)
    if act == "reset":
        return choosing.reset(choices, at_ms)
    return choosing.undo(choices) if choices.before is not None else choices


@given(ACTS)
def test_any_acts_leave_what_was_said_last_and_one_step_back(
    acts: list[tuple[str, tuple[HiddenKind, str]]],
) -> None:
    choices, said, before = NO_CHOICES, (frozenset[str](), 0), None
    for turn, (act, thing) in enumerate(acts):
        at_ms = NOW + turn * AT_ONCE_MS
        hidden, reset_ms = said
        if act == "undo":
            said, before = before or said, None
        else:
            key = " ".join(thing)
            now = {
                "hide": (hidden | {key}, reset_ms), "show": (hidden - {key}, reset_ms),
                "reset": (hidden, at_ms),
            }[act]  # fmt: skip
            said, before = now, before if now == said else said
        choices = choosing.decode(choosing.encode(acted(choices, act, thing, at_ms)))
        assert (frozenset(f"{one.kind} {one.key}" for one in choices.hidden), choices.reset_ms) == said
        assert (choices.before is None) == (before is None) == (choices.changed is None)
        assert choices.before is None or choices.before.before is None


def test_what_is_hidden_is_told_by_kind_as_ids_and_words() -> None:
    choices = NO_CHOICES
    for n, (kind, key) in enumerate(THINGS):
        choices = choosing.hide(choices, kind, key, NOW + n)
    assert choices.hidden_creators == {ANNA, BEN}
    assert choices.hidden_sounds == {ANNA}
    assert choices.hidden_topics == {"dance"}
    assert choices.hidden_creators is choices.hidden_creators, "told once, for every page asks"
    assert [one.at_ms for one in choices.hidden] == [NOW, NOW + 1, NOW + 2, NOW + 3]


def test_again_changes_nothing_and_keeps_the_way_back() -> None:
    hidden = choosing.hide(NO_CHOICES, "topic", "dance", NOW)
    assert choosing.hide(hidden, "topic", "dance", NOW + 1) is hidden
    assert choosing.show(hidden, "topic", "song") is hidden
    begun = choosing.reset(hidden, NOW)
    assert choosing.reset(begun, NOW + AT_ONCE_MS - 1) is begun
    assert choosing.undo(begun).hidden == hidden.hidden
    assert choosing.undo(begun).reset_ms == 0
    later = choosing.reset(begun, NOW + AT_ONCE_MS)
    assert choosing.undo(later).reset_ms == NOW


def test_there_is_one_step_back() -> None:
    with pytest.raises(NothingToUndo):
        choosing.undo(NO_CHOICES)
    twice = choosing.hide(choosing.hide(NO_CHOICES, "topic", "dance", NOW), "topic", "song", NOW)
    once = choosing.undo(twice)
    assert once.hidden_topics == {"dance"}
    with pytest.raises(NothingToUndo):
        choosing.undo(once)


def test_there_is_an_end_to_hiding() -> None:
    choices = NO_CHOICES
    for n in range(MOST_HIDDEN):
        choices = choosing.hide(choices, "topic", f"t{n}", NOW)
    with pytest.raises(TooManyHidden):
        choosing.hide(choices, "topic", "one_more", NOW)
    assert choosing.hide(choices, "topic", "t0", NOW) is choices


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("dance", "dance"),
        ("#Dance", "dance"),
        ("＃ＤＡＮＣＥ", "dance"),
        ("Straße", "strasse"),
        ("a_1", "a_1"),
    ],
)
def test_a_topic_is_one_word_however_it_is_spelled(text: str, word: str) -> None:
    assert topic_of(text) == topic_of(word) == word


@pytest.mark.parametrize(
    "text", ["", "#", "two words", "12", "x" * 51, "a/b", "lang:en", "##dance", "a\x00b"]
)
def test_what_no_hashtag_can_be_is_no_topic(text: str) -> None:
    with pytest.raises(BadTopic) as refused:
        topic_of(text)
    assert refused.value.fields == {"key": "One word, as in a hashtag."}
    assert not text or text not in refused.value.message
