"""When to start again what ended: soon, then later and later, and when to say that something is wrong."""

from __future__ import annotations

from collections import deque

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 30.0
WINDOW_S = 60.0
LOOP = 5


class Restarts:
    """The ends of one process. Times are in s, of any steady clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()
        self.count = 0

    def ended(self, at: float) -> float:
        """Note an end; returns how many seconds to wait before the next start."""
        self.count += 1
        self._ends.append(at)
        while self._ends[0] < at - WINDOW_S:
            self._ends.popleft()
        return float(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (len(self._ends) - 1)))

    @property
    def looping(self) -> bool:
        """Whether it ends again and again."""
        return len(self._ends) >= LOOP
