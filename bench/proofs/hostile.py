"""Hostile files meet the media room: each ends with a code or published, soon, at little cost, alone."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.proofs.part import ROOT, Part, Tally
from kurzum.media import Bounds
from parts import hostile_run, hostile_trace
from parts.hostile import kinds
from parts.hostile_mutations import mutant
from parts.hostile_run import Outcome, Put, Steps, meet_all, of_bytes, of_file, one_rung, whole_ladder
from parts.hostile_seeds import MADE, Seed, seeds

CORES = os.cpu_count() or 1
AT_ONCE, A_TASK = 40, 8
"""For each core: files between two looks at the clock, and how many a process takes at a time."""
CUTS = 50
TEN_SECONDS = Bounds(min_ms=500, max_ms=10_000)
"""For truncated clips, some of which last longer than the drawn ones."""
LARGE = "1080x1920"
"""Of the clips that get the whole ladder."""
TRACED_AT_ONCE = 8
_Made = Callable[[int], tuple[str, Put]]
_REAL = sorted((ROOT.parent / "shared" / "data" / "clips").glob("*.*"))


def files(tally: Tally) -> None:
    """Each kind by its name through everything that is made of a clip, in a process of its own."""
    with _folder() as folder:
        good = seeds(folder / "seeds")
        for kind in kinds()[tally.done :]:
            if not tally.wanted():
                return
            source = folder / kind.name
            kind.write(source, good)
            with _hands(1) as hands:  # one that has met nothing else: what its children took is this file's
                (met,) = _spread(hands, [[(kind.name, of_file(source))]], folder, whole_ladder)
            source.unlink()
            print(f"  {kind.name}: {_said(met)}", flush=True)
            wrong = "" if met.code in kind.ends else f"ended {met.code}, not {', '.join(sorted(kind.ends))}"
            _count(tally, [met], wrong)


def truncated(tally: Tally) -> None:
    """Every fiftieth of each clip's length, through probe and first stage."""
    with _folder() as folder:
        clips = [Seed(path.name, path.read_bytes()) for path in _REAL]
        clips = [*seeds(folder / "seeds"), *clips]

        def cut(number: int) -> tuple[str, Put]:
            clip, part = clips[number // CUTS], number % CUTS
            return f"{clip.name} cut at {part}/{CUTS}", of_bytes(clip.data[: len(clip.data) * part // CUTS])

        _many(tally, folder, cut, partial(one_rung, bounds=TEN_SECONDS))


def mutations(tally: Tally) -> None:
    """Probe and a ladder of one rung."""
    with _folder() as folder:
        good = seeds(folder / "seeds")
        _many(tally, folder, partial(_mutated, good), one_rung)


def whole(tally: Tally) -> None:
    """Everything that is made of a clip: four rungs, poster, HLS."""
    with _folder() as folder:
        good = seeds(folder / "seeds", size=LARGE, seconds=1.1)
        _many(tally, folder, partial(_mutated, good), whole_ladder, at_once=4, a_task=1)


def traced(tally: Tally) -> None:
    """Each kind, each seed mutated and each seed cut off, with strace watching."""
    if hostile_trace.STRACE is None:
        print("  strace is not installed (apt-get install strace): nothing was shown", flush=True)
        return
    with _folder() as folder:
        good = seeds(folder / "seeds")
        while tally.wanted():
            numbers = range(tally.done, min(tally.done + TRACED_AT_ONCE, tally.part.goal))
            sources = [_sample(number, good, folder) for number in numbers]
            command = hostile_run.command(folder / "work", map(str, sources))
            found = hostile_trace.seen_reaching(command, folder / "strace.log", folder)
            for source in sources:
                source.unlink()
            if found:
                tally.failed(f"one of {', '.join(s.name for s in sources)}: {found[:5]}", len(sources))
            else:
                tally.passed(len(sources))


def _sample(number: int, good: Sequence[Seed], folder: Path) -> Path:
    named = kinds()
    if number < len(named):
        named[number].write(folder / named[number].name, good)
        return folder / named[number].name
    number -= len(named)
    seed = good[number % len(good)]
    source = folder / f"{number}-{seed.name}"
    source.write_bytes(mutant(good, number).data if number < len(good) else seed.data[: len(seed.data) // 2])
    return source


def _mutated(good: Sequence[Seed], number: int) -> tuple[str, Put]:
    made = mutant(good, number)
    return made.name, of_bytes(made.data)


def _many(
    tally: Tally, folder: Path, made: _Made, steps: Steps, at_once: int = AT_ONCE, a_task: int = A_TASK
) -> None:
    """Rounds by their number, some at a time, spread over the cores."""
    codes: Counter[str] = Counter()
    with _hands(CORES) as hands:
        while tally.wanted():
            numbers = range(tally.done, min(tally.done + at_once * CORES, tally.part.goal))
            files = [made(number) for number in numbers]
            tasks = [files[at : at + a_task] for at in range(0, len(files), a_task)]
            met = _spread(hands, tasks, folder, steps)
            codes.update(one.code for one in met)
            _count(tally, met)
    print("  " + ", ".join(f"{code}: {n}" for code, n in codes.most_common()), flush=True)


def _hands(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"))


def _spread(
    hands: ProcessPoolExecutor, tasks: Sequence[Sequence[tuple[str, Put]]], folder: Path, steps: Steps
) -> list[Outcome]:
    run = partial(meet_all, root=folder / "work", steps=steps)
    return [one for some in hands.map(run, tasks) for one in some]


def _count(tally: Tally, met: Sequence[Outcome], wrong: str = "") -> None:
    troubled = [one for one in met if not one.held or wrong]
    for one in troubled:
        tally.failed(f"{one.name} ({one.code}): {one.trouble or wrong}")
    if held := len(met) - len(troubled):
        tally.passed(
            held,
            slowest_s=max(one.wall_s for one in met),
            cpu_s_each=sum(one.cpu_s for one in met) / len(met),
            peak_mib=max(one.peak_bytes for one in met) / 2**20,
            published=sum(one.code == hostile_run.PUBLISHED for one in met),
        )


def _said(one: Outcome) -> str:
    return f"{one.code}, {one.wall_s:.1f} s, {one.cpu_s:.1f} CPU s, {one.peak_bytes >> 20} MiB"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hostile", dir=hostile_run.shelf()) as folder:
        yield Path(folder)


PARTS = [
    Part("hostile-files", "each kind of hostile file by its name", len(kinds()), "files", 4, files),
    Part("hostile-truncated", "clips cut off at every 1/50", CUTS * (len(MADE) + len(_REAL)), "cuts", 12,
         truncated),
    Part("hostile-mutations", "mutations, probe and one rung", 10_000, "mutations", 20, mutations),
    Part("hostile-whole", "mutations of large clips, the whole ladder", 100, "mutations", 5, whole),
    Part("hostile-traced", "files of every kind, watched by strace", len(kinds()) + 2 * len(MADE), "files", 6,
         traced),
]  # fmt: skip
