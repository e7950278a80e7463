"""Walk the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12, section 4.2) without believing their
sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MAX_BOXES = 4096
TRACKS = (b"moov", b"trak")
SAMPLE_ENTRIES = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")


def children(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes between two offsets as (type, start of the content, end); ends quietly at the first
    broken one."""
    for _ in range(MAX_BOXES):
        if end - start < 8:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        size, kind, content = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if size == 1 and len(head) == 16:
            size, content = int.from_bytes(head[8:], "big"), start + 16
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield kind, content, min(start + size, end)
        start += size


def inside(file: BinaryIO, path: tuple[bytes, ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the content of every box on this path of types lies."""
    for kind, content, stop in children(file, start, end):
        if kind == path[0]:
            if len(path) == 1:
                yield content, stop
            else:
                yield from inside(file, path[1:], content, stop)


def sample_entries(file: BinaryIO, size: int) -> list[tuple[bytes, int, int]]:
    """The sample descriptions of all tracks, such as ``avc1`` or ``encv``: (type, start of the content,
    end)."""
    found = []
    for content, stop in inside(file, SAMPLE_ENTRIES, 0, size):
        found += list(children(file, content + 8, stop))  # after version, flags and count
    return found
