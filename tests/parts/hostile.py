"""Files that people with bad intentions would upload: each kind by its name, and what may become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parts import hostile_matroska as matroska
from parts import hostile_tables as tables
from parts import hostile_transport as transport
from parts.film import ffmpeg
from parts.hostile_boxes import TABLES, box
from parts.hostile_pointers import POINTERS, pointing
from parts.hostile_run import PUBLISHED
from parts.hostile_seeds import Seed, named

BOUNDED = frozenset({"damaged", "timed_out", "too_demanding", "unsupported"})
"""Where it is not the code that matters but that there is one, soon, and at little cost."""
MANY = 10_000


@dataclass(frozen=True)
class Hostile:
    """One file. ``write`` makes it at a path, from good clips; ``ends``: the codes it may end with."""

    name: str
    write: Callable[[Path, Sequence[Seed]], None]
    ends: frozenset[str]


def kinds() -> list[Hostile]:
    """Every kind there is."""
    return [*_unreal(), *_large(), *_lying(), *_packed(), *_pointing(), *_crowded()]


def _unreal() -> Iterable[Hostile]:
    yield _kind("text.mp4", "not_a_video", _bytes(b"Dear diary, I am a film.\n" * 400))
    yield _kind("empty.mp4", "not_a_video", _bytes(b""))
    yield _kind("sparse-2g.mp4", "too_large", _sparse(2 << 30))
    yield _kind("sparse-500m.mp4", "damaged", _sparse(500 << 20))
    yield _kind("only-a-name.mp4", "damaged", _bytes(box(b"ftyp", b"isom\0\0\2\0isom")))
    yield _kind("zeros-behind-a-name.mkv", "damaged", _bytes(b"\x1a\x45\xdf\xa3webm" + bytes(1 << 20)))


def _large() -> Iterable[Hostile]:
    """10,000 x 10,000 pixels, in truth, in words, and from the second half on."""
    still = ("-f", "lavfi", "-i", "color=c=teal:s=10000x10000:r=1:d=1", "-frames:v", "1")
    h264 = ("-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p")
    jpeg = ("-c:v", "mjpeg", "-q:v", "31", "-pix_fmt", "yuvj420p")
    yield _kind("pixels-h264.mp4", "too_many_pixels", _made(*still, *h264))
    yield _kind("pixels-vp8.webm", {"too_many_pixels", "damaged"}, _of("vp8-vorbis.webm", _first_key))
    yield _kind("pixels-mjpeg.mov", "unsupported", _made(*still, *jpeg))
    yield _kind("pixels-png.mov", "unsupported", _made(*still, "-c:v", "png"))
    yield _kind(
        "pixels-claimed.mp4", {"too_many_pixels", "damaged", PUBLISHED}, _of("h264-aac.mp4", _claimed)
    )
    yield Hostile("pixels-later.mkv", _growing, BOUNDED | {"too_many_pixels", PUBLISHED})
    yield _kind("shape.mp4", "too_many_pixels", _of("h264-odd.mp4", partial(tables.shaped, wide=90_000)))


def _lying() -> Iterable[Hostile]:
    """Tables that claim 2^31 entries, or need none to claim as many."""
    for kind in sorted(TABLES):
        name = f"claims-{kind.decode()}.mp4"
        yield _kind(name, BOUNDED | {PUBLISHED}, _of("h264-odd.mp4", partial(tables.claiming, kinds=[kind])))
    yield _kind("claims-all.mp4", BOUNDED, _of("h264-odd.mp4", lambda d: tables.claiming(d, list(TABLES))))
    for count in (20_000_000, tables.CLAIMED):
        name = f"samples-{count}.mp4"
        yield _kind(name, BOUNDED, _of("h264-silent.mp4", partial(tables.without_entries, count=count)))
        name = f"fragments-{count}.mp4"
        lie = _of("h264-fragments.mp4", partial(tables.run_without_entries, count=count))
        yield _kind(name, BOUNDED | {"too_long", "too_short"}, lie)
    edits = _of("h264-faststart.mp4", lambda d: tables.endless_edits(d, 1_000_000))
    yield _kind("edits.mp4", BOUNDED | {"too_long"}, edits)
    yield _kind(
        "nested.mp4", BOUNDED | {PUBLISHED}, _of("h264-silent.mp4", lambda d: tables.nested(d, 20_000))
    )


def _packed() -> Iterable[Hostile]:
    """Matroska that is compressed once more: as it may be, and to swell beyond all bounds."""
    for name, scope in (("headers", matroska.PRIVATE), ("blocks", matroska.BLOCKS), ("both", 3)):
        zlib = _of("h264-bframes.mkv", partial(matroska.compressed, scope=scope))
        yield _kind(f"zlib-{name}.mkv", {PUBLISHED, "damaged"}, zlib)
    unknown = _of("h264-bframes.mkv", lambda d: matroska.compressed(d, 3, algorithm=7))
    yield _kind("compression-unknown.mkv", BOUNDED | {PUBLISHED}, unknown)
    swelling = _of("h264-bframes.mkv", lambda d: matroska.bomb(d, 1, 1 << 30))
    yield _kind("zlib-bomb.mkv", BOUNDED, swelling)
    many = _of("h264-bframes.mkv", lambda d: matroska.bomb(d, 3_000, 9_000_000))
    yield _kind("zlib-bombs.mkv", BOUNDED, many)


def _pointing() -> Iterable[Hostile]:
    for name in POINTERS:

        def write(path: Path, seeds: Sequence[Seed], name: str = name) -> None:
            path.write_bytes(pointing(name, path.parent, seeds))

        yield Hostile(name, write, BOUNDED | {"not_a_video", PUBLISHED})
    # The name of a file within is a path: what writes attachments out by name would write there.
    attached = ("-attach", __file__, "-metadata:s:t", "mimetype=text/plain")
    away = ("-metadata:s:t", "filename=../../../../tmp/reached")
    yield _kind("attachment.mkv", PUBLISHED, _of_options("h264-bframes.mkv", *attached, *away))


def _crowded() -> Iterable[Hostile]:
    """10,000 tracks."""
    yield _kind("tracks.mp4", "unsupported", _of("h264-silent.mp4", lambda d: tables.many_tracks(d, MANY)))
    yield _kind("tracks.mkv", "unsupported", _of("h264-bframes.mkv", lambda d: matroska.many_tracks(d, MANY)))
    yield _kind("tracks.ts", "unsupported", _bytes(transport.many_tracks(MANY)))


def _kind(name: str, ends: str | Iterable[str], write: Callable[[Path, Sequence[Seed]], None]) -> Hostile:
    return Hostile(name, write, frozenset({ends} if isinstance(ends, str) else ends))


def _bytes(data: bytes) -> Callable[[Path, Sequence[Seed]], None]:
    return lambda path, _: (path.write_bytes(data), None)[1]


def _sparse(size: int) -> Callable[[Path, Sequence[Seed]], None]:
    def write(path: Path, _: Sequence[Seed]) -> None:
        with path.open("wb") as file:
            file.write(box(b"ftyp", b"isom\0\0\2\0isom"))
            file.truncate(size)

    return write


def _made(*options: str) -> Callable[[Path, Sequence[Seed]], None]:
    return lambda path, _: ffmpeg(*options, path)


def _of(seed: str, change: Callable[[bytes], bytes]) -> Callable[[Path, Sequence[Seed]], None]:
    return lambda path, seeds: (path.write_bytes(change(named(seeds, seed))), None)[1]


def _of_options(seed: str, *options: str) -> Callable[[Path, Sequence[Seed]], None]:
    def write(path: Path, seeds: Sequence[Seed]) -> None:
        good = path.with_name(f"good-{seed}")
        good.write_bytes(named(seeds, seed))
        ffmpeg("-i", good, "-c", "copy", *options, path)
        good.unlink()

    return write


def _claimed(data: bytes) -> bytes:
    return tables.sized(data, 10_000, 10_000)


def _first_key(data: bytes) -> bytes:
    """The first picture of VP8 says a size of its own (RFC 6386, section 9.1), in two times 14 bits."""
    at = data.index(b"\x9d\x01\x2a") + 3
    size = (10_000).to_bytes(2, "little") * 2
    return data[:at] + size + data[at + 4 :]


def _growing(path: Path, _: Sequence[Seed]) -> None:
    """A second of 180 x 320, then pictures of 10,000 x 10,000 in the same track."""
    small, large = path.with_name("small.h264"), path.with_name("large.h264")
    h264 = ("-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-bsf:v", "dump_extra=freq=keyframe")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=180x320:r=15:d=1", *h264, small)
    ffmpeg("-f", "lavfi", "-i", "color=c=teal:s=10000x10000:r=15:d=0.4", *h264, large)
    joined = path.with_name("joined.h264")
    joined.write_bytes(small.read_bytes() + large.read_bytes())
    ffmpeg("-r", "15", "-f", "h264", "-i", joined, "-c", "copy", path)
    for part in (small, large, joined):
        part.unlink()
