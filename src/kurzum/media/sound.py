"""A clip's sound: cut to its picture, stereo, and as loud as all others (EBU R 128, ITU-R BS.1770)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from kurzum.media.probe import AudioInfo, Probe
from kurzum.media.rejections import Rejected
from kurzum.media.sandbox import Sandbox

TARGET_LUFS = -14.0
NEAR_LU = 0.3
TRIES = 4
USUAL_YIELD, LEAST_YIELD = 0.8, 0.2
"""How much louder a limited sound gets for each dB of gain: before it has been measured, and at least."""
CEILING_DB = -1.5
"""Peaks stay below this; what AAC adds on top then still fits."""
SILENCE_LUFS = -60.0
"""Below this there is nothing to hear, and it is left as it is."""
MOST_GAIN_DB = 24.0
"""A quiet room is not turned up to a roar."""
RATE = 48_000
BITS = "128k"
AAC_CODEC = "mp4a.40.2"
READING = re.compile(r"lavfi\.r128\.(I|sample_peaks_ch\d)=(\S+)")


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS and the highest sample in dBFS."""

    lufs: float
    peak_db: float


async def sound(source: Path, probe: Probe, box: Sandbox) -> Path | None:
    """Write ``sound.m4a`` (AAC, 48 kHz stereo, -14 LUFS) into the work folder; None for a clip without
    sound.

    The sound is decoded once, to a plain file that the next steps read. Silence stays silent. Gain is one
    number for the whole clip; where it would push peaks past the ceiling a limiter holds them, and the
    loudness that it takes away is measured and added again.
    """
    if probe.audio is None:
        return None
    plain, coded = box.work / "sound.wav", box.work / "sound.m4a"
    before = await _decode(source, probe, probe.audio, plain, box)
    if before is None:
        plain.unlink(missing_ok=True)
        return None
    gain_db = gain_for(before)
    limited = gain_db + before.peak_db > CEILING_DB
    if limited and gain_db:
        gain_db = await _limited_gain(plain, gain_db, box)
    await _run(box, (*_wav(plain), "-af", chain(gain_db, limited=limited), "-c:a", "aac", "-b:a", BITS,
                     *PLAIN_OUTPUT, "-f", "mp4", str(coded)), plain)  # fmt: skip
    plain.unlink()
    return coded


async def _limited_gain(plain: Path, gain_db: float, box: Sandbox) -> float:
    """The gain that comes closest to the target in spite of the limiter, found by trying and measuring.

    A limiter that is driven too hard makes sound softer again, so only what was measured is chosen.
    """
    tried: dict[float, float] = {}
    gained = USUAL_YIELD
    for _ in range(TRIES):
        lufs = (await _measure(plain, chain(gain_db, limited=True), box)).lufs
        if tried:
            last = max(tried)
            gained = min(1.0, max(LEAST_YIELD, (lufs - tried[last]) / (gain_db - last)))
        tried[gain_db] = lufs
        missing = TARGET_LUFS - lufs
        if missing < NEAR_LU:
            break
        gain_db += min(6.0, missing / gained)
    return min(tried, key=lambda gain: abs(TARGET_LUFS - tried[gain]))


PLAIN_OUTPUT = (
    "-map_metadata",
    "-1",
    "-map_chapters",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags",
    "+bitexact",
    "-y",
)
"""No tags, no chapters, no dates, no names of programs."""


def gain_for(loudness: Loudness) -> float:
    """The gain in dB that brings this to the target; 0 for silence."""
    if loudness.lufs < SILENCE_LUFS:
        return 0.0
    return min(TARGET_LUFS - loudness.lufs, MOST_GAIN_DB)


def chain(gain_db: float, *, limited: bool) -> str:
    """The filter for a gain, with the limiter behind it where peaks would be too high."""
    gain = f"volume={gain_db:.2f}dB:precision=float"
    if not limited:
        return gain
    return f"{gain},alimiter=limit={10 ** (CEILING_DB / 20):.4f}:attack=5:release=80:level=false:latency=true"


async def _decode(source: Path, probe: Probe, audio: AudioInfo, plain: Path, box: Sandbox) -> Loudness | None:
    """Decode to samples that begin and end with the picture, gaps filled with silence; None when there
    are none."""
    start, length = f"{probe.start_s:.6f}", f"{probe.duration_ms / 1000:.3f}"
    filters = (
        f"asetpts=PTS-({start})/TB,aresample={RATE}:async=1:first_pts=0,"
        f"aformat=sample_fmts=fltp:channel_layouts=stereo,atrim=end={length},{METER}"
    )
    read = (
        "-copyts",
        *probe.opening(),
        "-vn",
        "-i",
        f"file:{source.absolute()}",
        "-map",
        f"0:{audio.index}",
    )
    output = await _run(
        box, (*read, "-af", filters, "-c:a", "pcm_f32le", *PLAIN_OUTPUT, "-f", "wav", str(plain)), source
    )
    return read_meter(output)


METER = "ebur128=peak=sample:metadata=1:framelog=quiet,ametadata=mode=print:file=pipe\\\\:1"


async def _measure(plain: Path, filters: str, box: Sandbox) -> Loudness:
    output = await _run(box, (*_wav(plain), "-af", f"{filters},{METER}", "-f", "null", "-"), plain)
    return read_meter(output) or Loudness(SILENCE_LUFS, SILENCE_LUFS)


def read_meter(output: str) -> Loudness | None:
    """The last reading of the meter, which is the one over everything; None when no sample passed."""
    last = {key: float(value) for key, value in READING.findall(output)}
    if "I" not in last:
        return None
    peak = max((value for key, value in last.items() if key != "I"), default=1.0)
    return Loudness(last["I"], 20 * math.log10(max(peak, 1e-6)))


def _wav(plain: Path) -> tuple[str, ...]:
    return ("-f", "wav", "-i", f"file:{plain}")


async def _run(box: Sandbox, arguments: tuple[str, ...], source: Path) -> str:
    finished = await box.encode(arguments, reads=(source,))
    if finished.status != 0:
        raise Rejected("damaged")
    return finished.output
