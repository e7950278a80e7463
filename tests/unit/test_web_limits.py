"""Token buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.core.errors import Refused, TooMany
from kurzum.web.limits import Buckets, Limits, Rate, limits_from
from parts.chance import seeded

RATE = Rate(burst=3, per_minute=60)


def test_a_burst_then_a_wait_then_again() -> None:
    buckets = Buckets(seeded())
    for _ in range(3):
        buckets.take("read", "somebody", RATE, 0)
    with pytest.raises(TooMany) as refused:
        buckets.take("read", "somebody", RATE, 0)
    assert refused.value.retry_after_s == 1
    buckets.take("read", "somebody else", RATE, 0)
    buckets.take("write", "somebody", RATE, 0)
    buckets.take("read", "somebody", RATE, 1_000)
    with pytest.raises(TooMany):
        buckets.take("read", "somebody", RATE, 1_000)


def test_what_is_given_back_may_be_taken_again_but_no_more() -> None:
    buckets = Buckets(seeded())
    for _ in range(10):
        buckets.take("try", "somebody", RATE, 0)
        buckets.give_back("try", "somebody", RATE, 0)
    for _ in range(3):
        buckets.take("try", "somebody", RATE, 0)
    with pytest.raises(TooMany):
        buckets.take("try", "somebody", RATE, 0)


@given(st.lists(st.integers(0, 5_000), max_size=60))
def test_never_more_than_burst_and_rate_allow(pauses: list[int]) -> None:
    buckets, now, taken = Buckets(seeded()), 0, 0
    for pause in pauses:
        now += pause
        try:
            buckets.take("read", "somebody", RATE, now)
            taken += 1
        except TooMany:
            pass
    assert taken <= RATE.burst + now * RATE.per_minute / 60_000


@given(st.integers(1, 50), st.integers(1, 100))
def test_after_the_wait_that_was_named_it_works(burst: int, per_minute: int) -> None:
    rate, buckets = Rate(burst, per_minute), Buckets(seeded())
    for _ in range(burst):
        buckets.take("read", "\ud800", rate, 0)
    with pytest.raises(TooMany) as refused:
        buckets.take("read", "\ud800", rate, 0)
    buckets.take("read", "\ud800", rate, refused.value.retry_after_s * 1_000)


def test_a_clock_that_goes_back_gives_nothing() -> None:
    buckets = Buckets(seeded())
    for _ in range(3):
        buckets.take("read", "somebody", RATE, 60_000)
    with pytest.raises(TooMany):
        buckets.take("read", "somebody", RATE, 0)


def test_settings_replace_rates_by_name() -> None:
    assert limits_from({}) == Limits()
    assert limits_from({"sign_ups": (1000, 1000.0)}) == Limits(sign_ups=Rate(1000, 1000.0))
    with pytest.raises(Refused):
        limits_from({"likes": (1, 1)})
