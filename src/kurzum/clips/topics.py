"""What a clip is about, as its maker says it: the hashtags of its caption. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

MOST = 3
_LONGEST = 50
_BEGINS = re.compile(r"(?<![\w&#])[#＃](?=\w)")
_JOINERS = "\u200c\u200d"  # without them words of Persian or Malayalam are other words


def hashtags(caption: str | None) -> tuple[str, ...]:
    """The first three different hashtags of a caption, without ``#``, folded so that spelling is no matter.

    Whole numbers are none ("we're #1").
    """
    found: dict[str, None] = {}
    for word in _words(caption or ""):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        if len(folded) <= _LONGEST and not folded.isdecimal():
            found[folded] = None
    return tuple(found)[:MOST]


def _words(caption: str) -> Iterator[str]:
    """What stands behind each ``#``: letters, digits, underscores, and the marks that belong to letters."""
    for begins in _BEGINS.finditer(caption):
        behind = caption[begins.end() :]
        yield "".join(takewhile(_belongs, behind)).rstrip(_JOINERS)


def _belongs(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or sign in _JOINERS or unicodedata.category(sign).startswith("M")
