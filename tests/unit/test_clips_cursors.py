"""Cursors: what goes out comes back, and nothing else is taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.clips.cursors import BadCursor, after, after_day, cursor_of, cursor_of_day

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 4_000_000_000_000_000).map(lambda us: EPOCH + timedelta(microseconds=us))


@given(TIMES, st.uuids())
def test_a_time_and_an_id_come_back(at: datetime, last: UUID) -> None:
    assert after(cursor_of(at, last)) == (at, last)


@given(st.dates(), st.uuids())
def test_a_day_and_an_id_come_back(day: date, last: UUID) -> None:
    assert after_day(cursor_of_day(day, last)) == (day, last)


def test_the_first_page_begins_at_the_far_end() -> None:
    at, last = after(None)
    assert at.year == 9999
    assert last.int == (1 << 128) - 1


@given(st.text(max_size=60))
def test_what_no_list_gave_out_is_refused(text: str) -> None:
    for read in (after, after_day):
        try:
            read(text)
        except BadCursor:
            continue


@pytest.mark.parametrize("text", ["", "!", "AAAA", "ä", "A" * 32, "_" * 32])
def test_nonsense_is_refused_and_not_a_fault(text: str) -> None:
    with pytest.raises(BadCursor):
        after_day(text)
