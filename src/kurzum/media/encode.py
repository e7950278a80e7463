"""Make a clip's renditions: H.264 and AAC in faststart MP4 that every phone and browser plays.

Each stage is one process that decodes once. The sound is made first, once, and copied into every rendition
of both stages.
The same source gives the same bytes on every machine with the same encoder: the number of threads is fixed
and nothing of the machine or the moment is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from kurzum.media import ladder, picture
from kurzum.media.ladder import Rung
from kurzum.media.probe import Probe
from kurzum.media.rejections import Rejected
from kurzum.media.rendition import Rendition, read_own
from kurzum.media.sandbox import OnLine, Sandbox
from kurzum.media.sound import AAC_CODEC, PLAIN_OUTPUT, sound

Progress = Callable[[float], Awaitable[None]]

KEYFRAME_S = 2
"""Every rendition has its keyframes here and nowhere else, so that players can switch between them."""
THREADS = "4"
"""For the decoder and for each encoder. Fixed: x264's output depends on it. More than cores do no harm."""
CRF = "23"
UNREADABLE = "0.1"
"""Which part of the pictures may fail to decode before the file counts as damaged."""
SHORT = 0.9
"""A rendition shorter than this part of what the probe counted means that pictures were missing."""
SOUND_SHARE = 0.05
MOST_CPU_S, MOST_CPU_S_A_SECOND = 20, 15
"""CPU seconds that a stage may take: to begin with, and for each second that the clip lasts. An ordinary
clip takes under a tenth of it."""


async def first_renditions(
    source: Path, probe: Probe, out: Path, box: Sandbox, progress: Progress
) -> list[Rendition]:
    """Write the renditions that make a clip playable into ``out``: 720 (or its own size, if less) and 480.

    ``progress`` hears numbers that grow from 0 to 1. Raises Rejected when the file is to blame.
    """
    rungs = ladder.first(probe.width, probe.height, probe.fps)
    await progress(0.0)
    track = await sound(source, probe, box)
    made = await _pictures(source, probe, rungs, track, out, box, progress)
    if track:
        await asyncio.to_thread(track.unlink)
    return made


async def further_renditions(
    source: Path, probe: Probe, first: Sequence[Rendition], out: Path, box: Sandbox, progress: Progress
) -> list[Rendition]:
    """Write 1080 and 360 where the source has so much to give; likewise. May be none.

    ``first``: what the first stage made, at least one; the sound is copied from there, as it is.
    """
    rungs = ladder.further(probe.width, probe.height, probe.fps)
    track = next((rendition.path for rendition in first if rendition.audio_codec), None)
    return await _pictures(source, probe, rungs, track, out, box, progress) if rungs else []


async def _pictures(
    source: Path,
    probe: Probe,
    rungs: Sequence[Rung],
    track: Path | None,
    out: Path,
    box: Sandbox,
    progress: Progress,
) -> list[Rendition]:
    """The renditions of one stage, with the sound of ``track`` in each."""
    await progress(SOUND_SHARE)
    paths = [out / f"{rung.name}.mp4" for rung in rungs]
    arguments = command(source, probe, rungs, track, paths)
    reads = (source, track) if track else (source,)
    bounded = box.within(cpu_s=MOST_CPU_S + MOST_CPU_S_A_SECOND * probe.duration_ms // 1000)
    finished = await bounded.encode(arguments, reads=reads, on_line=_heard(probe, progress))
    if finished.status != 0:
        raise Rejected("damaged")
    made = [_rendition(probe, rung, path, track is not None) for rung, path in zip(rungs, paths, strict=True)]
    await progress(1.0)
    return made


def command(
    source: Path, probe: Probe, rungs: Sequence[Rung], track: Path | None, paths: Sequence[Path]
) -> list[str]:
    """ffmpeg's arguments: the demuxer and decoders are named, so that content cannot pass for something
    else."""
    arguments = [
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.5",
        "-copyts",
        *reading(probe),
        "-i",
        f"file:{source.absolute()}",
    ]
    if track:
        arguments += ["-f", "mov", "-i", f"file:{track}"]
    arguments += ["-filter_complex_threads", THREADS, "-filter_complex", picture.graph(probe, rungs)]
    for n, (rung, path) in enumerate(zip(rungs, paths, strict=True)):
        arguments += [
            "-map",
            f"[v{n}]",
            *(("-map", "1:a", "-c:a", "copy") if track else ()),
            *coding(probe, rung),
        ]
        arguments += [*PLAIN_OUTPUT, "-movflags", "+faststart", "-f", "mp4", str(path)]
    return arguments


def reading(probe: Probe) -> list[str]:
    """Options for the source: pictures alone, bounded threads, one set of filters throughout."""
    return [
        *(*probe.opening(), "-an", "-sn", "-dn"),
        *("-threads", THREADS, "-max_error_rate", UNREADABLE, "-reinit_filter", "0"),
    ]


def coding(probe: Probe, rung: Rung) -> list[str]:
    """x264's options for a rung. Side messages (SEI) are removed: captions and cameras' own data travel
    there."""
    return [
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", CRF, "-threads:v", THREADS),
        *("-maxrate", f"{rung.max_kbits}k", "-bufsize", f"{rung.max_kbits * 2}k"),
        *("-g", str(round(probe.fps * KEYFRAME_S * 2)), "-sc_threshold", "0"),
        *("-force_key_frames", f"expr:gte(t,n_forced*{KEYFRAME_S})"),
        *("-a53cc", "0", "-bsf:v", "filter_units=remove_types=6"),
    ]


def _heard(probe: Probe, progress: Progress) -> OnLine:
    async def on_line(line: str) -> None:
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.lstrip("-").isdigit():
            done = int(value) / 1000 / probe.duration_ms
            await progress(SOUND_SHARE + (0.99 - SOUND_SHARE) * min(1.0, max(0.0, done)))

    return on_line


def _rendition(probe: Probe, rung: Rung, path: Path, sounding: bool) -> Rendition:
    try:
        duration_ms, codec = read_own(path)
    except ValueError:
        raise Rejected("damaged") from None
    if duration_ms < SHORT * probe.duration_ms:
        raise Rejected("damaged")
    size = path.stat().st_size
    return Rendition(
        name=rung.name,
        path=path,
        width=rung.width,
        height=rung.height,
        bytes=size,
        bitrate=round(size * 8000 / duration_ms),
        fps=float(probe.fps),
        video_codec=codec,
        audio_codec=AAC_CODEC if sounding else None,
        duration_ms=duration_ms,
    )
