"""Candidates for tests of the engine, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from kurzum.feed.candidates import NEW, NOWHERE, RANKED, Candidates

WORDS = {"en": 0, "de": 1, "US": 2, "DE": 3}
"""Numbers of languages and markets."""


@dataclass(frozen=True)
class Clip:
    """One candidate; its number is its id. ``places``: by list."""

    number: int
    creator: int
    published_ms: int
    market: str = "DE"
    language: str = "de"
    lane: int = NEW
    lately: int = 0
    places: Mapping[str, int] = field(default_factory=dict)


def candidates(clips: Sequence[Clip]) -> Candidates:
    """Rows in the order given."""
    places = [[clip.places.get(source, NOWHERE) for source in RANKED] for clip in clips]
    return Candidates(
        clips=np.array([clip.number for clip in clips], np.int32),
        creators=np.array([clip.creator for clip in clips], np.int32),
        markets=np.array([WORDS[clip.market] for clip in clips], np.int16),
        languages=np.array([WORDS[clip.language] for clip in clips], np.int16),
        published_ms=np.array([clip.published_ms for clip in clips], np.int64),
        places=np.array(places, np.int16).reshape(-1, len(RANKED)),
        lanes=np.array([clip.lane for clip in clips], np.int8),
        lately=np.array([clip.lately for clip in clips], np.int64),
    )


def clip_of(number: int) -> UUID:
    """The id of a clip's number."""
    return UUID(int=number)
