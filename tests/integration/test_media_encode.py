"""Clips come out clean: upright, square, SDR, constant, -14 LUFS, cut alike, without the source's tags."""

from __future__ import annotations

import asyncio
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from kurzum.media import (
    Bounds,
    Probe,
    Rejected,
    Rendition,
    Sandbox,
    first_renditions,
    further_renditions,
    package_hls,
    poster,
    probe,
)
from kurzum.media.encode import SOUND_SHARE
from parts.film import H264, Seen, clip, ffmpeg, loudness, pattern, samples, tone
from parts.processes import children
from parts.waiting import until

BOUNDS = Bounds(min_ms=500, max_ms=20_000)


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    work = tmp_path / "work"
    work.mkdir()
    return Sandbox.here(work).within(wall_s=60, cpu_s=60)


@dataclass
class Heard:
    """A listener to progress."""

    values: list[float] = field(default_factory=list)

    async def __call__(self, value: float) -> None:
        self.values.append(value)


async def made(source: Path, box: Sandbox) -> list[Rendition]:
    return await first_renditions(source, await probe(source, BOUNDS, box), box.work, box, Heard())


def packets_of_sound(path: Path) -> list[tuple[int | None, bytes]]:
    with av.open(path) as file:
        return [(packet.pts, bytes(packet)) for packet in file.demux(audio=0)]


async def one(source: Path, box: Sandbox) -> Rendition:
    renditions = await made(source, box)
    return renditions[0]


async def test_a_large_picture_gets_two_stages_that_are_cut_alike(tmp_path: Path, box: Sandbox) -> None:
    source = clip(tmp_path / "s.mov", size="1080x1920", rate=10, seconds=2.5)
    found, heard = await probe(source, BOUNDS, box), Heard()
    first = await first_renditions(source, found, box.work, box, heard)
    further = await further_renditions(source, found, first, box.work, box, Heard())
    assert [(r.name, r.width, r.height) for r in first] == [("720", 720, 1280), ("480", 480, 852)]
    assert [(r.name, r.width, r.height) for r in further] == [("1080", 1080, 1920), ("360", 360, 640)]
    assert heard.values[0] == 0.0
    assert heard.values[-1] == 1.0
    assert heard.values == sorted(heard.values)
    for r in first + further:
        seen = Seen(r.path)
        assert (seen.codec, seen.format, seen.shape, seen.turned) == ("h264", "yuv420p", "1", 0)
        assert seen.pictures[0].shape == (r.height, r.width, 3)
        assert seen.rate == 10
        assert len(seen.pictures) == 25
        assert seen.keys_s == [0.0, 2.0]
        assert packets_of_sound(r.path) == packets_of_sound(first[0].path)
        assert seen.colours == [1, 1, 1]
        assert (r.duration_ms, r.bytes) == (2500, r.path.stat().st_size)
        assert re.fullmatch(r"avc1\.64[0-9a-f]{4},mp4a\.40\.2", r.codecs)
        data = r.path.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat"), "not faststart"

    hls = await package_hls(first + further, box.work, box)
    assert [v.name for v in hls.variants] == ["360", "480", "720", "1080"]
    for v in hls.variants:
        text = v.playlist("digest.m4s")
        ranges = [(int(n), int(at)) for n, at in re.findall(r"BYTERANGE:(\d+)@(\d+)", text)]
        assert len(ranges) == 2
        assert sum(ranges[-1]) == v.path.stat().st_size, "byte ranges do not cover the file"
        assert len(Seen(v.path).pictures) == 25
        assert v.bandwidth >= v.rendition.bitrate * 0.8
    assert sorted(p.suffix for p in box.work.iterdir()) == sorted([".mp4", ".m4s"] * 4), (
        "something was left over"
    )


@pytest.mark.parametrize(
    ("options", "corner"),
    [
        (("-display_rotation", "90"), "left bottom"),
        (("-display_rotation", "180"), "right bottom"),
        (("-display_rotation", "270"), "right top"),
        (("-display_hflip",), "right top"),
    ],
)
async def test_pictures_come_out_upright(
    options: tuple[str, ...], corner: str, tmp_path: Path, box: Sandbox
) -> None:
    """A red mark is stored in the left top corner; it must be seen where the display matrix puts it."""
    mark = "drawbox=w=iw/4:h=ih/4:c=red:t=fill"
    ffmpeg("-f", "lavfi", "-i", "color=blue:s=160x320:d=0.6", "-vf", mark, *H264, tmp_path / "stored.mp4")
    ffmpeg(*options, "-i", tmp_path / "stored.mp4", "-c", "copy", tmp_path / "turned.mp4")
    rendition = await one(tmp_path / "turned.mp4", box)
    seen = Seen(rendition.path)
    assert seen.turned == 0
    turned = any("90" in o or "270" in o for o in options)
    assert (rendition.width, rendition.height) == ((320, 160) if turned else (160, 320))
    red = {
        f"{across} {down}"
        for across, x in (("left", 0.1), ("right", 0.9))
        for down, y in (("top", 0.1), ("bottom", 0.9))
        if seen.colour_at(x, y)[0] > 150
    }
    assert red == {corner}


@pytest.mark.parametrize(
    "stored",
    [
        ("smpte170m", "tv"),
        ("bt709", "tv"),
        ("bt709", "pc"),
    ],
)
async def test_colours_stay_what_they_were(stored: tuple[str, str], tmp_path: Path, box: Sandbox) -> None:
    matrix, span = stored
    filters = f"scale=out_color_matrix={matrix}:out_range={span},format=yuv420p"
    tags = ("-colorspace", matrix, "-color_range", span)
    colour = (200, 60, 40)
    ffmpeg("-f", "lavfi", "-i", "color=#c83c28:s=160x288:d=0.6,format=rgb24", "-vf", filters, *H264, *tags,
           tmp_path / "s.mp4")  # fmt: skip
    seen = Seen((await one(tmp_path / "s.mp4", box)).path)
    assert np.abs(np.subtract(seen.colour_at(0.5, 0.5), colour)).max() <= 6
    assert seen.colours == [1, 1, 1]


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
async def test_hdr_becomes_sdr_with_plausible_light(transfer: str, tmp_path: Path, box: Sandbox) -> None:
    """A grey ramp that reaches far above SDR white stays one: dark is dark, bright bright, all grey."""
    ramp = "gradients=s=288x160:c0=0x101010:c1=0xC0C0C0:x0=0:y0=0:x1=287:y1=0:d=0.6:speed=0.00001"
    tags = f"log-level=none:colorprim=bt2020:colormatrix=bt2020nc:transfer={transfer}"
    ffmpeg("-f", "lavfi", "-i", ramp, "-vf", "format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast",
           "-x265-params", tags, tmp_path / "s.mp4")  # fmt: skip
    found = await probe(tmp_path / "s.mp4", BOUNDS, box)
    assert (found.hdr, found.wide) == ({"arib-std-b67": "hlg", "smpte2084": "pq"}[transfer], "bt2020")
    seen = Seen((await one(tmp_path / "s.mp4", box)).path)
    assert seen.format == "yuv420p"
    assert seen.colours == [1, 1, 1]
    shown = [seen.colour_at(x, 0.5) for x in (0.05, 0.3, 0.6, 0.95)]
    light = [sum(colour) / 3 for colour in shown]
    assert light == sorted(light)
    assert light[0] < 60
    assert light[-1] > 170
    assert all(max(c) - min(c) <= 8 for c in shown), "grey became coloured"


async def test_nothing_of_the_source_s_tags_comes_through(tmp_path: Path, box: Sandbox) -> None:
    said = (
        "location=+48.1371+011.5754/",
        "title=Secret Title",
        "artist=Anna Example",
        "com.apple.quicktime.make=Phonemaker",
        "comment=private words",
        "creation_time=2024-05-06T07:08:09Z",
    )
    tags = [word for tag in said for word in ("-metadata", tag)]
    chapters = tmp_path / "chapters.txt"
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Secret Chapter\n")
    source = tmp_path / "gps.mov"
    inputs = (*pattern(), *tone(), "-i", str(chapters), "-map", "0", "-map", "1", "-map_metadata", "2")
    ffmpeg(*inputs, *H264, "-c:a", "aac", "-movflags", "use_metadata_tags", *tags, source)
    secrets = (b"48.1371", b"011.5754", b"Secret", b"Anna", b"Phonemaker", b"private", b"2024")
    assert sum(secret in source.read_bytes() for secret in secrets) >= 4, (
        "the source holds no secrets to lose"
    )
    found = await probe(source, BOUNDS, box)
    renditions = await first_renditions(source, found, box.work, box, Heard())
    hls = await package_hls(renditions, box.work, box)
    still = await poster(renditions[0], box.work, box)
    for path in (renditions[0].path, hls.variants[0].path, still.path):
        data = path.read_bytes()
        assert [s for s in (*secrets, b"Lavf", b"x264 - core", b"Exif") if s in data] == []
        for header in (b"mvhd", b"tkhd", b"mdhd"):
            for at in (m.start() for m in re.finditer(header, data)):
                assert data[at + 8 : at + 16] == bytes(8), "a file says when it was made"
    seen = Seen(renditions[0].path)
    assert seen.streams == ["video", "audio"]


async def test_the_same_source_gives_the_same_bytes(tmp_path: Path, box: Sandbox) -> None:
    source = clip(tmp_path / "s.mp4")
    first = (await one(source, box)).path.read_bytes()
    assert (await one(source, box)).path.read_bytes() == first


async def test_uneven_pictures_become_even_and_fast_ones_sixty(tmp_path: Path, box: Sandbox) -> None:
    uneven = ("-vf", "select='not(eq(mod(n,5),3))'", "-fps_mode", "vfr", *H264)
    ffmpeg(*pattern(rate=30), *uneven, tmp_path / "v.mp4")
    ffmpeg(*pattern(rate=120), *H264, tmp_path / "f.mp4")
    for name, rate in (("v.mp4", 30), ("f.mp4", 60)):
        seen = Seen((await one(tmp_path / name, box)).path)
        assert seen.rate == rate
        assert np.allclose(np.diff(seen.times), 1 / rate, atol=0.001)


async def test_a_part_that_was_recorded_sideways_is_shown_whole(tmp_path: Path, box: Sandbox) -> None:
    vp8 = ("-c:v", "libvpx", "-deadline", "realtime", "-b:v", "1M")
    for name, size in (("a", "320x160"), ("b", "160x320")):
        ffmpeg("-f", "lavfi", "-i", f"color=white:s={size}:r=25:d=0.6", *vp8, tmp_path / f"{name}.webm")
    (tmp_path / "list.txt").write_text("file a.webm\nfile b.webm\n")
    ffmpeg("-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", tmp_path / "turned.webm")
    seen = Seen((await one(tmp_path / "turned.webm", box)).path)
    assert len(seen.pictures) == 30
    assert seen.colour_at(0.1, 0.5, 2)[0] > 200
    assert seen.colour_at(0.1, 0.5, -2)[0] < 40
    assert seen.colour_at(0.5, 0.1, -2)[0] > 200


FLASH = "color=black:s=128x160:r=25:d=1.5,drawbox=c=white:t=fill:enable='gte(t,0.8)'"
BEEP = "aevalsrc='if(gte(t,0.8),0.5*sin(2*PI*880*t),0)':s=48000:d=1.5"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("b_frames.mp4", (*H264, "-bf", "2", "-c:a", "aac")),
        ("browser.webm", ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
        ("fragments.mp4", (*H264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov")),
    ],
)
async def test_sound_and_picture_stay_together(
    name: str, options: tuple[str, ...], tmp_path: Path, box: Sandbox
) -> None:
    ffmpeg("-f", "lavfi", "-i", FLASH, "-f", "lavfi", "-i", BEEP, *options, tmp_path / name)
    rendition = await one(tmp_path / name, box)
    seen = Seen(rendition.path)
    flash = next(at for at, p in zip(seen.times, seen.pictures, strict=True) if p.mean() > 120)
    beep = int(np.argmax(np.abs(samples(rendition.path)).max(axis=0) > 0.05)) / 48_000
    assert abs(flash - beep) < 0.02


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ("volume=-12dB", "quiet.mkv"),
        ("volume=12dB", "loud.mkv"),
        ("volume='if(lt(mod(t,1),0.05),1,0.02)':eval=frame", "peaks.mkv"),
        ("pan=mono|c0=c0", "mono.mkv"),
        ("pan=5.1|FL=c0|FR=c0|FC=c0|BL=0.2*c0", "cinema.mkv"),
    ],
)
async def test_every_sound_comes_out_equally_loud(
    filters: str, name: str, tmp_path: Path, box: Sandbox
) -> None:
    noise = ("-f", "lavfi", "-i", "anoisesrc=c=pink:a=0.3:d=3:seed=7:r=48000")
    picture = ("-f", "lavfi", "-i", "color=s=96x96:r=10:d=3")
    ffmpeg(*noise, *picture, "-af", f"{filters},aresample=48000", *H264, "-c:a", "aac", tmp_path / name)
    path = (await one(tmp_path / name, box)).path
    assert loudness(path) == pytest.approx(-14, abs=1.0)
    sound = samples(path)
    assert sound.shape[0] == 2
    assert np.abs(sound).max() < 1.05


async def test_silence_stays_silent_and_no_sound_stays_none(tmp_path: Path, box: Sandbox) -> None:
    silent = clip(tmp_path / "silent.mp4", "-af", "volume=0")
    assert np.abs(samples((await one(silent, box)).path)).max() < 0.001
    ffmpeg(*pattern(), *H264, tmp_path / "mute.mp4")
    mute = await one(tmp_path / "mute.mp4", box)
    assert mute.audio_codec is None
    assert Seen(mute.path).streams == ["video"]


async def test_sound_ends_with_the_picture(tmp_path: Path, box: Sandbox) -> None:
    ffmpeg(*pattern(seconds=1), *tone(3), *H264, "-c:a", "aac", tmp_path / "s.mp4")
    rendition = await one(tmp_path / "s.mp4", box)
    assert rendition.duration_ms == pytest.approx(1000, abs=30)
    assert samples(rendition.path).shape[1] / 48_000 == pytest.approx(1.0, abs=0.05)


Harm = Callable[[bytearray], None]


def wreck_the_pictures(data: bytearray) -> None:
    """All but the first pictures become noise; the index stays whole."""
    start = data.index(b"mdat") + 20_000
    data[start:] = bytes((n * 7919) % 251 for n in range(len(data) - start))


async def test_pictures_that_cannot_be_decoded_are_damage(tmp_path: Path, box: Sandbox) -> None:
    ffmpeg(*pattern(seconds=2), *H264, "-g", "5", "-movflags", "+faststart", tmp_path / "s.mp4")
    data = bytearray((tmp_path / "s.mp4").read_bytes())
    wreck_the_pictures(data)
    (tmp_path / "s.mp4").write_bytes(data)
    found = await probe(tmp_path / "s.mp4", BOUNDS, box)
    with pytest.raises(Rejected) as caught:
        await first_renditions(tmp_path / "s.mp4", found, box.work, box, Heard())
    assert caught.value.code == "damaged"


async def test_an_encoder_that_runs_too_long_is_stopped(
    tmp_path: Path, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kurzum.media.sandbox.SLOWEST", 0)  # as one that has worked little
    source = clip(tmp_path / "s.mp4", size="720x1280", rate=60, seconds=3)
    found: Probe = await probe(source, BOUNDS, box)
    with pytest.raises(Rejected) as caught:
        await first_renditions(source, found, box.work, box.within(wall_s=0.2), Heard())
    assert caught.value.code == "timed_out"


async def test_a_cancelled_encode_ends_at_once(tmp_path: Path, box: Sandbox) -> None:
    source = clip(tmp_path / "s.mp4", size="720x1280", rate=60, seconds=6)
    found = await probe(source, BOUNDS, box)
    heard = Heard()
    before = set(children(os.getpid()))
    task = asyncio.create_task(first_renditions(source, found, box.work, box, heard))

    async def makes_pictures() -> bool:
        return task.done() or any(value > SOUND_SHARE for value in heard.values)

    await until(makes_pictures)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert set(children(os.getpid())) <= before, "the encoder goes on"


async def test_a_poster_shows_something(tmp_path: Path, box: Sandbox) -> None:
    """A clip that begins in the dark gets a poster from its bright part, and a placeholder that is tiny."""
    film = "testsrc2=s=180x320:r=25:d=6,drawbox=c=black:t=fill:enable='lt(t,3)'"
    ffmpeg("-f", "lavfi", "-i", film, *H264, tmp_path / "s.mp4")
    still = await poster(await one(tmp_path / "s.mp4", box), box.work, box)
    image = Image.open(io.BytesIO(still.path.read_bytes()))
    assert (image.format, image.size) == ("WEBP", (still.width, still.height))
    assert image.getexif() == {}
    assert np.asarray(image.convert("L")).std() > 30
    assert still.bytes == still.path.stat().st_size
    assert len(still.placeholder) <= 600
    assert still.placeholder.startswith("data:image/webp;base64,")
    assert re.fullmatch("#[0-9a-f]{6}", still.colour)
    assert still.colour != "#000000"


async def test_a_black_clip_gets_a_black_poster(tmp_path: Path, box: Sandbox) -> None:
    ffmpeg("-f", "lavfi", "-i", "color=black:s=180x320:d=1", *H264, tmp_path / "s.mp4")
    assert (await poster(await one(tmp_path / "s.mp4", box), box.work, box)).colour == "#000000"
