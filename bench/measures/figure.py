"""A measured figure, beside the bare tool's in the same run, and the bar it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Sense = Literal["at most", "at least"]


@dataclass(frozen=True)
class Figure:
    """``ours``, ``bare``: a sample each time, in ``unit``; no ``bare`` where there is nothing to compare.

    ``bar``: what the ratio of the medians ours / bare must be, in that sense; without bare, our own median.
    """

    name: str
    unit: str
    ours: Sequence[float]
    bare: Sequence[float] = ()
    bar: float | None = None
    sense: Sense = "at most"
    note: str = ""

    @property
    def value(self) -> float:
        """Our median, in ``unit``."""
        return statistics.median(self.ours)

    @property
    def against(self) -> float | None:
        """The bare tool's median."""
        return statistics.median(self.bare) if self.bare else None

    @property
    def ratio(self) -> float | None:
        """Our median by the bare tool's."""
        return None if self.against is None else self.value / self.against

    @property
    def held(self) -> bool | None:
        """Whether the bar was met; None where there is no bar."""
        if self.bar is None:
            return None
        judged = self.value if self.ratio is None else self.ratio
        return judged <= self.bar if self.sense == "at most" else judged >= self.bar


@dataclass(frozen=True)
class Measure:
    """``run``: measure so many times (5 or more) and return the figures. ``minutes``: about how long."""

    name: str
    says: str
    minutes: float
    run: Callable[[int], list[Figure]]
