"""The constant rate that a clip is given."""

from __future__ import annotations

import math
from fractions import Fraction

from kurzum.media.facts import Gaps

USUAL = tuple(
    Fraction(over, under)
    for over, under in (
        *((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1)),
        *((48, 1), (50, 1), (60000, 1001), (60, 1)),
    )
)
LEAST, MOST = Fraction(10), Fraction(60)
NEAR = 0.02
"""So close to a usual rate means that one; clocks of phones drift."""
STEADY = 0.25
"""Gaps that differ by more than this part of the middle one are a variable rate (Matroska rounds times
to 1 ms)."""


def varies(gaps: Gaps | None) -> bool:
    """Whether pictures come at irregular times."""
    return gaps is not None and gaps.longest_s - gaps.shortest_s > STEADY * gaps.middle_s


def constant(gaps: Gaps | None) -> Fraction:
    """Pictures a second, 10 to 60: the source's own where it is constant, else the one of its middle gap."""
    gap_s = 0.0 if gaps is None else gaps.middle_s if varies(gaps) else gaps.mean_s
    if gap_s <= 1e-6:
        return LEAST
    measured = 1 / gap_s
    nearest = min(USUAL, key=lambda rate: abs(math.log(measured / rate)))
    if abs(measured / nearest - 1) < NEAR:
        return nearest
    return min(max(Fraction(math.ceil(measured - 0.01)), LEAST), MOST)
