"""What chooses clips: the interface of all that are compared, and what each keeps of who saw what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.growing import grown
from kurzum.feed.watches import Watch

Pick = tuple[int, float]
"""A clip, and the chance with which its slot was to show it."""


class Policy(Protocol):
    """Makes pages. It is told of each clip when it is published and of each watch when it happens."""

    def publish(
        self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int
    ) -> None: ...

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]: ...

    def learn(self, watch: Watch) -> None: ...


class Shelf:
    """Published clips, and when each person last saw each. Every policy here shows what was not seen first,
    and of what was seen the least recent: in that they are equals, so that what is compared is the choice."""

    def __init__(self) -> None:
        self.size = 0
        self._seen_ms: dict[int, NDArray[np.int64]] = {}

    def publish(self, clip: int) -> None:
        """There is a new clip; numbers come in order."""
        self.size = max(self.size, clip + 1)

    def saw(self, person: int, clip: int, at_ms: int) -> None:
        """A person saw a clip."""
        self._of(person)[clip] = at_ms

    def unseen(self, person: int) -> Rows:
        """What a person has not seen, the oldest first."""
        return np.flatnonzero(self._of(person)[: self.size] == 0)

    def filled(self, person: int, picks: list[Pick], limit: int) -> list[Pick]:
        """The picks, and where they are too few what was seen, the least recent first."""
        lacking = limit - len(picks)
        if lacking <= 0:
            return picks
        seen_ms = self._of(person)[: self.size].copy()
        seen_ms[[clip for clip, _ in picks]] = 0
        seen = np.flatnonzero(seen_ms)
        oldest = seen[np.argsort(seen_ms[seen], kind="stable")][:lacking]
        return picks + [(clip, 1.0) for clip in oldest.tolist()]

    def _of(self, person: int) -> NDArray[np.int64]:
        held = self._seen_ms.get(person)
        if held is None or len(held) < self.size:
            held = grown(np.zeros(0, np.int64) if held is None else held, self.size)
            self._seen_ms[person] = held
        return held


def best(scores: NDArray[np.floating], many: int) -> Rows:
    """Where the highest ``many`` are, the highest first; of equals the earlier."""
    if len(scores) > many:
        least = np.partition(scores, len(scores) - many)[len(scores) - many]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    order: Rows = places[np.argsort(-scores[places], kind="stable")][:many]
    return order
