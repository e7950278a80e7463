"""Waiting for something to become true, with a bound; never a blind sleep.

The bound is of time in which this process was let run. On a machine with too much to do a process stands
still for seconds, and what it waits for does too: such a while counts as a moment.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE_S = 60.0
"""For what happens in a moment where the machine is idle."""
_STEP_S = 0.02
_MOMENT_S = 0.1
_AT_MOST = 5


class Patience:
    """So many seconds, of which none pass while this process stands still."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._looked_at = time.monotonic()
        self._ends_at = self._looked_at + _AT_MOST * seconds

    def over(self) -> bool:
        """Whether they have passed; ask often."""
        now = time.monotonic()
        self._left -= min(now - self._looked_at, _MOMENT_S)
        self._looked_at = now
        return self._left < 0 or now > self._ends_at


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = PATIENCE_S) -> None:
    """Return once ``condition`` holds; TimeoutError when it does not within ``seconds``."""
    patience = Patience(seconds)
    while not await condition():
        if patience.over():
            raise TimeoutError
        await asyncio.sleep(_STEP_S)


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
    """The same where nothing else runs; AssertionError with ``what``."""
    patience = Patience(seconds)
    while not condition():
        assert not patience.over(), what
        time.sleep(_STEP_S)
