"""Find out what an uploaded file really is, and whether it may become a clip."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgspec

from kurzum.media import rate, sniff
from kurzum.media.bounds import MIN_SIDE, TOLERANCE_MS, Bounds
from kurzum.media.facts import Facts, Picture, Stream, Times
from kurzum.media.rejections import Rejected
from kurzum.media.sandbox import Sandbox

SCRIPT = Path(__file__).with_name("child") / "probe_file.py"
PROBE_CPU_S, PROBE_WALL_S, PROBE_MEMORY = 20, 50.0, 640 << 20
VIDEO_CODECS = {"h264", "hevc", "vp8", "vp9", "av1"}
AUDIO_CODECS = {"aac", "opus", "vorbis", "mp3"}
DECODERS = "h264,hevc,vp8,vp9,av1,libdav1d,aac,opus,libopus,vorbis,mp3,mp3float"
"""By ffmpeg's names; a source is opened with no other."""
HDR = {16: "pq", 18: "hlg"}
"""Transfer characteristics (ITU-T H.273, table 3) that need tone mapping."""
WIDE_PRIMARIES = {9: "bt2020", 11: "smpte431", 12: "smpte432"}
"""BT.2020, DCI-P3 and Display P3 (ITU-T H.273, table 2) by ffmpeg's names."""
MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020nc"}
"""Matrix coefficients (ITU-T H.273, table 4) by ffmpeg's names."""
LONGEST_NAME = 40
"""Of a codec, in what its owner is told."""
MISSING = 0.1
"""Which part of what a file's index promises may be missing before it counts as damaged."""


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """The sound that will be used: its stream's index in the file, codec, samples per second, channels."""

    index: int
    codec: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file holds. Sizes in px as displayed: upright, with square pixels.

    ``fps``: the constant rate it will be given. ``start_s``: when the first shown picture comes, in the
    file's own time. ``rotation``: degrees, counter-clockwise, that its pictures are turned. ``hdr``:
    ``pq``, ``hlg`` or None. ``wide``: the name of primaries wider than BT.709, or None. ``max_pixels``:
    what any of its pictures may have.
    """

    demuxer: str
    duration_ms: int
    width: int
    height: int
    fps: Fraction
    variable: bool
    rotation: int
    hdr: str | None
    wide: str | None
    matrix: str
    video_codec: str
    video_index: int
    start_s: float
    audio: AudioInfo | None
    max_pixels: int

    def opening(self) -> tuple[str, ...]:
        """ffmpeg's options for the source: one demuxer, the known decoders, no picture beyond the bounds,
        not even a later one."""
        pixels = str(self.max_pixels)
        return ("-f", self.demuxer, "-codec_whitelist", DECODERS, "-max_pixels", pixels)


async def probe(source: Path, bounds: Bounds, box: Sandbox) -> Probe:
    """Read a file in the sandbox. Raises Rejected with the reason when it cannot become a clip in
    ``bounds``."""
    size = source.stat().st_size
    if size > bounds.max_bytes:
        raise Rejected("too_large", have=size >> 20, bound=bounds.max_bytes >> 20)
    with source.open("rb") as file:
        head = file.read(sniff.HEAD)
    demuxer = sniff.demuxer(head)
    if demuxer is None:
        name = sniff.other_video(head)
        raise Rejected("unsupported", what=name) if name else Rejected("not_a_video")
    stricter = box.within(cpu_s=PROBE_CPU_S, wall_s=PROBE_WALL_S, memory_bytes=PROBE_MEMORY)
    limits = (str(bounds.max_streams), str(bounds.max_pixels), ",".join(sorted(VIDEO_CODECS)), DECODERS)
    words = (str(source.absolute()), demuxer, *limits)
    finished = await stricter.script(SCRIPT, words, reads=(source,))
    if finished.status != 0:
        raise Rejected("damaged")
    try:
        return judge(msgspec.json.decode(finished.output, type=Facts), demuxer, bounds)
    except (msgspec.MsgspecError, ArithmeticError, ValueError):
        # What read a hostile file may be in its hands: its answer is no more to be trusted than the file.
        raise Rejected("damaged") from None


def judge(facts: Facts, demuxer: str, bounds: Bounds) -> Probe:
    """Decide on a file's facts: first what it is, then whether it is whole, then the bounds."""
    if facts.crowded or len(facts.streams) > bounds.max_streams:
        raise Rejected("unsupported", what=f"more than {bounds.max_streams} tracks")
    if facts.error is not None or not facts.streams:
        raise Rejected("damaged")
    if facts.locked or (facts.times is not None and facts.times.encrypted):
        raise Rejected("encrypted")
    video, times = _video(facts.streams), facts.times
    audio = _sound(facts.streams)
    _refuse_pixels(video.width, video.height, bounds)
    if times is None or times.picture is None or not times.shown or _incomplete(facts, times, demuxer):
        raise Rejected("damaged")
    picture = times.picture
    _refuse_pixels(picture.width, picture.height, bounds)
    width, height = _displayed(picture, video.sar)
    _refuse_pixels(width, height, bounds)
    if min(width, height) < MIN_SIDE:
        raise Rejected("too_small", have=f"{width} x {height}", bound=MIN_SIDE)
    duration_ms = _duration_ms(times)
    _refuse_length(duration_ms, bounds)
    return Probe(
        demuxer=demuxer,
        duration_ms=duration_ms,
        width=width,
        height=height,
        fps=rate.constant(times.gaps),
        variable=rate.varies(times.gaps),
        rotation=picture.rotation % 360,
        hdr=HDR.get(picture.transfer),
        wide=WIDE_PRIMARIES.get(picture.primaries),
        matrix=_matrix(picture),
        video_codec=str(video.codec),
        video_index=video.index,
        start_s=times.start_s,
        audio=audio,
        max_pixels=bounds.max_pixels,
    )


def _video(streams: tuple[Stream, ...]) -> Stream:
    """The first moving picture; covers are none."""
    videos = [s for s in streams if s.type == "video" and not s.attached]
    if not videos:
        raise Rejected("no_picture" if any(s.type == "audio" for s in streams) else "not_a_video")
    if videos[0].codec not in VIDEO_CODECS:
        raise Rejected("unsupported", what=_called(videos[0].codec, "unknown video codec"))
    return videos[0]


def _sound(streams: tuple[Stream, ...]) -> AudioInfo | None:
    """The first sound that can be read; phones add tracks of their own kind behind an ordinary one."""
    sounds = [s for s in streams if s.type == "audio"]
    for s in sounds:
        if s.codec in AUDIO_CODECS and s.rate > 0 and s.channels > 0:
            return AudioInfo(s.index, str(s.codec), s.rate, s.channels)
    if sounds:
        raise Rejected("unsupported", what=_called(sounds[0].codec, "unknown audio codec"))
    return None


def _called(codec: str | None, otherwise: str) -> str:
    return (codec or otherwise)[:LONGEST_NAME]


def _refuse_pixels(width: int, height: int, bounds: Bounds) -> None:
    if width * height > bounds.max_pixels:
        raise Rejected("too_many_pixels", have=f"{width} x {height}")


def _refuse_length(duration_ms: int, bounds: Bounds) -> None:
    have = f"{duration_ms / 1000:.1f}"
    if duration_ms < bounds.min_ms - TOLERANCE_MS:
        raise Rejected("too_short", have=have, bound=f"{bounds.min_ms / 1000:g}")
    if duration_ms > bounds.max_ms + TOLERANCE_MS:
        raise Rejected("too_long", have=have, bound=f"{bounds.max_ms / 1000:g}")


def _incomplete(facts: Facts, times: Times, demuxer: str) -> bool:
    """Whether the file ends long before it says itself: an MP4's sample table, a Matroska file's length."""
    if demuxer == "mov":
        return times.packets < (1 - MISSING) * times.indexed
    reached_s = max(times.end_s, times.other_end_s)
    return times.broken is not None or reached_s < (1 - MISSING) * (facts.claimed_s or 0.0)


def _displayed(picture: Picture, sar: tuple[int, int] | None) -> tuple[int, int]:
    """Width and height in px after squaring the pixels (none is thrown away) and turning upright."""
    width, height = picture.width, picture.height
    if sar and sar[0] > 0 and sar[1] > 0:
        ratio = Fraction(*sar)
        width, height = (round(width * ratio), height) if ratio >= 1 else (width, round(height / ratio))
    return (height, width) if round(picture.rotation / 90) % 2 else (width, height)


def _duration_ms(times: Times) -> int:
    """From the first shown picture to the end of the last one, by the packets' own times.

    Recorders in browsers leave the last picture's duration out; it then lasts as long as the middle one.
    """
    end_s = max(times.end_s, times.last_s + (times.gaps.middle_s if times.gaps else 0.0))
    return round((end_s - times.start_s) * 1000)


def _matrix(picture: Picture) -> str:
    """How colours are stored, by ffmpeg's name; players take small pictures that do not say for BT.601."""
    small = picture.height <= 576 and picture.width < 1280
    return MATRICES.get(picture.matrix, "smpte170m" if small else "bt709")
