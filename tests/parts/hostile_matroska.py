"""Matroska (RFC 9559) written by hand: what no ordinary muxer writes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

EBML, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = (
    0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA3, 0xA0, 0xA1,
)  # fmt: skip
TRACK_NUMBER, TRACK_UID, TRACK_TYPE, CODEC_ID, CODEC_PRIVATE, TIMESTAMP = (
    0xD7,
    0x73C5,
    0x83,
    0x86,
    0x63A2,
    0xE7,
)
ENCODINGS, ENCODING, SCOPE, COMPRESSION, ALGORITHM, SETTINGS = 0x6D80, 0x6240, 0x5032, 0x5034, 0x4254, 0x4255
PARENTS = {SEGMENT, TRACKS, TRACK, CLUSTER, BLOCK_GROUP}
BLOCKS, PRIVATE = 1, 2
"""What a compression holds for (ContentEncodingScope)."""


def element(number: int, content: bytes | int) -> bytes:
    """An element; a number is written in as few bytes as it takes. Sizes are always eight bytes long."""
    if isinstance(content, int):
        content = content.to_bytes(max(1, (content.bit_length() + 7) // 8), "big")
    head = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return head + (0x01 << 56 | len(content)).to_bytes(8, "big") + content


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """What lies side by side in ``data``: (id, content); an unknown size reaches to the end."""
    at = 0
    while at < len(data):
        length = 9 - data[at].bit_length()
        number = int.from_bytes(data[at : at + length], "big")
        at += length
        width = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
        at += width
        if size == (1 << 7 * width) - 1:
            size = len(data) - at
        yield number, data[at : at + size]
        at += size


def compressed(data: bytes, scope: int, *, algorithm: int = 0, level: int = 9) -> bytes:
    """The file with its blocks, its codecs' private data, or both compressed (0: zlib)."""

    def change(number: int, content: bytes) -> bytes:
        if number == TRACK:
            if scope & PRIVATE:
                content = b"".join(
                    element(n, zlib.compress(c, level) if n == CODEC_PRIVATE else c)
                    for n, c in elements(content)
                )
            how = element(COMPRESSION, element(ALGORITHM, algorithm))
            return content + element(ENCODINGS, element(ENCODING, element(SCOPE, scope) + how))
        if number in (SIMPLE_BLOCK, BLOCK) and scope & BLOCKS:
            return content[:4] + zlib.compress(content[4:], level)
        return content

    return rewritten(data, change)


def bomb(data: bytes, blocks: int, swollen: int) -> bytes:
    """Each block replaced by ``blocks`` small ones that inflate to ``swollen`` bytes."""
    charge = zlib.compress(bytes(swollen), 9)
    packed = compressed(data, BLOCKS)

    def change(number: int, content: bytes) -> bytes:
        if number != CLUSTER:
            return content
        kept = list(elements(content))
        stamp = b"".join(element(n, c) for n, c in kept if n == TIMESTAMP)
        bombs = (
            element(SIMPLE_BLOCK, b"\x81" + n.to_bytes(2, "big") + b"\x80" + charge) for n in range(blocks)
        )
        return stamp + b"".join(bombs)

    return rewritten(packed, change)


def rewritten(data: bytes, change: object) -> bytes:
    """The file with each element's content as ``change(id, content)`` gives it, inner ones first.

    Indexes are left out, for they would point to where things were.
    """
    assert callable(change)
    written = b""
    for number, content in elements(data):
        if number in (0x114D9B74, 0x1C53BB6B, 0xEC, 0xBF):  # SeekHead, Cues, Void, CRC-32
            continue
        inner = rewritten(content, change) if number in PARENTS else content
        written += element(number, change(number, inner))
    return written


def many_tracks(data: bytes, count: int) -> bytes:
    """The file with its first track described ``count`` times over, under numbers of their own."""

    def change(number: int, content: bytes) -> bytes:
        if number != TRACKS:
            return content
        first = [(n, c) for n, c in elements(next(c for n, c in elements(content) if n == TRACK))]
        rest = b"".join(element(n, c) for n, c in first if n not in (TRACK_NUMBER, TRACK_UID))
        return b"".join(
            element(TRACK, element(TRACK_NUMBER, n) + element(TRACK_UID, n) + rest)
            for n in range(1, count + 1)
        )

    return rewritten(data, change)
