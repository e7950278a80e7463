"""From the end of an upload to a clip that plays, and what the whole ladder costs, beside bare ffmpeg.

Ours is a running Kurzum: the clock starts with the answer to an upload's last byte and stops with the first
byte of the finished clip. Bare is one ffmpeg a stage with the same renditions, rates and keyframes and with
one-pass ``loudnorm``.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from bench.measures.figure import Figure, Measure
from kurzum.core.process import process
from parts.caller import Caller
from parts.running import Running, running

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
REAL = Path(__file__).parents[3] / "shared" / "data" / "clips" / "bbb-trailer-55s.mp4"
PATIENCE_S = 600
_RATES = {1080: 5000, 720: 2600, 480: 1300, 360: 750}


@dataclass(frozen=True)
class Source:
    """A clip to encode: px, pictures a second, and the shorter sides of its renditions, stage by stage.

    ``timed``: the time until it plays is held against a bar, beside the CPU seconds.
    """

    path: Path
    says: str
    width: int
    height: int
    fps: int
    stages: tuple[tuple[int, ...], ...]
    timed: bool = False

    def size(self, side: int) -> str:
        """Width and height, both even, when the shorter side is ``side``."""
        scale = side / min(self.width, self.height)
        return ":".join(str(round(length * scale / 2) * 2) for length in (self.width, self.height))


@dataclass
class Taken:
    """Samples in seconds: ours and bare."""

    ours_wall: list[float] = field(default_factory=list)
    bare_wall: list[float] = field(default_factory=list)
    ours_cpu: list[float] = field(default_factory=list)
    bare_cpu: list[float] = field(default_factory=list)


def run(times: int) -> list[Figure]:
    """A clip of 55 s from upload to play and through its ladder; a tall one of 15 s through four rungs."""
    with tempfile.TemporaryDirectory(prefix="kz") as place, running(unlimited=True) as started:
        folder = Path(place)
        caller = Caller(started.tool_origin("us"), "US").join("bench")
        figures = []
        for source in (_long(folder), _tall(folder)):
            taken = Taken()
            for _ in range(times):
                _ours(caller, started, source, taken)
                _bare(source, folder, taken)
            figures += _figures(source, taken)
        caller.close()
        return figures


def _figures(source: Source, taken: Taken) -> list[Figure]:
    cpu = Figure(
        f"CPU of the whole ladder, {source.says}", "s", taken.ours_cpu, taken.bare_cpu, bar=1.10,
        note="the worker and its children, against one bare ffmpeg a stage",
    )  # fmt: skip
    if not source.timed:
        return [cpu]
    wall = Figure(
        f"upload end to playable, {source.says}", "s", taken.ours_wall, taken.bare_wall, bar=1.25,
        note="720 and 480, against one bare ffmpeg",
    )  # fmt: skip
    return [wall, cpu]


def _ours(caller: Caller, started: Running, source: Source, taken: Taken) -> None:
    """One clip the whole way: seconds until its first byte can be had, CPU seconds of its whole ladder."""
    worker = _worker(started)
    before = _cpu_of(worker)
    upload = caller.upload(source.path)
    since = time.monotonic()
    answer = caller.http.post("/api/clips", json={"upload": upload, "caption": "bench"})
    assert answer.status_code == 202, answer.text
    clip = answer.json()["id"]
    _follow(caller, clip, lambda now: bool(now["state"] == "published"))
    card = caller.get(f"/api/clips/{clip}")
    first = caller.http.get(card["renditions"][0]["url"], headers={"Range": "bytes=0-0"})
    taken.ours_wall.append(time.monotonic() - since)
    assert first.status_code == 206, first.text
    sides = {min(one["width"], one["height"]) for one in card["renditions"]}
    assert sides == set(source.stages[0]), f"made {sides}, the bare tool makes {source.stages[0]}"
    _follow(caller, clip, lambda now: bool(now["progress"] >= 1))
    taken.ours_cpu.append(_cpu_of(worker) - before)


def _follow(caller: Caller, clip: str, there: Any) -> None:
    """Return when the clip's own events say so."""
    with caller.http.stream("GET", f"/api/clips/{clip}/progress", timeout=PATIENCE_S) as events:
        for line in events.iter_lines():
            if not line.startswith("data:"):
                continue
            now = json.loads(line.removeprefix("data:"))
            assert now["state"] in {"uploaded", "probing", "encoding", "published"}, now
            if there(now):
                return
    raise AssertionError("the clip's events ended too early")


def _bare(source: Source, folder: Path, taken: Taken) -> None:
    """The same renditions by ffmpeg alone."""
    cpu = 0.0
    for number, sides in enumerate(source.stages):
        began = time.monotonic()
        child = subprocess.Popen(bare_command(source, sides, folder))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, "the bare ffmpeg failed"
        cpu += used.ru_utime + used.ru_stime
        if number == 0:
            taken.bare_wall.append(time.monotonic() - began)
    taken.bare_cpu.append(cpu)


def bare_command(source: Source, sides: tuple[int, ...], folder: Path) -> list[str]:
    """One ffmpeg that decodes once, scales each rendition from the one before, and levels the sound once."""
    count = len(sides)
    steps, last = [], "0:v"
    for n, side in enumerate(sides):
        outputs = f"split[v{n}][s{n}]" if n < count - 1 else f"null[v{n}]"
        steps.append(f"[{last}]scale={source.size(side)},format=yuv420p,{outputs}")
        last = f"s{n}"
    sounds = "".join(f"[a{n}]" for n in range(count))
    steps.append(f"[0:a]loudnorm=I=-14:TP=-1.5,aresample=48000,asplit={count}{sounds}")
    words = [
        FFMPEG,
        "-v",
        "error",
        "-nostdin",
        "-y",
        "-i",
        str(source.path),
        "-filter_complex",
        ";".join(steps),
    ]
    for n, side in enumerate(sides):
        words += [
            *("-map", f"[v{n}]", "-map", f"[a{n}]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23"),
            *("-maxrate", f"{_RATES[side]}k", "-bufsize", f"{2 * _RATES[side]}k", "-profile:v", "high"),
            *("-g", str(4 * source.fps), "-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*2)"),
            *("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-movflags", "+faststart"),
            str(folder / f"bare-{side}.mp4"),
        ]
    return words


def _long(folder: Path) -> Source:
    """The trailer of Big Buck Bunny where it lies beside the repository, else a drawn clip of that kind."""
    stages = ((720, 480), (360,))
    if REAL.exists():
        return Source(REAL, "55 s of Big Buck Bunny", 1280, 720, 24, stages, timed=True)
    path = _drawn(folder / "long.mp4", "1280x720", 24, 55)
    return Source(path, "55 s, drawn", 1280, 720, 24, stages, timed=True)


def _tall(folder: Path) -> Source:
    path = _drawn(folder / "tall.mp4", "1080x1920", 30, 15)
    return Source(path, "15 s of 1080 x 1920, drawn", 1080, 1920, 30, ((720, 480), (1080, 360)))


def _drawn(path: Path, size: str, fps: int, seconds: int) -> Path:
    """Moving shapes under grain, about as hard to encode as a filmed clip, with a tone that swells."""
    picture = f"testsrc2=s={size}:r={fps}:d={seconds},noise=alls=12:allf=t,gblur=sigma=0.8"
    tone = f"aevalsrc=0.3*sin(440*2*PI*t)*(0.6+0.4*sin(t)):s=48000:d={seconds}"
    subprocess.run(
        [
            FFMPEG, "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone,
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac",
            "-shortest", str(path),
        ],
        check=True,
    )  # fmt: skip
    return path


def _worker(started: Running) -> int:
    state = json.loads(started.command("zone", "status", "--json").stdout)
    zone = next(zone for zone in state["zones"] if zone["name"] == "us")
    return int(next(one["pid"] for one in zone["processes"] if one["role"] == "worker"))


def _cpu_of(pid: int) -> float:
    """CPU seconds of a process and of all its children that have ended."""
    found = process(pid)
    assert found is not None, "the worker ended"
    return found.cpu_s + found.ended_cpu_s


MEASURES = [
    Measure("encoding", "upload end to playable, and CPU of the ladder, against bare ffmpeg", 12, run),
]
