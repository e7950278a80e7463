"""Tell what a file is from its first bytes. Names and declared types are never looked at."""

from __future__ import annotations

HEAD = 4096
"""How many bytes :func:`demuxer` wants to see."""

PICTURE_BRANDS = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"avif",
    b"avis",
    b"mif1",
    b"msf1",
    b"crx ",
    b"jp2 ",
}
QUICKTIME_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

OTHER_VIDEO = (
    (b"RIFF", 8, b"AVI ", "AVI"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", 0, b"", "Windows Media"),
    (b"FLV\x01", 0, b"", "Flash Video"),
    (b"OggS", 0, b"", "Ogg"),
    (b"\x00\x00\x01\xba", 0, b"", "MPEG program stream"),
    (b"\x00\x00\x01\xb3", 0, b"", "MPEG video"),
    (b".RMF", 0, b"", "RealMedia"),
)
"""Containers that hold video but no phone or browser records: (first bytes, offset, bytes there, name)."""


def demuxer(head: bytes) -> str | None:
    """ffmpeg's name of the demuxer for this file, ``mov`` or ``matroska``; None for everything else."""
    if head[4:8] == b"ftyp":
        return None if head[8:12] in PICTURE_BRANDS else "mov"
    if head[4:8] in QUICKTIME_BOXES:
        return "mov"
    if head[:4] == b"\x1a\x45\xdf\xa3" and (b"matroska" in head or b"webm" in head):
        return "matroska"
    return None


def other_video(head: bytes) -> str | None:
    """The name of a video container that is known but not accepted, or None."""
    for first, at, there, name in OTHER_VIDEO:
        if head.startswith(first) and head[at : at + len(there)] == there:
            return name
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "MPEG transport stream"
    return None
