"""MP4 files whose tables lie: how many samples there are, how long, how deep boxes lie in each other."""

from __future__ import annotations

from collections.abc import Sequence

from parts.hostile_boxes import TABLES, box, boxes, rewritten

CLAIMED = 0x7FFFFFFF
"""2^31 - 1: the most that a signed field can claim, and more than any memory holds."""


def claiming(data: bytes, kinds: Sequence[bytes], count: int = CLAIMED) -> bytes:
    """Every table of these kinds claims so many entries, and has as many as before."""
    changed = bytearray(data)
    for one in boxes(data):
        if one.kind in kinds:
            at = one.content + TABLES[one.kind]
            changed[at : at + 4] = count.to_bytes(4, "big")
    return bytes(changed)


def without_entries(data: bytes, count: int) -> bytes:
    """Tables that need no entries to claim ``count`` samples: all of one size, one duration, one chunk."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        if kind == b"stsz":
            return bytes(4) + _numbers(1, count)
        if kind == b"stts":
            return bytes(4) + _numbers(1, count, 1)
        if kind == b"stsc":
            return bytes(4) + _numbers(1, 1, count, 1)
        if kind == b"stco":
            return bytes(4) + _numbers(1, 48)
        return bytes(8) if kind in (b"ctts", b"stss") else None

    return rewritten(data, change)


def run_without_entries(data: bytes, count: int) -> bytes:
    """A fragmented file whose track runs claim ``count`` samples of the default size."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        return _numbers(0x000001, count, 0) if kind == b"trun" else None

    return rewritten(data, change)


def endless_edits(data: bytes, count: int) -> bytes:
    """An edit list of ``count`` edits that each show the whole clip again."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        if kind == b"edts":
            edits = b"".join(_numbers(1000, 0, 0x10000) for _ in range(count))
            return box(b"elst", _numbers(0, count) + edits)
        return None

    return rewritten(data, change)


def nested(data: bytes, depth: int) -> bytes:
    """The film's description behind boxes within boxes, ``depth`` of them."""
    inner = b""
    for _ in range(depth):
        inner = box(b"moov", box(b"trak", inner))
    return data[: _at(data, b"moov")] + inner + data[_at(data, b"moov") :]


def many_tracks(data: bytes, count: int) -> bytes:
    """The first track ``count`` times over, under numbers of their own."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        if kind != b"moov":
            return None
        inner = [b for b in boxes(content) if b.kind in (b"mvhd", b"trak")]
        tracks = [content[b.at : b.end] for b in inner if b.kind == b"trak"]
        rest = b"".join(content[b.at : b.end] for b in inner if b.kind == b"mvhd")
        at = tracks[0].index(b"tkhd") + 16
        numbered = (tracks[0][:at] + n.to_bytes(4, "big") + tracks[0][at + 4 :] for n in range(1, count + 1))
        return rest + b"".join(numbered)

    return rewritten(data, change)


def sized(data: bytes, width: int, height: int) -> bytes:
    """Headers of track and sample description claim this size; the pictures themselves are as before."""
    changed = bytearray(data)
    for one in boxes(data):
        if one.kind == b"tkhd":
            changed[one.end - 8 : one.end] = _numbers(width << 16, height << 16)
        if one.kind == b"stsd" and data[one.content + 12 : one.content + 16] in (b"avc1", b"hvc1"):
            at = one.content + 16 + 24
            changed[at : at + 4] = width.to_bytes(2, "big") + height.to_bytes(2, "big")
    return bytes(changed)


def shaped(data: bytes, wide: int) -> bytes:
    """Pixels are said to be so many times as wide as high."""
    at = data.index(b"pasp") + 4
    return data[:at] + _numbers(wide, 1) + data[at + 8 :]


def referring(data: bytes, reference: bytes) -> bytes:
    """The media is said to lie elsewhere: every data reference is this one, and none says 'in this file'."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        return _numbers(0, 1) + reference if kind == b"dref" else None

    return rewritten(data, change)


def address(where: str) -> bytes:
    """A data reference by address (ISO/IEC 14496-12, section 8.7.2)."""
    return box(b"url ", bytes(4) + where.encode() + b"\0")


def alias(path: str) -> bytes:
    """A data reference as QuickTime's alias record: names of volume and file, and the path in a tail."""
    name = path.rpartition("/")[2].encode()[:63]
    record = bytes(4) + bytes(2) + b"\0\x02" + b"\0\0" + b"\x04disk".ljust(28, b"\0") + bytes(12)
    record += bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16) + (2).to_bytes(2, "big") * 2 + bytes(16)
    for kind, words in ((2, "disk:" + path.replace("/", ":")), (18, path)):
        said = words.encode()
        record += kind.to_bytes(2, "big") + len(said).to_bytes(2, "big") + said + b"\0" * (len(said) % 2)
    return box(b"alis", record + b"\xff\xff\0\0")


def _numbers(*numbers: int) -> bytes:
    return b"".join(n.to_bytes(4, "big") for n in numbers)


def _at(data: bytes, kind: bytes) -> int:
    return next(b.at for b in boxes(data) if b.kind == kind)
