"""The machine's own clock and chance: the only place where Kurzum asks for either."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from kurzum.core.clock import Ticks
from kurzum.core.ids import Ids


class MachineClock:
    """The time of this machine (see ``core.clock.Clock``)."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ms(self) -> int:
        return time.time_ns() // 1_000_000


def entropy(count: int) -> bytes:
    """So many unpredictable bytes from the kernel."""
    return os.urandom(count)


CLOCK = MachineClock()
IDS = Ids(CLOCK, entropy)
TICKS: Ticks = time.perf_counter
WORK: Ticks = time.thread_time
"""Seconds of the processor's time that the thread has had."""
