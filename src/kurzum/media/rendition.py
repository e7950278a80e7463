"""A playable file that was made from a clip, and what a player needs to know of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from kurzum.media.child import boxes

MVHD_BYTES = 96
"""Least content of a film's header, version 0."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A faststart MP4. ``name``: shorter side in px; ``bytes``: size; ``bitrate``: mean bits per second;
    ``video_codec``, ``audio_codec``: as in RFC 6381, for example ``avc1.64001f`` and ``mp4a.40.2``."""

    name: str
    path: Path
    width: int
    height: int
    bytes: int
    bitrate: int
    fps: float
    video_codec: str
    audio_codec: str | None
    duration_ms: int

    @property
    def codecs(self) -> str:
        """Both codecs as a player's ``codecs=`` wants them."""
        return ",".join(filter(None, (self.video_codec, self.audio_codec)))


def read_own(path: Path) -> tuple[int, str]:
    """Duration in ms and video codec of an MP4 that the encoder wrote. ValueError when it holds no H.264."""
    size = path.stat().st_size
    with path.open("rb") as file:
        entries = {kind: (start, end) for kind, start, end in boxes.sample_entries(file, size)}
        header = next(boxes.inside(file, (b"moov", b"mvhd"), 0, size), None)
        if b"avc1" not in entries or header is None:
            raise ValueError(f"{path.name} holds no H.264 video")
        start, end = entries[b"avc1"]
        # after the fields of VisualSampleEntry
        avcc = next(boxes.inside(file, (b"avcC",), start + 78, end), None)
        if avcc is None or header[1] - header[0] < MVHD_BYTES:
            raise ValueError(f"{path.name} has no whole header")
        file.seek(avcc[0])
        codec = f"avc1.{file.read(4)[1:].hex()}"
        file.seek(header[0])
        return _movie_ms(io.BytesIO(file.read(32))), codec


def _movie_ms(header: io.BytesIO) -> int:
    """From ``mvhd`` (ISO/IEC 14496-12, section 8.2.2), which has two versions."""
    wide = header.read(4)[0] == 1
    header.seek(20 if wide else 12)
    timescale = int.from_bytes(header.read(4), "big")
    duration = int.from_bytes(header.read(8 if wide else 4), "big")
    return round(duration * 1000 / timescale) if timescale else 0
