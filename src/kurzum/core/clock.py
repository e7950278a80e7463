"""Time as an argument: rooms below ``app`` never ask the machine what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

Ticks = Callable[[], float]
"""Seconds since some moment, finer than 10 us, never going back: for how long something took. ``app`` hands
in the machine's."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Where a room gets the time from. ``app`` hands in the machine's clock, tests a fixed one."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    def ms(self) -> int:
        """Unix time in ms."""
        ...


class FixedClock:
    """A clock that stands still until it is moved; for tests and for replaying pages."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def ms(self) -> int:
        return unix_ms(self._at)

    def move(self, by: timedelta) -> None:
        """Move on by so much."""
        self._at += by


def unix_ms(at: datetime) -> int:
    """Unix time in ms of an aware datetime."""
    return int(at.timestamp() * 1000)


def unix_us(at: datetime) -> int:
    """Unix time in microseconds of an aware datetime, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of a Unix time in ms."""
    return datetime.fromtimestamp(ms / 1000, UTC)
