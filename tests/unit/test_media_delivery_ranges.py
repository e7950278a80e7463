"""Ranges and conditions of requests for media (RFC 9110)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.web.ranges import not_changed, part

TAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "status", "start", "end"),
    [
        (None, 200, 0, 100),
        ("bytes=0-", 206, 0, 100),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=90-1000", 206, 90, 100),
        ("bytes=-5", 206, 95, 100),
        ("bytes=-500", 206, 0, 100),
        ("Bytes = 5 - 6", 206, 5, 7),
        ("bytes=100-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=7-3", 200, 0, 100),
        ("bytes=-", 200, 0, 100),
        ("bytes=0-1,4-5", 200, 0, 100),
        ("pages=1-2", 200, 0, 100),
        ("bytes=" + "9" * 30 + "-", 200, 0, 100),
    ],
)
def test_the_bytes_that_are_asked_for(header: str | None, status: int, start: int, end: int) -> None:
    found = part(header, None, TAG, 100)
    assert (found.status, found.start, found.end) == (status, start, end)


def test_if_range_with_another_tag_gets_the_whole_file() -> None:
    assert part("bytes=5-6", TAG, TAG, 100).status == 206
    assert part("bytes=5-6", '"other"', TAG, 100).status == 200
    assert part("bytes=5-6", f"W/{TAG}", TAG, 100).status == 200


def test_if_none_match() -> None:
    assert not_changed(TAG, TAG)
    assert not_changed(f'"x", W/{TAG}', TAG)
    assert not_changed("*", TAG)
    assert not not_changed(None, TAG)
    assert not not_changed('"x"', TAG)


def test_the_content_range_header() -> None:
    assert part("bytes=10-19", None, TAG, 100).content_range == "bytes 10-19/100"
    assert part("bytes=100-", None, TAG, 100).content_range == "bytes */100"
    assert part(None, None, TAG, 100).content_range is None


@given(st.text(max_size=40), st.integers(0, 1 << 40))
def test_no_header_leads_outside_of_the_file(header: str, size: int) -> None:
    found = part(header, None, TAG, size)
    assert 0 <= found.start <= found.end <= size
