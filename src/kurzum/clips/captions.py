"""Captions: public text of a creator's own words."""

from __future__ import annotations

import unicodedata

from kurzum.clips.errors import BadCaption

MAX_CHARACTERS = 500
MAX_CODE_POINTS = 2_000

# Zero width joiner and non-joiner and the direction marks are letters' business in many languages; the
# embeddings and overrides below can turn the text around them, so people could be shown another name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINS_BACK = frozenset({"Mn", "Me", "Mc"})
_JOINER = "\u200d"


def caption(text: str) -> str:
    """The caption as it is kept: NFC, without space at its ends. BadCaption says what is wrong with it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _bad("The caption has a character that is half of another. Type it again.") from None
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())
    for character in kept:
        if (character != "\n" and unicodedata.category(character) == "Cc") or _is_noncharacter(character):
            raise _bad("The caption has a character that cannot be shown. Remove it and try again.")
        if character in _TURNING:
            raise _bad("The caption has a mark that turns the direction of text. Remove it and try again.")
    if length(kept) > MAX_CHARACTERS or len(kept) > MAX_CODE_POINTS:
        raise _bad(f"The caption is longer than {MAX_CHARACTERS} characters. Shorten it.")
    return kept


def length(text: str) -> int:
    """Characters as people count them, nearly: marks, joined emoji and flags count with what they belong to.

    A small part of UAX #29; wrong only where it counts a little too much.
    """
    count = 0
    before = ""
    flags = 0
    for character in text:
        flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        flags = flags + 1 if flag else 0
        joined = (
            unicodedata.category(character) in _JOINS_BACK
            or character == _JOINER
            or before == _JOINER
            or "\U0001f3fb" <= character <= "\U0001f3ff"
            or (flag and flags % 2 == 0)
        )
        count += not (joined and before)
        before = character
    return count


def _is_noncharacter(character: str) -> bool:
    """Code points that Unicode keeps free for ever; those not assigned yet may be next year's emoji."""
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _bad(message: str) -> BadCaption:
    return BadCaption(message, fields={"caption": message})
