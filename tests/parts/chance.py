"""Bytes for tests: unpredictable enough to be distinct, the same in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count


def seeded(seed: str = "kurzum") -> Callable[[int], bytes]:
    """An entropy source whose bytes depend on the seed and the order of calls alone."""
    numbers = count()

    def give(size: int) -> bytes:
        return hashlib.shake_256(f"{seed} {next(numbers)}".encode()).digest(size)

    return give
