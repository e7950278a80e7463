"""Calibration: whether what was said to be likely came true, and what is said after that.

Views are put into bins by how likely something was said to be. In each bin what came beside what was said is
added to what is said next (histogram binning, Zadrozny and Elkan 2001, with few views leaning to no change).
Old views fade as new ones come.
"""

from __future__ import annotations

import math

import numpy as np

from kurzum.feed.growing import Floats

_BINS, _WIDEST = 24, 7.2
_LEAN, _KEEP, _HIGHEST = 100.0, 1 - 1e-4, 1e6
_LEAST = 1e-6


class Calibration:
    """``bins``, of each head 24: views, the chances that were said, added up, and what came.

    Bins are as wide as 0.6 of log odds; the first and the last take what is beyond. Counts are in ``units``,
    which grow with each view, so that old ones fade untouched.
    """

    def __init__(self, heads: int) -> None:
        self.bins = [[[0.0, 0.0, 0.0] for _ in range(_BINS)] for _ in range(heads)]
        self.units = [1.0] * heads

    def learn(self, head: int, said: float, came: bool) -> None:
        """Something was said to be so likely, and came or not."""
        unit = self.units[head] = self.units[head] / _KEEP
        one = self.bins[head][_bin(said)]
        one[0] += unit
        one[1] += unit * said
        one[2] += unit * came
        if unit > _HIGHEST:
            self.bins[head] = [[number / unit for number in one] for one in self.bins[head]]
            self.units[head] = 1.0

    def add(self, head: int, said: float, many: float) -> None:
        """So much more came of what was said to be so likely, and was told as if it had not come."""
        self.bins[head][_bin(said)][2] += self.units[head] * many

    def corrected(self, head: int, said: Floats) -> Floats:
        """How likely it is, where it is said to be so likely; float32 [n], 0 to 1."""
        said = np.clip(said, _LEAST, 1 - _LEAST)
        at = ((np.log(said / (1 - said)) + _WIDEST) * (_BINS / (2 * _WIDEST))).astype(np.intp)
        views, told, came = np.array(self.bins[head]).T / self.units[head]
        more = (came - told) / (views + _LEAN)
        corrected: Floats = np.clip(said + more[np.clip(at, 0, _BINS - 1)], _LEAST, 1 - _LEAST)
        return corrected.astype(np.float32)


def _bin(said: float) -> int:
    said = max(_LEAST, min(said, 1 - _LEAST))
    at = int((math.log(said / (1 - said)) + _WIDEST) * (_BINS / (2 * _WIDEST)))
    return max(0, min(at, _BINS - 1))
