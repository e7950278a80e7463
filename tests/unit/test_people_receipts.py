"""What a receipt may say: counts that single nobody out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.people.receipts import rounded


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, 0), (1, 1), (9, 9), (10, 10), (14, 10), (15, 20), (94, 90), (95, 100), (250, 300), (1_049, 1_000)],
)
def test_counts_are_exact_up_to_nine_and_then_rounded_to_one_digit(count: int, told: int) -> None:
    assert rounded(count) == told


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_rounded_count_has_one_digit_and_more_is_never_told_as_less(one: int, other: int) -> None:
    assert rounded(one) == rounded(rounded(one))
    assert not str(rounded(one))[1:].strip("0")
    assert abs(rounded(one) - one) <= one / 2
    if one <= other:
        assert rounded(one) <= rounded(other)
