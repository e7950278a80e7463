"""Who was destroyed lately, so that the next heartbeat of every holder of leases drops them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from uuid import UUID

from kurzum.custody import wire

_KEPT = 4096


class Departed:
    """The ids of the last few thousand destroyed, numbered from 1. ``boot`` names this run."""

    def __init__(self, boot: bytes) -> None:
        self._boot = boot
        self._last = 0
        self._kept: deque[tuple[int, UUID]] = deque(maxlen=_KEPT)

    def add(self, pairs: Iterable[wire.Pair]) -> None:
        """These people are gone."""
        for pair in pairs:
            for owner in (pair.person_id, pair.pid):
                self._last += 1
                self._kept.append((self._last, owner))

    def since(self, beat: wire.Beat) -> wire.Pulse:
        """What the holder that beats must drop: everything if it knows another run or missed too much."""
        oldest = self._kept[0][0] if self._kept else self._last + 1
        if beat.boot != self._boot or not oldest - 1 <= beat.seen <= self._last:
            return wire.Pulse(self._boot, self._last, None)
        # Sorted by id, so that a pulse does not say which two belong together.
        gone = sorted(owner for number, owner in self._kept if number > beat.seen)
        return wire.Pulse(self._boot, self._last, gone)
