"""When to start again what ended: at once what had done its work, later and later what never gets that far.

Also when to say that something is wrong.
"""

from __future__ import annotations

from collections import deque

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 5.0
"""Nobody waits longer than this for a next try."""
WINDOW_S = 60.0
LOOP = 5


class Restarts:
    """The ends of one process. Times are in s, of any steady clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()
        self._in_vain = 0
        self.count = 0

    def ended(self, at: float, *, worked: bool) -> float:
        """Note an end, of who had done its work or not; returns how many s to wait before the next start."""
        self.count += 1
        self._ends.append(at)
        while self._ends[0] < at - WINDOW_S:
            self._ends.popleft()
        # What lies long back is forgotten: who ends once an hour waits as after a first time.
        self._in_vain = 0 if worked else min(self._in_vain + 1, len(self._ends))
        return min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** (self._in_vain - 1)) if self._in_vain else 0.0

    @property
    def looping(self) -> bool:
        """Whether it ends again and again."""
        return len(self._ends) >= LOOP
