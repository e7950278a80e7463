"""Ids: UUID version 7 (RFC 9562, section 5.7), so that ids sort by the time they were made."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from kurzum.core.clock import Clock

Entropy = Callable[[int], bytes]
"""Gives so many unpredictable bytes. ``app`` hands in the kernel's, tests a seeded one."""


def uuid7(ms: int, entropy: bytes) -> UUID:
    """A UUIDv7 of a Unix time in ms and 10 unpredictable bytes."""
    if len(entropy) != 10:
        raise ValueError(f"a UUIDv7 needs 10 bytes of entropy, got {len(entropy)}")
    if not 0 <= ms < 1 << 48:
        raise ValueError(f"a UUIDv7 holds a time in 48 bits, got {ms} ms")
    value = (ms << 80) | int.from_bytes(entropy, "big")
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0b11 << 62)) | (0b10 << 62)
    return UUID(int=value)


def uuid7_ms(value: UUID) -> int:
    """The Unix time in ms that a UUIDv7 holds. ValueError for another version."""
    if value.version != 7:
        raise ValueError(f"{value} is not a UUIDv7")
    return value.int >> 80


class Ids:
    """Makes new ids from a clock and a source of entropy."""

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def new(self) -> UUID:
        """A new UUIDv7."""
        return uuid7(self._clock.ms(), self._entropy(10))
