"""Cursors of lists: opaque to those who send them back, checked when they do."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kurzum.core.errors import Refused

LAST_ID = UUID(int=(1 << 128) - 1)
LAST_TIME = datetime(9999, 12, 30, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = (LAST_TIME - _EPOCH) // timedelta(microseconds=1)


class BadCursor(Refused):
    """A cursor that no list gave out."""

    code = "bad_cursor"


def cursor_of(at: datetime, last: UUID) -> str:
    """A cursor behind an entry of a list that is ordered by time (to the microsecond), then id."""
    return _encode((at - _EPOCH) // timedelta(microseconds=1), last)


def after(cursor: str | None) -> tuple[datetime, UUID]:
    """Time and id of the entry before the next page; the far end of time for the first. Raises BadCursor."""
    if cursor is None:
        return LAST_TIME, LAST_ID
    micros, last = _decode(cursor)
    if not 0 <= micros <= _LAST:
        raise _bad()
    return _EPOCH + timedelta(microseconds=micros), last


def cursor_of_day(day: date, last: UUID) -> str:
    """A cursor behind an entry of a list that is ordered by day, then id."""
    return _encode(day.toordinal(), last)


def after_day(cursor: str) -> tuple[date, UUID]:
    """Day and id of the entry before the next page. Raises BadCursor."""
    ordinal, last = _decode(cursor)
    if not 1 <= ordinal <= date.max.toordinal():
        raise _bad()
    return date.fromordinal(ordinal), last


def _encode(place: int, last: UUID) -> str:
    return base64.urlsafe_b64encode(place.to_bytes(8, "big") + last.bytes).rstrip(b"=").decode()


def _decode(cursor: str) -> tuple[int, UUID]:
    try:
        raw = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise _bad() from None
    if len(raw) != 24:
        raise _bad()
    return int.from_bytes(raw[:8], "big"), UUID(bytes=raw[8:])


def _bad() -> BadCursor:
    return BadCursor("This list cannot be continued from there. Open it again from its beginning.")
