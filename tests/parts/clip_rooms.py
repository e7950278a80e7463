"""The clips of zone ``us`` with real parts around them, and tiny films to feed them with."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import imageio_ffmpeg

from kurzum import media
from kurzum.clips import Clips, Creator, Made, Wish, build
from kurzum.clips.lifecycle import Visibility
from kurzum.clips.work import Measures
from kurzum.core.clock import Clock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.jobs import Processing, Rewriting, Stages, Workplace, enqueue
from kurzum.media import Bounds, Sandbox
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database

TINY = Bounds(min_ms=900, max_ms=5_000, max_bytes=20 << 20, max_pixels=1280 * 1280)


async def creators(person_ids: Sequence[UUID]) -> dict[UUID, Creator]:
    """Everybody is called by the end of their id."""
    return {p: Creator(f"p{p.hex[-6:]}", p.hex[-6:], False, "us") for p in person_ids}


def clips_of(
    folder: Path, database: Database, keys: Keys, clock: Clock, ids: Ids, entropy: Callable[[int], bytes]
) -> Clips:
    """The room, with its files below ``folder``."""
    return build(
        database=database, keys=keys, blobs=Blobs.in_folder(folder / "blobs"), staging=folder / "staging",
        zone="us", clock=clock, ids=ids, entropy=entropy, enqueue=enqueue, creators=creators,
    )  # fmt: skip


def stages_of(clips: Clips, clock: Clock, folder: Path) -> Stages:
    """The encoder's part, for tiny films."""
    return Stages(clips, clock, Sandbox.here(folder), lambda _market: TINY)


def jobs_of(
    clips: Clips, clock: Clock, ids: Ids, place: Workplace, folder: Path
) -> tuple[Processing, Rewriting]:
    """The jobs, to be called without a queue."""
    stages = stages_of(clips, clock, folder)
    return Processing(clips, clock, stages, place), Rewriting(clips, clock, ids, place)


def film(path: Path, seconds: float = 1.0, size: str = "144x256", *, sound: bool = True) -> Path:
    """A small film that moves and hums."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i",
               f"testsrc2=size={size}:rate=24:duration={seconds}"]  # fmt: skip
    if sound:
        command += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-c:a", "aac"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-threads", "1", str(path)]
    subprocess.run(command, check=True)
    return path


async def pieces(data: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    """A body in pieces."""
    for at in range(0, len(data), size):
        yield data[at : at + size]


def wish(caption: str = "A film", visibility: Visibility = "public", *, backfill: bool = False) -> Wish:
    """What a person says about a clip."""
    return Wish(
        caption=caption,
        language="en",
        visibility=visibility,
        market="US",
        edition_version=1,
        backfill=backfill,
    )


@dataclass(frozen=True)
class Encoded:
    """What the encoder made of a film once, to be used for many clips."""

    measures: Measures
    files: tuple[Made, ...]
    colour: str
    placeholder: str


async def encoded(source: Path, folder: Path) -> Encoded:
    """Run the real encoder on a film."""
    box = Sandbox.here(folder)
    probe = await media.probe(source, TINY, box)

    async def silent(_: float) -> None:
        return None

    made = await media.first_renditions(source, probe, folder, box, silent)
    poster = await media.poster(made[0], folder, box)
    files = [Made("mp4", m.name, m.path, m.width, m.height, m.bitrate, m.codecs) for m in made]
    files.append(Made("poster", "poster", poster.path, poster.width, poster.height))
    measures = Measures(probe.duration_ms, probe.width, probe.height)
    return Encoded(measures, tuple(files), poster.colour, poster.placeholder)


async def published(worker: Clips, person_id: UUID, clip_id: UUID, made: Encoded, clock: Clock) -> None:
    """Every step of a worker but the encoder's, whose files are there already."""
    run = await worker.work.begin(person_id, clip_id, clock.now())
    assert run is not None
    await worker.work.probed(run, made.measures, clock.now())
    files = [await worker.files.store(person_id, one, plain=run.plain) for one in made.files]
    await worker.work.publish(run, files, made.colour, made.placeholder, clock.now())


async def posted(clips: Clips, person_id: UUID, data: bytes, said: Wish, clock: Clock) -> UUID:
    """A clip that waits for its worker."""
    upload = await clips.uploads.create(person_id, len(data), TINY.max_bytes)
    await clips.uploads.append(person_id, upload.id, 0, pieces(data))
    clip_id, _ = await clips.life.create(person_id, upload.id, said, clock.now())
    return clip_id
