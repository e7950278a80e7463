"""Odd and hostile files meet the probe: each is described as it really is, or refused with its reason."""

from __future__ import annotations

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from kurzum.media import Bounds, Probe, Rejected, Sandbox, probe
from parts.film import H264, clip, ffmpeg, pattern, tone

BOUNDS = Bounds(min_ms=500, max_ms=4000, max_bytes=64 << 20)


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    work = tmp_path / "work"
    work.mkdir()
    return Sandbox.here(work).within(wall_s=30, cpu_s=20)


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second of picture and tone, its index in front."""
    return clip(tmp_path_factory.mktemp("film") / "good.mp4", "-movflags", "+faststart")


async def code(source: Path, box: Sandbox, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(Rejected) as caught:
        await probe(source, bounds, box)
    assert caught.value.message.endswith(".")
    return caught.value.code


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello, I am a film\n" * 50,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"GIF89a" + bytes(200),
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"\0\0\0\x18ftypheic" + bytes(200),
        bytes(range(256)) * 40,
    ],
)
async def test_what_is_no_video_is_called_so_whatever_its_name(
    content: bytes, tmp_path: Path, box: Sandbox
) -> None:
    assert await code(written(tmp_path / "holiday.mp4", content), box) == "not_a_video"


MADE: dict[str, tuple[tuple[str, ...], str]] = {
    "a.avi": ((*pattern(), "-c:v", "mpeg4"), "unsupported"),
    "a.ts": ((*pattern(), *H264), "unsupported"),
    "mpeg4.mp4": ((*pattern(), "-c:v", "mpeg4"), "unsupported"),
    "ac3.mkv": ((*pattern(), *tone(), *H264, "-c:a", "ac3"), "unsupported"),
    "sound.m4a": ((*tone(), "-c:a", "aac"), "no_picture"),
    "cover.m4a": (
        (*tone(), *pattern(), "-map", "0", "-map", "1", "-frames:v", "1", "-c:v", "png",
         "-disposition:v", "attached_pic", "-c:a", "aac"),
        "no_picture",
    ),
    "locked.mp4": (
        (*pattern(), *H264, "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "0" * 31 + "1",
         "-encryption_kid", "0" * 31 + "2"),
        "encrypted",
    ),
    "large.mp4": (("-f", "lavfi", "-i", "color=s=4800x4800:r=1:d=1", *H264), "too_many_pixels"),
    "small.mp4": ((*pattern("64x64"), *H264), "too_small"),
    "short.mp4": ((*pattern(seconds=0.16), *H264), "too_short"),
    "long.mp4": ((*pattern("96x96", 5, 5), *H264), "too_long"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
async def test_what_cannot_become_a_clip_is_refused_with_its_reason(
    name: str, tmp_path: Path, box: Sandbox
) -> None:
    options, reason = MADE[name]
    ffmpeg(*options, tmp_path / name)
    assert await code(tmp_path / name, box) == reason


async def test_a_huge_sparse_file_is_refused_without_being_read(tmp_path: Path, box: Sandbox) -> None:
    source = tmp_path / "sparse.mp4"
    with source.open("wb") as file:
        file.truncate(2 << 30)
    assert await code(source, box) == "too_large"


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def headless(data: bytes) -> bytes:
    return data[: data.index(b"moov") + 100]


def junk(data: bytes) -> bytes:
    return data[:32] + bytes((n * 7919) % 251 for n in range(50_000))


def endless_tables(data: bytes) -> bytes:
    """Every sample table claims 2^31 - 1 entries."""
    changed = bytearray(data)
    for table, at in ((b"stts", 8), (b"stsz", 12), (b"stsc", 8), (b"stco", 8)):
        found = changed.find(table)
        while found > 0:
            changed[found + at : found + at + 4] = struct.pack(">I", 0x7FFFFFFF)
            found = changed.find(table, found + 4)
    return bytes(changed)


def locked_by_name(data: bytes) -> bytes:
    return data.replace(b"avc1\0\0", b"encv\0\0")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (half, "damaged"),
        (headless, "damaged"),
        (junk, "damaged"),
        (endless_tables, "damaged"),
        (locked_by_name, "encrypted"),
    ],
)
async def test_a_harmed_file_is_refused(
    harm: Callable[[bytes], bytes], reason: str, good: Path, tmp_path: Path, box: Sandbox
) -> None:
    assert await code(written(tmp_path / "harmed.mp4", harm(good.read_bytes())), box) == reason


async def test_lengths_in_headers_are_not_believed(good: Path, tmp_path: Path, box: Sandbox) -> None:
    lying = bytearray(good.read_bytes())
    for header, at in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        found = lying.find(header)
        while found > 0:
            lying[found + at : found + at + 4] = struct.pack(">I", 0x3FFFFFFF)
            found = lying.find(header, found + 4)
    assert (await probe(written(tmp_path / "lying.mp4", bytes(lying)), BOUNDS, box)).duration_ms == 1000


async def test_many_tracks_are_refused(tmp_path: Path, box: Sandbox) -> None:
    maps = [word for _ in range(12) for word in ("-map", "0")]
    ffmpeg(*tone(), *maps, "-c:a", "libopus", tmp_path / "many.mkv")
    bounds = Bounds(min_ms=500, max_ms=4000, max_streams=8)
    assert await code(tmp_path / "many.mkv", box, bounds) in {"unsupported", "damaged"}


async def described(box: Sandbox, path: Path, *options: str | Path) -> Probe:
    ffmpeg(*options, path)
    return await probe(path, BOUNDS, box)


async def test_a_browser_s_recording_without_length_is_measured(tmp_path: Path, box: Sandbox) -> None:
    vp8 = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-live", "1", "-f", "webm")
    found = await described(box, tmp_path / "rec.webm", *pattern(rate=30), *tone(), *vp8)
    assert (found.demuxer, found.video_codec, found.duration_ms) == ("matroska", "vp8", 1000)
    assert found.audio is not None
    assert found.audio.codec == "opus"


async def test_a_fragmented_film_is_measured(good: Path, tmp_path: Path, box: Sandbox) -> None:
    cut = ("-c", "copy", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4")
    found = await described(box, tmp_path / "rec.mp4", "-i", good, *cut)
    assert found.duration_ms == pytest.approx(1000, abs=50)


async def test_turned_and_flipped_pictures_are_described_upright(
    good: Path, tmp_path: Path, box: Sandbox
) -> None:
    turned = await described(box, tmp_path / "t.mp4", "-display_rotation", "90", "-i", good, "-c", "copy")
    assert (turned.width, turned.height, turned.rotation) == (320, 180, 90)
    flipped = await described(box, tmp_path / "f.mp4", "-display_hflip", "-i", good, "-c", "copy")
    assert (flipped.width, flipped.height) == (180, 320)


async def test_an_edit_list_shortens_a_clip(good: Path, tmp_path: Path, box: Sandbox) -> None:
    found = await described(box, tmp_path / "cut.mp4", "-ss", "0.4", "-i", good, "-c", "copy")
    assert found.duration_ms == 600


async def test_oblong_pixels_and_odd_sides_are_taken_into_account(tmp_path: Path, box: Sandbox) -> None:
    found = await described(box, tmp_path / "o.mp4", *pattern("180x320"), "-vf", "setsar=3/2", *H264)
    assert (found.width, found.height) == (270, 320)
    odd = ("-pix_fmt", "yuv444p", *H264)
    found = await described(box, tmp_path / "odd.mp4", "-f", "lavfi", "-i", "testsrc=s=181x321:d=1", *odd)
    assert (found.width, found.height) == (181, 321)


async def test_uneven_and_fast_pictures_get_a_rate(tmp_path: Path, box: Sandbox) -> None:
    uneven = ("-vf", "select='not(eq(mod(n,5),3))'", "-fps_mode", "vfr", *H264)
    found = await described(box, tmp_path / "v.mp4", *pattern(rate=30), *uneven)
    assert (found.variable, found.fps) == (True, Fraction(30))
    found = await described(box, tmp_path / "fast.mp4", *pattern(rate=240), *H264)
    assert found.fps == Fraction(60)
