"""Arrays that grow with the numbers of clips, people, creators: room for twice as many is made at a time."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)
Floats = NDArray[np.float32]


def grown(array: NDArray[Scalar], size: int, fill: float = 0) -> NDArray[Scalar]:
    """The array with at least ``size`` rows; new ones hold ``fill``. The same array where it has enough."""
    if len(array) >= size:
        return array
    more = np.full((max(size, 2 * len(array)), *array.shape[1:]), fill, array.dtype)
    more[: len(array)] = array
    return more
