"""Which renditions a picture gets: their sizes and how many bits they may take. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

FIRST, FURTHER = (720, 480), (1080, 360)
"""The shorter sides of the renditions that make a clip playable, and of those that come later."""
LONGEST = Fraction(5, 2)
"""A picture longer than this many times a rung's shorter side is scaled down further, so a panorama
stays cheap."""
WORTH_IT = Fraction(11, 10)
"""A rung must be so much smaller than the next larger one, else it is left out."""
MAX_KBITS = {1080: 5000, 720: 2600, 480: 1300, 360: 750}
"""Peak kbit/s at up to 30 pictures a second; short clips of people, at a quality that the eye calls clean."""
FAST = 31
"""Above this many pictures a second half as many bits again are allowed."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rendition to make: px (both even) and peak kbit/s. ``name``: its shorter side in px."""

    width: int
    height: int
    max_kbits: int

    @property
    def name(self) -> str:
        return str(min(self.width, self.height))


def first(width: int, height: int, fps: Fraction) -> list[Rung]:
    """The renditions that make a clip of this displayed size playable, largest first; never larger than
    it is."""
    return [rung for side, rung in _ladder(width, height, fps) if side in FIRST]


def further(width: int, height: int, fps: Fraction) -> list[Rung]:
    """The renditions that come later; none for a picture that has nothing to give beyond the first."""
    return [rung for side, rung in _ladder(width, height, fps) if side in FURTHER]


def _ladder(width: int, height: int, fps: Fraction) -> list[tuple[int, Rung]]:
    """All rungs with the side they were made for, largest first.

    Sides are tried from 720 up and from 720 down: the 720 (or the picture's own size below that) always is
    one.
    """
    scale = {side: _scale(width, height, side) for side in (1080, 720, 480, 360)}
    kept = [720]
    if scale[1080] > scale[720] * WORTH_IT:
        kept.insert(0, 1080)
    for side in (480, 360):
        if scale[side] * WORTH_IT < scale[kept[-1]]:
            kept.append(side)
    return [(side, _rung(width, height, scale[side], side, fps)) for side in kept]


def _scale(width: int, height: int, side: int) -> Fraction:
    short, long = sorted((width, height))
    return min(Fraction(1), Fraction(side, short), side * LONGEST / long)


def _rung(width: int, height: int, scale: Fraction, side: int, fps: Fraction) -> Rung:
    rate = MAX_KBITS[side] * 3 // 2 if fps > FAST else MAX_KBITS[side]
    return Rung(_even(width * scale), _even(height * scale), rate)


def _even(length: Fraction) -> int:
    """The nearest even number at or below; 4:2:0 pictures have no odd sides."""
    return max(2, int(length + Fraction(1, 2)) // 2 * 2)
