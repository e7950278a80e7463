"""An MPEG transport stream (ISO/IEC 13818-1) that promises more tracks than any clip has."""

from __future__ import annotations

PACKET, PER_PROGRAM, FIRST_MAP, FIRST_TRACK = 188, 30, 0x20, 0x400
H264 = 0x1B


def many_tracks(count: int) -> bytes:
    """A table of programs, and a map for each that lists ``PER_PROGRAM`` tracks of H.264.

    Track numbers have 13 bits, so programs share them; a reader counts each in each program.
    """
    programs = -(-count // PER_PROGRAM)
    listed = b""
    for first in range(0, programs, 40):
        some = range(first, min(programs, first + 40))
        body = b"".join(
            (n + 1).to_bytes(2, "big") + (0xE000 | FIRST_MAP + n).to_bytes(2, "big") for n in some
        )
        listed += _packet(0, _section(0x00, 1, body, first // 40, (programs - 1) // 40))
    for n in range(programs):
        numbers = (FIRST_TRACK + (n * PER_PROGRAM + k) % 0x1B00 for k in range(PER_PROGRAM))
        tracks = b"".join(bytes([H264]) + (0xE000 | pid).to_bytes(2, "big") + b"\xf0\0" for pid in numbers)
        listed += _packet(FIRST_MAP + n, _section(0x02, n + 1, b"\xe1\x00\xf0\x00" + tracks, 0, 0))
    return listed * 3


def _section(table: int, number: int, body: bytes, part: int, last: int) -> bytes:
    head = number.to_bytes(2, "big") + bytes([0xC1, part, last]) + body
    whole = bytes([table]) + (0xB000 | len(head) + 4).to_bytes(2, "big") + head
    return whole + _crc(whole).to_bytes(4, "big")


def _packet(pid: int, section: bytes) -> bytes:
    head = b"\x47" + (0x4000 | pid).to_bytes(2, "big") + b"\x10\0"
    return (head + section).ljust(PACKET, b"\xff")


def _crc(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc
