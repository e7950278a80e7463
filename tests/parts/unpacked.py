"""Opens what is compressed inside of other data: gzip, zlib, zstd and files of a ZIP wherever they begin."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

_BEGINS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|\x28\xb5\x2f\xfd|PK\x03\x04", re.DOTALL)
_MOST = 256 << 20
_LEAST = 12
_NAMES = struct.Struct("<HH")


def unpacked(data: bytes | memoryview) -> Iterator[bytes]:
    """What comes out of every stream that begins somewhere in the data, as far as it can be opened."""
    view = memoryview(data)
    for found in _BEGINS.finditer(view):
        at, begins = found.start(), found.group()
        if begins == b"PK\x03\x04":
            plain = _inflated(view[at + 30 + sum(_names(view, at)) :], -zlib.MAX_WBITS)
        elif begins == b"\x28\xb5\x2f\xfd":
            plain = _of_zstd(view[at:])
        else:
            plain = _inflated(view[at:], zlib.MAX_WBITS | 32)
        if len(plain) >= _LEAST:
            yield plain


def of_brotli(data: bytes | memoryview) -> bytes | None:
    """What a whole file of Brotli holds; None where it is none. Nothing says where such a stream begins."""
    try:
        return bytes(brotli.decompress(bytes(data)))
    except brotli.error:
        return None


def _names(view: memoryview, at: int) -> tuple[int, int]:
    """How long the name and the extra fields of a file of a ZIP are."""
    return _NAMES.unpack_from(view, at + 26) if at + 30 <= len(view) else (0, 0)


def _inflated(view: memoryview, bits: int) -> bytes:
    engine = zlib.decompressobj(bits)
    out = bytearray()
    try:
        for at in range(0, len(view), 1 << 16):
            out += engine.decompress(view[at : at + (1 << 16)], _MOST - len(out))
            if engine.eof or len(out) >= _MOST:
                break
    except zlib.error:
        pass
    return bytes(out)


def _of_zstd(view: memoryview) -> bytes:
    engine = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    out = bytearray()
    try:
        for at in range(0, len(view), 1 << 16):
            out += engine.decompress(view[at : at + (1 << 16)])
            if engine.eof or len(out) >= _MOST:
                break
    except zstandard.ZstdError:
        pass
    return bytes(out)
