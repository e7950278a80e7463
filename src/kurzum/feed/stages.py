"""For how long a page is in each stage of its making, and how long the engine's stages keep the processor.

Whoever builds the room hands in how time is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kurzum.core.clock import Ticks

Stage = Literal["state", "candidates", "visible", "rank", "rerank", "record", "hydrate"]
"""``state``: what is known of the viewer; ``record``: sealed and durable; ``hydrate``: the cards."""

_ENGINES = frozenset({"candidates", "rank", "rerank"})

Observe = Callable[[str, float], None]
"""Is told a stage and its seconds."""


def _still() -> float:
    return 0.0


class Stages:
    """Makes laps. ``work``: seconds of the processor's time. Without these nothing is timed."""

    def __init__(self, ticks: Ticks = _still, observe: Observe | None = None, work: Ticks = _still) -> None:
        self._ticks = ticks
        self._observe = observe
        self._work = work

    def begin(self, stage: Stage) -> Lap:
        """Begin to time a page, in that stage."""
        return Lap(self._ticks, self._observe, self._work, stage)


class Lap:
    """One page on its way. It may come to a stage more than once; what breaks off is not told.

    ``worked_s``: how long the processor was at work for the engine, up to the last change of stages.
    """

    __slots__ = ("_at", "_observe", "_seconds", "_stage", "_ticks", "_work", "_work_at", "worked_s")

    def __init__(self, ticks: Ticks, observe: Observe | None, work: Ticks, stage: Stage) -> None:
        self._ticks = ticks
        self._observe = observe
        self._work = work
        self._stage = stage
        self._seconds: dict[str, float] = {}
        self._at, self._work_at = ticks(), work()
        self.worked_s = 0.0

    def to(self, stage: Stage) -> None:
        """From here on it is in that stage."""
        now = self._ticks()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._at
        if self._stage in _ENGINES or stage in _ENGINES:
            worked = self._work()
            if self._stage in _ENGINES:
                self.worked_s += worked - self._work_at
            self._work_at = worked
        self._stage, self._at = stage, now

    def end(self) -> None:
        """It is made: tell every stage."""
        self.to(self._stage)
        if self._observe is not None:
            for stage, seconds in self._seconds.items():
                self._observe(stage, seconds)


UNTIMED = Stages()
