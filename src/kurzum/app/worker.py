"""The worker's process: encodes, erases, sweeps, and brings the demo clips in."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import structlog

from kurzum.app.charge import Charge, read_charge
from kurzum.app.classified import check
from kurzum.app.erasing import keep_beginning, with_every_room
from kurzum.app.loglines import last_words
from kurzum.app.logs import to_stderr
from kurzum.app.machine import CLOCK, IDS, entropy
from kurzum.app.metrics import of_worker
from kurzum.app.sheets import keep_writing
from kurzum.app.zone import Zone, open_zone
from kurzum.core.errors import KurzumError
from kurzum.export import Making
from kurzum.export.source import Rooms
from kurzum.jobs import Duties, Processing, Rewriting, Stages, Workplace, work
from kurzum.jobs.worker import Sweep
from kurzum.markets import edition_for
from kurzum.media import Bounds, Sandbox
from kurzum.store import references

_SETTLE_WITHIN = timedelta(days=2)
_DEMO_AGAIN_S = 5.0
_log = structlog.get_logger("kurzum.worker")


def main() -> None:
    """Work until asked to end; exit 1 when the queue was lost, to be started anew."""
    to_stderr()
    try:
        asyncio.run(_run(read_charge()))
    except KurzumError as error:
        sys.exit(last_words(error))


async def _run(charge: Charge) -> None:
    check()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_zone(charge, "worker") as zone:
        erasures = zone.people.erasures
        with_every_room(erasures, zone.clips, zone.safety, zone.feed, CLOCK)
        with Workplace.taken(_work_folder(charge), IDS.new()) as place:
            duties = _duties(zone, place, _work_folder(charge))
            lanes = charge.places.of("worker") / "lanes.json"
            beside = [
                asyncio.create_task(keep_writing(charge.descriptors.get("sheet"), lambda: of_worker(zone))),
                asyncio.create_task(keep_beginning(erasures, zone.erasure_asked)),
            ]
            if charge.settings.demo:
                beside.append(asyncio.create_task(_bring_demo(zone)))
            try:
                await work(zone.conninfo, zone.database, duties, _sweeps(zone), stop, lanes)
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)


def _duties(zone: Zone, place: Workplace, folder: Path) -> Duties:
    stages = Stages(zone.clips, CLOCK, Sandbox.here(folder), _bounds_of)
    return Duties(
        processing=Processing(zone.clips, CLOCK, stages, place),
        rewriting=Rewriting(zone.clips, CLOCK, IDS, place),
        erase=zone.people.erasures.finish,
        export=Making(Rooms(zone.database, zone.keys, zone.people, zone.clips), zone.blobs, entropy).make,
    )


def _bounds_of(market: str) -> Bounds:
    edition = edition_for(market)
    return Bounds(
        min_ms=edition.clip_min_ms,
        max_ms=edition.clip_max_ms,
        max_bytes=edition.max_bytes,
        max_pixels=edition.max_pixels,
    )


def _sweeps(zone: Zone) -> Sequence[Sweep]:
    async def unused_blobs() -> None:
        await references.sweep(zone.database, zone.blobs, CLOCK.now())

    async def removals() -> None:
        await zone.safety.decisions.settle(CLOCK.now() - _SETTLE_WITHIN, CLOCK.now())

    async def stray_blobs() -> None:
        await references.sweep_strays(zone.database, zone.blobs, CLOCK.now())

    async def partitions() -> None:
        await zone.feed.partitions.tend(CLOCK.now())

    often = (zone.people.sweep, zone.clips.uploads.sweep, unused_blobs, removals)
    return (*often, _daily(stray_blobs), _daily(partitions))


def _daily(sweep: Callable[[], Awaitable[None]]) -> Sweep:
    """Once when the worker starts, and then once a day."""
    done_on: date | None = None

    async def if_due() -> None:
        nonlocal done_on
        today = CLOCK.now().date()
        if done_on != today:
            await sweep()
            done_on = today

    return if_due


def _work_folder(charge: Charge) -> Path:
    """The folder in memory; where the kernel gave no mount of our own, one in the machine's shared memory."""
    work = charge.places.of("work")
    shared = Path("/dev/shm")  # noqa: S108  (a folder of this user alone is made inside)
    if work.is_mount() or not shared.is_dir():
        return work
    return shared / f"kurzum-{charge.folder.stat().st_ino}-{charge.zone}"


async def _bring_demo(zone: Zone) -> None:
    # Drawing needs numpy and much else: only where a demo is wanted.
    from kurzum import demo
    from kurzum.app.demo_door import DemoDoor

    worker = zone.charge.places.of("worker")
    mine = demo.shares([other.name for other in zone.charge.settings.zones])[zone.charge.zone]
    door = DemoDoor(zone, worker / "demo.json")
    while True:
        try:
            await demo.bring(mine, door, _work_folder(zone.charge))
        except (KurzumError, demo.FilmError) as error:
            # What was brought stays; a part of the zone was away, or this machine is short of something.
            _log.warning("demo clips are late", error=type(error).__name__)
            await asyncio.sleep(_DEMO_AGAIN_S)
        else:
            return
