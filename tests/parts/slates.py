"""Candidates for tests of the engine, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from kurzum.feed.blend import Blend, BlendConfig
from kurzum.feed.candidates import NEW, NOWHERE, RANKED, Candidates
from kurzum.feed.explain import Reason, plainly
from kurzum.feed.rank import TOLD, Weights, weighing

WEIGHTS = weighing(Weights(), Blend(BlendConfig()).published.worth)

WORDS = {"en": 0, "de": 1, "US": 2, "DE": 3}
"""Numbers of languages and markets."""


@dataclass(frozen=True)
class Clip:
    """One candidate; its number is its id. ``places``: by list; ``learned``: by feature, others are 0."""

    number: int
    creator: int
    published_ms: int
    market: str = "DE"
    language: str = "de"
    lane: int = NEW
    lately: int = 0
    topic: int = -1
    places: Mapping[str, int] = field(default_factory=dict)
    learned: Mapping[str, float] = field(default_factory=dict)


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
        topics=np.array([clip.topic for clip in clips], np.int32),
        learned=np.array([[clip.learned.get(name, 0) for clip in clips] for name in TOLD], np.float32),
    )


def clip_of(number: int) -> UUID:
    """The id of a clip's number."""
    return UUID(int=number)


def tell(row: int, code: str) -> Reason | None:
    """Words for causes, where nobody's history is at hand."""
    plain = plainly("US", "en")
    return plain.get(code, Reason(code, {"row": str(row)}))
