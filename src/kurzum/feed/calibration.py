"""Calibration: whether what was said to be likely came true, and what is said after that.

Views are put into bins by how likely something was said to be. In each bin what came beside what was said is
added to what is said next (histogram binning, Zadrozny and Elkan 2001, with few views leaning to no change).
Old views fade as new ones come.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kurzum.feed.growing import Floats

_BINS, _WIDEST = 24, 7.2
_LEAN, _KEEP = 100.0, 1 - 1e-4
_LEAST = 1e-6


class Calibration:
    """``bins`` float64 [heads, 24, 3]: views, the chances that were said, added up, and what came.

    Bins are as wide as 0.6 of log odds; the first and the last take what is beyond.
    """

    def __init__(self, heads: int) -> None:
        self.bins: NDArray[np.float64] = np.zeros((heads, _BINS, 3))

    def learn(self, head: int, said: float, came: bool) -> None:
        """Something was said to be so likely, and came or not."""
        said = max(_LEAST, min(said, 1 - _LEAST))
        at = int((math.log(said / (1 - said)) + _WIDEST) * (_BINS / (2 * _WIDEST)))
        bins = self.bins[head]
        bins *= _KEEP
        bins[max(0, min(at, _BINS - 1))] += (1.0, said, came)

    def corrected(self, head: int, said: Floats) -> Floats:
        """How likely it is, where it is said to be so likely; float32 [n], 0 to 1."""
        said = np.clip(said, _LEAST, 1 - _LEAST)
        at = ((np.log(said / (1 - said)) + _WIDEST) * (_BINS / (2 * _WIDEST))).astype(np.intp)
        views, told, came = self.bins[head].T
        more = (came - told) / (views + _LEAN)
        corrected: Floats = np.clip(said + more[np.clip(at, 0, _BINS - 1)], _LEAST, 1 - _LEAST)
        return corrected.astype(np.float32)
