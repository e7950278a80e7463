"""When to start again what ended: soon, and later and later what ends as soon as it has begun.

Also when to say that something is wrong.
"""

from __future__ import annotations

from collections import deque

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 30.0
WINDOW_S = 60.0
LOOP = 5
STEADY_S = 2.0
"""Who has done their work for so long can be started again at once."""
MOST_IN_WINDOW = 15
"""But not more often than this."""


class Restarts:
    """The ends of one process. Times are in s, of any steady clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()
        self._in_a_row = 0
        self.count = 0

    def ended(self, at: float, worked_s: float = 0.0) -> float:
        """Note an end after so many seconds of work; returns how many to wait before the next start."""
        self.count += 1
        self._ends.append(at)
        while self._ends[0] < at - WINDOW_S:
            self._ends.popleft()
        self._in_a_row = 1 if worked_s >= STEADY_S else min(self._in_a_row + 1, len(self._ends))
        doublings = max(self._in_a_row, len(self._ends) - MOST_IN_WINDOW) - 1
        return float(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2**doublings))

    @property
    def looping(self) -> bool:
        """Whether it ends again and again."""
        return len(self._ends) >= LOOP
