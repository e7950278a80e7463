"""A machine that is short: of disk, of descriptors, of time; and one whose disk is slow. All of it for real.

In each round people go on with what they do while the shortage lasts. They may be refused, with a problem
that says so; afterwards the zone gets well by itself, and everything that was acknowledged is looked for.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from bench.proofs.part import Part, Tally
from parts import descriptors, shim, small_disk
from parts.acknowledged import Acknowledged
from parts.aftermath import look
from parts.clip_rooms import film
from parts.crowd import Crowd
from parts.descriptors import ROLES, short_of_descriptors
from parts.shim import Shim, wrong_clock
from parts.small_disk import DISKS, filled, small_disks
from parts.standing import Standing, standing

_LASTS_S = (3.0, 8.0)
Shortage = Callable[[Standing, random.Random], AbstractContextManager[object]]


def rounds(zone: Standing, tally: Tally, shortage: Shortage, films: list[Path]) -> None:
    """Shortage after shortage, of random length, at random moments."""
    known, signed_in = Acknowledged(), set[str]()
    with Crowd(zone.origin, films, known) as crowd:
        while tally.wanted():
            chance = random.Random(f"{tally.part.name} {tally.done}")  # noqa: S311 (no secret)
            time.sleep(chance.uniform(0.5, 3))
            with shortage(zone, chance):
                time.sleep(chance.uniform(*_LASTS_S))
            well_s = zone.wait_until_well()
            crowd.pause()
            found = look(zone, known, signed_in)
            crowd.resume()
            figures = {"well_s": well_s, "given_up": found.given_up, "refused": sum(known.refusals.values())}
            if found.faults:
                tally.failed("; ".join(found.faults[:6]), 1, **figures)
            else:
                tally.passed(1, **figures)
            print(f"  refused so far: {dict(known.refusals)}", flush=True)


def _films(folder: Path) -> list[Path]:
    return [film(folder / f"{n}.mp4", 1.2 + 0.3 * n) for n in range(3)]


def _disk_full(tally: Tally) -> None:
    if why := small_disk.why_not():
        print(f"  skipped: {why}")
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kz-films-")))
        disks: dict[str, Path] = {}

        def mounted(home: Path) -> None:
            disks.update(stack.enter_context(small_disks(home)))

        zone = stack.enter_context(standing(before=mounted))
        rounds(zone, tally, lambda _, chance: filled(disks[chance.choice(DISKS)]), _films(folder))


def _few_descriptors(tally: Tally) -> None:
    if why := descriptors.why_not():
        print(f"  skipped: {why}")
        return
    with tempfile.TemporaryDirectory(prefix="kz-films-") as folder, standing() as zone:
        rounds(zone, tally, lambda zone, chance: short_of_descriptors(zone, chance.choice(ROLES)),
               _films(Path(folder)))  # fmt: skip


def _with_shim(shortage: Callable[[Shim], Shortage]) -> Callable[[Tally], None]:
    def run(tally: Tally) -> None:
        if why := shim.why_not():
            print(f"  skipped: {why}")
            return
        with tempfile.TemporaryDirectory(prefix="kz-shim-") as folder:
            wrong = Shim(Path(folder))
            with standing(wrapped=wrong.wrapped) as zone:
                rounds(zone, tally, shortage(wrong), _films(Path(folder)))

    return run


def _clock_back(wrong: Shim) -> Shortage:
    return lambda _, chance: wrong_clock(wrong, -86_400 - chance.randrange(3_600))


def _slow_disk(wrong: Shim) -> Shortage:
    return lambda _, chance: shim.slow_disk(wrong, chance.randrange(200, 3_000))


PARTS = [
    Part("disk-full", "a disk of a zone is full for a while", 20, "times", 10, _disk_full),
    Part(
        "few-descriptors", "a process can open no more files for a while", 20, "times", 10, _few_descriptors
    ),
    Part("clock-back", "the clock is set back a day, and on again", 20, "times", 10, _with_shim(_clock_back)),
    Part("slow-disk", "each flush takes 0.2 to 3 s for a while", 10, "times", 8, _with_shim(_slow_disk)),
]
