"""For how long a page is in each stage of its making. Whoever builds the room hands in how time is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kurzum.core.clock import Ticks

Stage = Literal["state", "candidates", "visible", "rank", "rerank", "record", "hydrate"]
"""``state``: what is known of the viewer; ``record``: sealed and durable; ``hydrate``: the cards."""

Observe = Callable[[str, float], None]
"""Is told a stage and its seconds."""


class Stages:
    """Makes laps. Without ``observe`` nothing is timed."""

    def __init__(self, ticks: Ticks = lambda: 0.0, observe: Observe | None = None) -> None:
        self._ticks = ticks
        self._observe = observe

    def begin(self, stage: Stage) -> Lap:
        """Begin to time a page, in that stage."""
        return Lap(self._ticks, self._observe, stage)


class Lap:
    """One page on its way. It may come to a stage more than once; what breaks off is not told."""

    __slots__ = ("_at", "_observe", "_seconds", "_stage", "_ticks")

    def __init__(self, ticks: Ticks, observe: Observe | None, stage: Stage) -> None:
        self._ticks = ticks
        self._observe = observe
        self._stage = stage
        self._seconds: dict[str, float] = {}
        self._at = ticks()

    def to(self, stage: Stage) -> None:
        """From here on it is in that stage."""
        now = self._ticks()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._at
        self._stage, self._at = stage, now

    def end(self) -> None:
        """It is made: tell every stage."""
        self.to(self._stage)
        if self._observe is not None:
            for stage, seconds in self._seconds.items():
                self._observe(stage, seconds)


UNTIMED = Stages()
