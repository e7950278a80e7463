"""How many people may be asked for: the bucket of a role and purpose, against sums over every stretch of
time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.core.errors import Refused
from kurzum.custody.custodian.bounds import Bound, Bounds, TooMuch, bounds_from
from kurzum.custody.purposes import Purpose

BURST, PER_MINUTE = 100.0, 600.0
ASKED = st.lists(st.tuples(st.integers(1, 120), st.integers(0, 20_000)), max_size=40)


@given(ASKED)
def test_no_stretch_of_time_gives_more_than_burst_and_rate(asked: list[tuple[int, int]]) -> None:
    bounds, now, given_out = Bounds({Purpose.FEED: Bound(BURST, PER_MINUTE)}), 0, list[tuple[int, int]]()
    for count, wait_ms in asked:
        now += wait_ms
        try:
            bounds.take("server", Purpose.FEED, count, now)
        except TooMuch:
            assert count > BURST or given_out
        else:
            given_out.append((now, count))
    for at, (start, _) in enumerate(given_out):
        for end, _ in given_out[at:]:
            total = sum(count for when, count in given_out[at:] if when <= end)
            assert total <= BURST + (end - start) * PER_MINUTE / 60_000 + 1e-6


def test_roles_and_purposes_have_buckets_of_their_own_and_time_fills_them() -> None:
    bounds = Bounds(bounds_from({"feed": (10, 60), "learn": (10, 60)}))
    bounds.take("server", Purpose.FEED, 10, 0)
    bounds.take("worker", Purpose.FEED, 10, 0)
    bounds.take("server", Purpose.LEARN, 10, 0)
    for now in (0, -5_000, 999):
        with pytest.raises(TooMuch, match="custodian_limits"):
            bounds.take("server", Purpose.FEED, 1, now)
    bounds.take("server", Purpose.FEED, 1, 1_000)


def test_every_purpose_is_bound_and_what_is_none_is_refused() -> None:
    assert set(bounds_from({})) == set(Purpose)
    for wrong in ({"nosuch": (1.0, 1.0)}, {"feed": (0.0, 1.0)}):
        with pytest.raises(Refused, match="bounds nothing"):
            bounds_from(wrong)
