"""What is counted of pages: how long each stage took."""

from __future__ import annotations

from typing import get_args

from kurzum.core.tally import Tally
from kurzum.feed.stages import Stage

BRIEF_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)

SECONDS = Tally(
    "kurzum_feed_stage_seconds",
    "How long a page was in each stage of its making.",
    ("stage",),
    BRIEF_S,
)
_observe = {stage: SECONDS.of(stage) for stage in get_args(Stage)}


def observe(stage: str, seconds: float) -> None:
    """Count one stage of one page."""
    _observe[stage](seconds)
