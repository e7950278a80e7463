"""What a clip is about, as its maker says it: the hashtags of its caption. Pure."""

from __future__ import annotations

import re
import unicodedata

MOST = 3
_LONGEST = 50
_TAG = re.compile(r"(?<![\w&#])[#＃](\w+)")


def hashtags(caption: str | None) -> tuple[str, ...]:
    """The first three different hashtags of a caption, without ``#``, folded so that spelling is no matter.

    Whole numbers are none ("we're #1").
    """
    found: dict[str, None] = {}
    for word in _TAG.findall(caption or ""):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        if len(folded) <= _LONGEST and not folded.isdecimal():
            found[folded] = None
    return tuple(found)[:MOST]
