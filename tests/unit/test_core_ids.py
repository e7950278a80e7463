"""Ids sort by the time they were made and never repeat by chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.core.clock import FixedClock, from_ms, unix_ms
from kurzum.core.ids import Ids, uuid7, uuid7_ms
from parts.chance import seeded

_MS = st.integers(0, 2**48 - 1)
_TEN = st.binary(min_size=10, max_size=10)


@given(_MS, _TEN)
def test_an_id_is_a_uuid_of_version_7_and_holds_its_time(ms: int, entropy: bytes) -> None:
    made = uuid7(ms, entropy)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert uuid7_ms(made) == ms


@given(_MS, _MS, _TEN, _TEN)
def test_later_ids_sort_later(one: int, other: int, a: bytes, b: bytes) -> None:
    if one != other:
        assert (uuid7(one, a) < uuid7(other, b)) == (one < other)


@given(_TEN, _TEN)
def test_74_bits_of_entropy_reach_the_id(a: bytes, b: bytes) -> None:
    kept = (1 << 80) - 1 - (0xF << 76) - (0b11 << 62)
    same = int.from_bytes(a, "big") & kept == int.from_bytes(b, "big") & kept
    assert (uuid7(5, a) == uuid7(5, b)) == same


def test_what_is_no_time_or_no_version_7_is_refused() -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(1 << 48, bytes(10))
    with pytest.raises(ValueError, match="10 bytes"):
        uuid7(1, bytes(9))
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7_ms(UUID(int=0))


def test_ids_follow_the_clock() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    ids = Ids(clock, seeded())
    first = ids.new()
    clock.move(timedelta(milliseconds=1))
    second = ids.new()
    assert first < second
    assert uuid7_ms(second) == clock.ms() == unix_ms(clock.now())
    assert from_ms(clock.ms()) == clock.now()
