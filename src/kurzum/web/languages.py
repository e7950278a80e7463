"""Languages that requests name."""

from __future__ import annotations

from kurzum.core.errors import Refused
from kurzum.markets import LANGUAGES


def known_language(code: str) -> str:
    """The code, if it is one of the languages. Raises Refused."""
    if code not in LANGUAGES:
        raise Refused(
            "This is none of the languages. /api/zones lists them.", fields={"language": "Unknown."}
        )
    return code


def language_of(accept: str) -> str:
    """The first of our languages in an ``Accept-Language`` header, else English."""
    for part in accept.split(",")[:20]:
        tag = part.split(";", 1)[0].strip()
        for code in (tag, tag.split("-", 1)[0]):
            if code in LANGUAGES:
                return code
    return "en"
