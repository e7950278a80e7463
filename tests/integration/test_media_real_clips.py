"""Real clips of phones, browsers and archives in ``../shared``: what becomes of each was verified by eye."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kurzum.media import Bounds, Rejected, Sandbox, first_renditions, probe
from parts.film import Seen

ANY_LENGTH = Bounds(min_ms=500)


@dataclass(frozen=True)
class Real:
    """A clip and how it is described: displayed size, pictures a second, ms, video, sound."""

    name: str
    size: str
    fps: float
    duration_ms: int
    video: str
    audio: str | None
    hdr: str | None = None
    rotation: int = 0


GOOD = (
    Real("bbb-trailer-55s.mp4", "1280x720", 24, 55_125, "h264", "mp3"),
    Real("chrome-30s.mp4", "480x270", 29.97, 29_997, "h264", "aac"),
    Real("chrome-30s.webm", "480x270", 29.97, 29_996, "vp8", "vorbis"),
    Real("cockatoo-14s.mp4", "1280x720", 20, 14_000, "h264", None),
    Real("corrupted.mp4", "1280x720", 10, 5_000, "h264", None),
    Real("elf.mp4", "720x480", 30, 8_033, "h264", "aac"),
    Real("flower.mp4", "960x540", 29.97, 5_005, "h264", "aac"),
    Real("flower.webm", "960x540", 29.97, 5_005, "vp8", "vorbis"),
    Real("friday.mp4", "640x480", 30, 6_167, "h264", "aac"),
    Real("frog.mp4", "720x480", 30, 8_267, "h264", "aac"),
    Real("hdr10-av1-portrait.mp4", "720x1280", 29.97, 4_238, "av1", "aac", "pq"),
    Real("hevc-10bit.mp4", "200x200", 30, 1_000, "hevc", None),
    Real("monster.mp4", "720x480", 30, 7_333, "h264", "aac"),
    Real("nasa-16s.mp4", "320x180", 25, 13_000, "h264", "aac"),
    Real("pancake-10s.mkv", "426x240", 30, 10_333, "h264", "opus"),
    Real("phone-hlg-hevc-rot90.mp4", "1080x1920", 29.97, 2_568, "hevc", "aac", "hlg", 270),
    Real("phone-vfr-hevc-rot.mp4", "1080x1440", 30, 1_807, "hevc", None, None, 90),
    Real("pig.mp4", "720x480", 30, 6_533, "h264", "aac"),
    Real("rabbit.mp4", "720x480", 30, 7_800, "h264", "aac"),
    Real("rotated-270.mp4", "720x1280", 29.97, 4_972, "h264", "aac", None, 90),
    Real("silent-black-10s.mp4", "320x240", 30, 10_000, "h264", "aac"),
    Real("world-30s.mp4", "480x270", 30, 30_033, "h264", "aac"),
)
BAD = {"b.avi": "unsupported", "with-srt.mkv": "unsupported", "README.md": "not_a_video"}


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    work = tmp_path / "work"
    work.mkdir()
    return Sandbox.here(work).within(wall_s=120, cpu_s=120)


@pytest.mark.parametrize("real", GOOD, ids=lambda real: real.name)
async def test_a_real_clip_is_described_as_it_is(real: Real, shared: Path, box: Sandbox) -> None:
    found = await probe(shared / "data" / "clips" / real.name, ANY_LENGTH, box)
    assert f"{found.width}x{found.height}" == real.size
    assert float(found.fps) == pytest.approx(real.fps, abs=0.01)
    assert found.duration_ms == pytest.approx(real.duration_ms, abs=2)
    assert (found.video_codec, found.audio.codec if found.audio else None) == (real.video, real.audio)
    assert (found.hdr, found.rotation) == (real.hdr, real.rotation)


@pytest.mark.parametrize("real", GOOD, ids=lambda real: real.name)
async def test_the_usual_bounds_take_clips_of_fifteen_seconds(real: Real, shared: Path, box: Sandbox) -> None:
    source = shared / "data" / "clips" / real.name
    if real.duration_ms >= 15_000:
        await probe(source, Bounds(), box)
        return
    with pytest.raises(Rejected) as caught:
        await probe(source, Bounds(), box)
    assert caught.value.code == "too_short"


@pytest.mark.parametrize("name", BAD)
async def test_what_is_not_taken_says_why(name: str, shared: Path, box: Sandbox) -> None:
    with pytest.raises(Rejected) as caught:
        await probe(shared / "data" / "clips" / name, ANY_LENGTH, box)
    assert caught.value.code == BAD[name]


def test_every_real_clip_has_its_verdict(shared: Path) -> None:
    there = {path.name for path in (shared / "data" / "clips").iterdir()}
    assert there == {real.name for real in GOOD} | set(BAD)


async def seen_first(name: str, shared: Path, box: Sandbox) -> list[Seen]:
    async def progress(value: float) -> None:
        assert 0 <= value <= 1

    source = shared / "data" / "clips" / name
    found = await probe(source, ANY_LENGTH, box)
    return [Seen(r.path) for r in await first_renditions(source, found, box.work, box, progress)]


def light(seen: Seen, top: float, bottom: float, left: float = 0.0, right: float = 1.0) -> float:
    """Mean light (0 to 255) of a part of the picture in the middle of the clip."""
    picture = seen.pictures[len(seen.pictures) // 2]
    height, width, _ = picture.shape
    part = picture[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    return float(part.mean())


async def test_a_phone_s_hlg_clip_is_upright_with_a_bright_sky(shared: Path, box: Sandbox) -> None:
    for seen in await seen_first("phone-hlg-hevc-rot90.mp4", shared, box):
        assert seen.pictures[0].shape[0] > seen.pictures[0].shape[1]
        assert (seen.turned, seen.format, seen.colours) == (0, "yuv420p", [1, 1, 1])
        sky, building = light(seen, 0.0, 0.1), light(seen, 0.25, 0.35, 0.2, 0.6)
        assert 150 < sky < 245, "a cloudy sky is bright but not burnt out"
        assert sky > building + 40


async def test_an_hdr10_clip_keeps_its_orange_wall_and_light_sky(shared: Path, box: Sandbox) -> None:
    seen = (await seen_first("hdr10-av1-portrait.mp4", shared, box))[0]
    shown = seen.pictures[30].astype(np.float32)
    wall = shown[400:900, 260:400].reshape(-1, 3).mean(axis=0)
    assert wall[0] > wall[1] + 30 > wall[2] + 60, "the wall is not orange"
    assert light(seen, 0.0, 1.0) == pytest.approx(130, abs=50)


async def test_a_phone_s_uneven_clip_is_upright_and_even(shared: Path, box: Sandbox) -> None:
    for seen in await seen_first("phone-vfr-hevc-rot.mp4", shared, box):
        assert seen.turned == 0
        assert seen.rate == 30
        assert light(seen, 0.0, 0.12) > light(seen, 0.9, 1.0) + 20, "the ceiling is not above the pullover"


@pytest.mark.parametrize("name", ["corrupted.mp4", "silent-black-10s.mp4", "nasa-16s.mp4", "hevc-10bit.mp4"])
async def test_odd_but_whole_clips_become_playable(name: str, shared: Path, box: Sandbox) -> None:
    for seen in await seen_first(name, shared, box):
        assert seen.codec == "h264"
        assert seen.format == "yuv420p"
        assert len(seen.pictures) >= 30
