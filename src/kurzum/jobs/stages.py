"""From an uploaded file to a playable clip, and on: what the encoder does and what becomes of its files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from kurzum import media
from kurzum.clips import Clips, Made
from kurzum.clips.files import Stored
from kurzum.clips.work import PLAYABLE_AT, Measures, Run
from kurzum.core.clock import Clock
from kurzum.media import Bounds, Rendition, Sandbox
from kurzum.media.package import Hls, Variant

BoundsOf = Callable[[str], Bounds]
"""What is accepted in a market."""
Progress = Callable[[float], Awaitable[None]]

OPENED, PROBED, ENCODED, FURTHER = 0.02, 0.05, 0.65, 0.97
BACKFILL_NICE, LATER_NICE, FIRST_NICE = 19, 10, 5
"""Whoever watches comes before whoever waits for a clip to be made."""
_STEP_S = 0.25
_ENOUGH_FOR_A_POSTER = 480


@dataclass(frozen=True)
class Stages:
    """The two stages of a clip. ``box``: limits of the encoder; its work folder is set for each run."""

    clips: Clips
    clock: Clock
    box: Sandbox
    bounds_of: BoundsOf

    async def first(self, run: Run, folder: Path) -> None:
        """Probe, make the clip playable, publish it. Raises Rejected, RunLost and what the rooms raise."""
        work = self.clips.work
        source, box = await self._opened(run, folder, BACKFILL_NICE if run.backfill else FIRST_NICE)
        await work.progress(run, OPENED)
        probe = await media.probe(source, self.bounds_of(run.market), box)
        await work.probed(run, Measures(probe.duration_ms, probe.width, probe.height), self.clock.now())
        report = self._reported(run, PROBED, ENCODED)
        renditions = await media.first_renditions(source, probe, box.work, box, report)
        poster = await media.poster(_for_poster(renditions), box.work, box)
        still = Made("poster", "poster", poster.path, poster.width, poster.height)
        files = await self._stored(run, [*map(_mp4, renditions), still])
        await work.publish(run, files, poster.colour, poster.placeholder, self.clock.now())

    async def further(self, run: Run, folder: Path) -> None:
        """Add the larger and the smaller rendition and HLS. Raises as ``first``."""
        work = self.clips.work
        source, box = await self._opened(run, folder, BACKFILL_NICE if run.backfill else LATER_NICE)
        probe = await media.probe(source, self.bounds_of(run.market), box)
        report = self._reported(run, PLAYABLE_AT, FURTHER)
        stored, _ = await work.files(run.person_id, run.clip_id)
        first = [
            await self._fetched(run, file, folder, float(probe.fps), probe.duration_ms)
            for file in stored
            if file.kind == "mp4"
        ]
        made = await media.further_renditions(source, probe, first, box.work, box, report)
        fresh = {rendition.name for rendition in made}
        kept = [rendition for rendition in first if rendition.name not in fresh]
        hls = await media.package_hls([*made, *kept], box.work, box)
        files = await self._stored(run, [_mp4(rendition) for rendition in made])
        files += await self._stored_hls(run, hls, box.work)
        await work.add(run, files, self.clock.now())

    async def _opened(self, run: Run, folder: Path, nice: int) -> tuple[Path, Sandbox]:
        """The plain source, and a sandbox that may write beside it but not to it."""
        source, out = folder / "source", folder / "out"
        out.mkdir()
        await self.clips.uploads.open_into(run.person_id, run.upload_id, source)
        return source, replace(self.box, work=out, nice=max(self.box.nice, nice))

    async def _stored(self, run: Run, made: Sequence[Made]) -> list[Stored]:
        return [await self.clips.files.store(run.person_id, one, plain=run.plain) for one in made]

    async def _stored_hls(self, run: Run, hls: Hls, out: Path) -> list[Stored]:
        """Fragments first, then the playlists that name them, then the one that names those."""
        files: list[Stored] = []
        addresses: dict[str, str] = {}
        for variant in hls.variants:
            files += await self._stored(run, [_made("segments", variant, variant.path)])
            listed = out / f"{variant.name}.playlist"
            listed.write_text(variant.playlist(f"{files[-1].digest}.m4s"), "utf-8")
            files += await self._stored(run, [_made("playlist", variant, listed)])
            addresses[variant.name] = f"{files[-1].digest}.m3u8"
        master = out / "master.playlist"
        master.write_text(hls.master(addresses), "utf-8")
        auto = msgspec.structs.replace(_made("hls", hls.variants[-1], master), name="auto")
        return files + await self._stored(run, [auto])

    async def _fetched(self, run: Run, file: Stored, folder: Path, fps: float, duration_ms: int) -> Rendition:
        made = await self.clips.files.fetch(run.person_id, file, folder / f"first-{file.name}.mp4")
        video, _, audio = file.codecs.partition(",")
        return Rendition(
            name=file.name, path=made.path, width=file.width, height=file.height, bytes=file.bytes,
            bitrate=file.bitrate, fps=fps, video_codec=video, audio_codec=audio or None,
            duration_ms=duration_ms,
        )  # fmt: skip

    def _reported(self, run: Run, start: float, end: float) -> Progress:
        """Progress of a step as the clip's own, a few times a second at most."""
        loop = asyncio.get_running_loop()
        last = loop.time() - _STEP_S

        async def report(value: float) -> None:
            nonlocal last
            if loop.time() - last >= _STEP_S:
                last = loop.time()
                await self.clips.work.progress(run, start + (end - start) * value)

        return report


def _mp4(rendition: Rendition) -> Made:
    return Made(
        "mp4",
        rendition.name,
        rendition.path,
        rendition.width,
        rendition.height,
        rendition.bitrate,
        rendition.codecs,
    )


def _made(kind: str, variant: Variant, path: Path) -> Made:
    rendition = variant.rendition
    return Made(
        kind,
        variant.name,
        path,
        rendition.width,
        rendition.height,
        variant.bandwidth,
        rendition.codecs,
    )


def _for_poster(renditions: Sequence[Rendition]) -> Rendition:
    """The smallest that is large enough, else the largest."""
    by_size = sorted(renditions, key=lambda r: min(r.width, r.height))
    return next((r for r in by_size if min(r.width, r.height) >= _ENOUGH_FOR_A_POSTER), by_size[-1])
