"""The languages in which people may use Kurzum and describe clips."""

from __future__ import annotations

from typing import Literal

import msgspec

from kurzum.markets.data import read


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language: BCP 47 tag, endonym, direction of its script."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: list[Language]


def _load() -> dict[str, Language]:
    return {language.code: language for language in read("languages.toml", _File).language}


LANGUAGES: dict[str, Language] = _load()
"""All languages by BCP 47 tag."""
