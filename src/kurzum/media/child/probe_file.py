"""Read a file's streams, every packet's time and one picture, and answer with the facts as one JSON
line.

    probe_file.py SOURCE DEMUXER MAX_STREAMS MAX_PIXELS CODECS DECODERS

CODECS, DECODERS: names with commas between; pictures of other codecs, or with more pixels, are not
decoded. Nothing is judged here; :mod:`kurzum.media.probe` does. A file that cannot be opened answers
``{"error": ...}``.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import av

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

    from kurzum.media.child import boxes
else:
    import boxes

MAX_TRIES = 120
"""Packets that may pass before the first picture must have been decoded."""


class Limits(NamedTuple):
    """What is looked at at all."""

    streams: int
    pixels: int
    codecs: list[str]
    decoders: str


def facts(source: str, demuxer: str, limits: Limits) -> dict[str, Any]:
    """All of it. A film with too many tracks is not even opened, where that can be told before."""
    if demuxer == "mov" and count(source, boxes.TRACKS) > limits.streams:
        return {"crowded": True}
    options = {
        "protocol_whitelist": "file",
        "codec_whitelist": limits.decoders,
        "max_streams": str(limits.streams + 1),
        "max_pixels": str(limits.pixels),
    }
    with av.open("file:" + source, format=demuxer, options=options, metadata_errors="replace") as file:
        if len(file.streams) > limits.streams:
            return {"crowded": True}
        streams = [described(stream) for stream in file.streams]
        claimed_s = file.duration / 1_000_000 if file.duration else None
        found: dict[str, Any] = {
            "streams": streams,
            "claimed_s": claimed_s,
            "locked": locked(source, demuxer),
        }
        moving = next((s for s in streams if s["type"] == "video" and not s["attached"]), None)
        if moving and not found["locked"] and decodable(moving, limits):
            video = file.streams[moving["index"]]
            video.codec_context.thread_count = 1  # for one picture, threads cost more than they bring
            video.codec_context.options = {"max_pixels": str(limits.pixels)}
            found["times"] = times(file, video)
        return found


def decodable(stream: dict[str, Any], limits: Limits) -> bool:
    """Whether a picture may be decoded to see what it is."""
    return stream["codec"] in limits.codecs and stream["width"] * stream["height"] <= limits.pixels


def count(source: str, path: tuple[bytes, ...]) -> int:
    """How many boxes there are on a path of types."""
    with Path(source).open("rb") as file:
        return sum(1 for _ in boxes.inside(file, path, 0, Path(source).stat().st_size))


def described(stream: Any) -> dict[str, Any]:
    """What the headers say of a stream."""
    context = stream.codec_context
    about = {
        "index": stream.index,
        "type": stream.type,
        "codec": context.codec.canonical_name if context else None,
        "attached": bool(stream.disposition & av.stream.Disposition.attached_pic),
    }
    if stream.type == "video" and context:
        sar = stream.sample_aspect_ratio or context.sample_aspect_ratio
        about |= {
            "width": context.width,
            "height": context.height,
            "sar": [sar.numerator, sar.denominator] if sar else None,
        }
    if stream.type == "audio" and context:
        about |= {"rate": context.sample_rate, "channels": context.layout.nb_channels}
    return about


def locked(source: str, demuxer: str) -> bool:
    """Whether an MP4 says that its samples are encrypted (ISO/IEC 14496-12, section 8.12, and FairPlay's
    own)."""
    if demuxer != "mov":
        return False
    with Path(source).open("rb") as file:
        entries = boxes.sample_entries(file, Path(source).stat().st_size)
    return any(kind in (b"encv", b"enca", b"drmi", b"drms") for kind, _, _ in entries)


def times(file: InputContainer, video: VideoStream) -> dict[str, Any]:
    """Demux everything once: when the pictures are shown, how many there are, and one of them decoded."""
    starts: list[float] = []
    ends_s = other_end_s = 0.0
    packets = 0
    picture: dict[str, Any] | None = None
    encrypted = False
    broken: str | None = None
    try:
        for packet in file.demux():
            if packet.pts is None or packet.time_base is None:
                continue
            at = float(packet.pts * packet.time_base)
            end = at + float((packet.duration or 0) * packet.time_base)
            if packet.stream.index != video.index:
                other_end_s = max(other_end_s, end)
                continue
            packets += 1
            encrypted = encrypted or any("encryption" in str(d.data_type) for d in packet.iter_sidedata())
            if not packet.is_discard:
                starts.append(at)
                ends_s = max(ends_s, end)
            if picture is None and packets < MAX_TRIES and not encrypted:
                picture = first_picture(video, packet)
    except av.FFmpegError as error:
        broken = str(error)
    if picture is None and not encrypted:
        picture = first_picture(video, None)
    starts.sort()
    return {
        "packets": packets,
        "indexed": len(video.index_entries),
        "start_s": starts[0] if starts else 0.0,
        "last_s": starts[-1] if starts else 0.0,
        "end_s": ends_s,
        "other_end_s": other_end_s,
        "gaps": gaps(starts),
        "shown": len(starts),
        "picture": picture,
        "encrypted": encrypted,
        "broken": broken,
    }


def first_picture(video: VideoStream, packet: Any) -> dict[str, Any] | None:
    """Decode a packet; the traits of the first picture that comes out."""
    try:
        frames = video.codec_context.decode(packet)
    except (av.FFmpegError, ValueError, EOFError):
        return None
    for frame in frames:
        return {
            "width": frame.width,
            "height": frame.height,
            "rotation": frame.rotation,
            "format": frame.format.name,
            "transfer": int(frame.color_trc),
            "primaries": int(frame.color_primaries),
            "matrix": int(frame.colorspace),
            "range": int(frame.color_range),
        }
    return None


def gaps(starts: list[float]) -> dict[str, float] | None:
    """Shortest, middle, longest and mean time between two pictures, in s; None for fewer than two."""
    between = sorted(b - a for a, b in pairwise(starts))
    if not between:
        return None
    return {
        "shortest_s": between[0],
        "middle_s": between[len(between) // 2],
        "longest_s": between[-1],
        "mean_s": sum(between) / len(between),
    }


def main(words: list[str]) -> str:
    source, demuxer, max_streams, max_pixels, codecs, decoders = words
    try:
        limits = Limits(int(max_streams), int(max_pixels), codecs.split(","), decoders)
        answer = facts(source, demuxer, limits)
    except (av.FFmpegError, ValueError, OSError) as error:
        answer = {"error": str(error)}
    return json.dumps(answer)
