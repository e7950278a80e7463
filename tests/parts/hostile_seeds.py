"""Good small clips in every container and codec that the encoder makes: what mutations begin with."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from parts.film import ffmpeg

_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_H264_B = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-pix_fmt", "yuv420p")
_HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:pools=1")
_VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
_AV1 = ("-c:v", "libsvtav1", "-preset", "10", "-svtav1-params", "lp=1")
_AAC, _OPUS, _VORBIS, _MP3 = (("-c:a", c) for c in ("aac", "libopus", "libvorbis", "libmp3lame"))
_NONE = ("-an",)
_HLG = ("-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace",
        "bt2020nc")  # fmt: skip
_FRAGMENTS = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-g", "10")

MADE: dict[str, tuple[str, ...]] = {
    "h264-aac.mp4": (*_H264, *_AAC),
    "vp8-vorbis.webm": (*_VP8, *_VORBIS),
    "h264-bframes.mkv": (*_H264_B, *_AAC),
    "hevc-aac.mp4": (*_HEVC, "-tag:v", "hvc1", *_AAC),
    "h264-fragments.mp4": (*_H264, *_AAC, *_FRAGMENTS),
    "vp9-opus.webm": (*_VP9, *_OPUS),
    "h264-faststart.mp4": (*_H264_B, *_AAC, "-movflags", "+faststart"),
    "h264-silent.mp4": (*_H264, *_NONE),
    "h264-aac.mov": (*_H264, *_AAC, "-timecode", "00:00:00:00"),
    "hevc-hlg.mov": (*_HEVC, *_HLG, "-tag:v", "hvc1", *_AAC),
    "av1-opus.mp4": (*_AV1, *_OPUS),
    "vp9-opus.mp4": (*_VP9, *_OPUS),
    "h264-mp3.mp4": (*_H264, *_MP3),
    "av1-opus.webm": (*_AV1, *_OPUS),
    "vp8-live.webm": (*_VP8, *_OPUS, "-live", "1"),
    "hevc-opus.mkv": (*_HEVC, *_OPUS),
    "h264-odd.mp4": ("-vf", "setsar=4/3,select='not(eq(mod(n,4),2))'", "-fps_mode", "vfr", *_H264_B, *_AAC),
    "h264-aac.ts": (*_H264, *_AAC),
    "mpeg4-mp3.avi": ("-c:v", "mpeg4", *_MP3),
    "h264-aac.3gp": (*_H264, *_AAC),
}
"""File name -> how the encoder makes it. The first few stand for the rest where time is short."""


@dataclass(frozen=True)
class Seed:
    """A good clip."""

    name: str
    data: bytes


def seeds(folder: Path, count: int = len(MADE), *, seconds: float = 1.2, size: str = "180x320") -> list[Seed]:
    """Make the first ``count`` of them in ``folder`` (those that are there are taken); at most 2 s long."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(MADE)[:count]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda name: Seed(name, _made(folder, name, seconds, size).read_bytes()), names))


def _made(folder: Path, name: str, seconds: float, size: str) -> Path:
    path = folder / name
    if not path.exists():
        fresh = folder / f"new-{name}"
        picture = ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=15:d={seconds}")
        hum = ("-f", "lavfi", "-i", f"aevalsrc=0.2*sin(2*PI*440*t):s=48000:d={seconds}")
        ffmpeg(*picture, *hum, "-threads", "1", *MADE[name], fresh)
        fresh.rename(path)
    return path


def named(all_seeds: Sequence[Seed], name: str) -> bytes:
    """The bytes of one of them."""
    return next(seed.data for seed in all_seeds if seed.name == name)
