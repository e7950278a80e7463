"""Captions: kept as people wrote them, without what breaks or deceives."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.clips.captions import MAX_CHARACTERS, caption, length
from kurzum.clips.errors import BadCaption


def test_it_is_normalised_and_trimmed() -> None:
    assert caption("  cafe\u0301 \r\n am See ") == "café \n am See"


@pytest.mark.parametrize(
    "bad", ["a\0b", "a\x1bb", "a\x7fb", "tab\there", "\x85", "\u202egnp.exe", "\ud800", "\ufffe"]
)
def test_what_cannot_be_shown_or_turns_the_text_is_refused(bad: str) -> None:
    with pytest.raises(BadCaption) as caught:
        caption(f"Hello {bad} there")
    assert "caption" in caught.value.fields


def test_persian_and_emoji_keep_their_joiners() -> None:
    for text in ("می\u200cخواهم", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪🇫🇷"):
        assert caption(text) == text


def test_characters_count_as_people_see_them() -> None:
    assert length("👩‍👩‍👧‍👦") == 1
    assert length("👍🏽") == 1
    assert length("🇩🇪🇫🇷") == 2
    assert length("e\u0301") == 1
    assert length("") == 0


def test_the_length_has_a_bound() -> None:
    assert caption("ä" * MAX_CHARACTERS) == "ä" * MAX_CHARACTERS
    for text in ("ä" * (MAX_CHARACTERS + 1), "e" + "\u0301" * 3000):
        with pytest.raises(BadCaption):
            caption(text)


@given(st.text(max_size=600))
def test_what_is_kept_can_be_stored_and_stays_as_it_is(text: str) -> None:
    try:
        kept = caption(text)
    except BadCaption:
        return
    kept.encode()
    assert "\0" not in kept
    assert unicodedata.is_normalized("NFC", kept)
    assert caption(kept) == kept
