"""The words people choose about themselves: names, bios, e-mail and phone, in one form or refused."""

from __future__ import annotations

import re
import unicodedata

from kurzum.people.errors import BadProfile

LONGEST_NAME, LONGEST_BIO, LONGEST_EMAIL = 40, 200, 254
_EMAIL = re.compile(r"[^\s@\x00-\x1f<>\"(),:;\\\[\]]{1,64}@[^\s@\x00-\x1f<>\"(),:;\\\[\]]+\.[^\s@.]{2,}")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
# Format characters that reverse or hide text; the joiners that scripts and emoji need are not among them.
_HIDING = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def name(text: str) -> str:
    """A display name on one line, NFC, at most 40 characters; empty is allowed. Raises BadProfile."""
    return _plain("name", " ".join(text.split(" ")), LONGEST_NAME, lines=False)


def bio(text: str) -> str:
    """A few words about oneself, NFC, at most 200 characters in at most five lines. Raises BadProfile."""
    return _plain("bio", text.replace("\r\n", "\n"), LONGEST_BIO, lines=True)


def email(text: str) -> str:
    """An e-mail address. Raises BadProfile."""
    address = text.strip()
    if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise BadProfile("email", "Write it as name@example.org, or leave it out.")
    return address


def phone(text: str) -> str:
    """A phone number with its country's prefix, kept as +491701234567 (E.164). Raises BadProfile."""
    number = re.sub(r"[ ()/.-]", "", text.strip())
    if not _PHONE.fullmatch(number):
        raise BadProfile("phone", "Write it with the country's prefix, as +49 170 1234567, or leave it out.")
    return number


def _plain(field: str, text: str, longest: int, *, lines: bool) -> str:
    kept = unicodedata.normalize("NFC", text).strip()
    if len(kept) > longest:
        raise BadProfile(field, f"Use at most {longest} characters.")
    if kept.count("\n") > 4:
        raise BadProfile(field, "Use at most five lines.")
    for char in kept:
        allowed = lines and char == "\n"
        if not allowed and (unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") or char in _HIDING):
            raise BadProfile(field, "It holds a sign that cannot be shown.")
    return kept
