"""Conditional and range requests of one file (RFC 9110, sections 13 and 14). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]*)\s*-\s*([0-9]*)\s*", re.IGNORECASE)
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Part:
    """What to send: bytes ``start`` up to, not including, ``end`` of ``size``; ``status`` 200, 206 or 416."""

    status: int
    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes that are."""
        return self.end - self.start

    @property
    def content_range(self) -> str | None:
        """The header that says which bytes; None for the whole file."""
        if self.status == 416:
            return f"bytes */{self.size}"
        return f"bytes {self.start}-{self.end - 1}/{self.size}" if self.status == 206 else None


def part(header: str | None, if_range: str | None, etag: str, size: int) -> Part:
    """What a request asks for. Several ranges, or senseless ones, get the whole file (RFC 9110)."""
    whole = Part(200, 0, size, size)
    if header is None or (if_range is not None and if_range.strip() != etag):
        return whole
    match = _RANGE.fullmatch(header)
    if match is None or max(len(match[1]), len(match[2])) > _MOST_DIGITS:
        return whole
    first, last = match[1], match[2]
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return whole
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return whole
    return Part(206, start, end, size) if start < end else Part(416, 0, 0, size)


def not_changed(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has this file already (weak comparison)."""
    if if_none_match is None:
        return False
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in known or etag in known
