"""Take an MP4 or QuickTime file apart into its boxes and write it anew, with whatever sizes are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"moof", b"traf", b"mvex"}
TABLES = {b"stts": 4, b"stsz": 8, b"stsc": 4, b"stco": 4, b"co64": 4, b"ctts": 4, b"stss": 4, b"sdtp": 0}
"""Sample tables, and how many bytes after version and flags the number of their entries stands."""
Changed = Callable[[bytes, bytes], bytes | None]


@dataclass(frozen=True)
class Box:
    """Where a box lies: offset of its size field, type, offset of its content, end."""

    at: int
    kind: bytes
    content: int
    end: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Every box in order of its offset, inner ones too. The file must be whole."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind, content = (
            int.from_bytes(data[start : start + 4], "big"),
            data[start + 4 : start + 8],
            start + 8,
        )
        if size == 1:
            size, content = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
        stop = start + size if size else end
        if stop <= start or stop > end:
            return
        yield Box(start, kind, content, stop)
        if kind in CONTAINERS:
            yield from boxes(data, content, stop)
        start = stop


def box(kind: bytes, content: bytes) -> bytes:
    """A box of this content."""
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def rewritten(data: bytes, change: Changed) -> bytes:
    """The file with each box's content as ``change(type, content)`` gives it; None leaves it as it is.

    Containers are changed after what is in them. Offsets into the media data still hold where the file
    begins with it.
    """
    written = b""
    start = 0
    while start < len(data):
        one = next(boxes(data, start), None)
        if one is None:
            return written + data[start:]
        content = data[one.content : one.end]
        if one.kind in CONTAINERS:
            content = rewritten(content, change)
        changed = change(one.kind, content)
        written += box(one.kind, content if changed is None else changed)
        start = one.end
    return written
