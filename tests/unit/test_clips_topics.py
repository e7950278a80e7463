"""Hashtags, as people write them."""

from __future__ import annotations

import pytest

from kurzum.clips.topics import MOST, hashtags


@pytest.mark.parametrize(
    ("caption", "topics"),
    [
        (None, ()),
        ("", ()),
        ("no tags here", ()),
        ("Look #Dance #dance #DANCE", ("dance",)),
        ("#eins#zwei", ("eins",)),
        ("#Straße #STRASSE", ("strasse",)),
        ("#हिंदी #கலை", ("हिंदी", "கலை")),
        ("#می\u200cخواهم\u200c", ("می\u200cخواهم",)),
        ("#Cafe\u0301 #café", ("café",)),
        ("＃ダンス #رقص", ("ダンス", "رقص")),
        ("we are #1 #2026 #top10", ("top10",)),
        ("a&#39;b &#x27;", ()),
        ("(#cats), #dogs!", ("cats", "dogs")),
        ("#" + "x" * 60, ()),
    ],
)
def test_hashtags_of_captions(caption: str | None, topics: tuple[str, ...]) -> None:
    assert hashtags(caption) == topics


def test_no_more_than_the_first_few() -> None:
    assert hashtags(" ".join(f"#tag{n}" for n in "abcdef")) == ("taga", "tagb", "tagc")
    assert MOST == 3
