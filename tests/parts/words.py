"""The client's own words, read from its catalogues, so that journeys find things by what people read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parents[2] / "client" / "locales"
_MESSAGE = re.compile(r"^([a-z][\w-]*) = (.+)$", re.MULTILINE)
_PLACEABLE = re.compile(r"\{[^}]*\}")


class Words:
    """One language's messages of one line. ``words["join-submit"]``: its text; placeables are not allowed."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._messages: dict[str, str] = {}
        for file in sorted((LOCALES / locale).glob("*.ftl")):
            self._messages.update(_MESSAGE.findall(file.read_text()))

    def __contains__(self, name: str) -> bool:
        return name in self._messages

    def __getitem__(self, name: str) -> str:
        text = self._messages[name]
        assert not _PLACEABLE.search(text), f"{name} has placeables: use words.pattern"
        return text

    def pattern(self, name: str) -> re.Pattern[str]:
        """A pattern that finds the message with anything in place of its placeables."""
        parts = _PLACEABLE.split(self._messages[name])
        return re.compile(".*".join(re.escape(part.strip()) for part in parts))


@cache
def words(locale: str) -> Words:
    """The words of a locale, ``en`` or ``de``."""
    return Words(locale)
