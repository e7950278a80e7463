"""What becomes of one file in the hands of the media room, as a worker goes about it, and its cost."""

from __future__ import annotations

import asyncio
import ctypes
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from kurzum import media
from kurzum.jobs import Workplace
from kurzum.media import Bounds, Rejected, Sandbox
from parts.processes import children

BOUNDS = Bounds(min_ms=1_000, max_ms=4_000)
"""An edition for clips of one to four seconds; all else as usual."""
MOST_S, MOST_BYTES = 60.0, 1 << 30
"""What a file may cost: seconds, and memory of any one child."""
PUBLISHED = "published"
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Outcome:
    """``code``: of a rejection, or PUBLISHED. Seconds by the clock and of the processors; ``peak_bytes``: the
    greatest resident size of any child so far in this process; ``trouble``: what must not be, else empty."""

    name: str
    code: str
    wall_s: float
    cpu_s: float
    peak_bytes: int
    trouble: str = ""

    @property
    def held(self) -> bool:
        """Whether everything is as promised."""
        return not self.trouble


Steps = Callable[[Path, Sandbox], Awaitable[None]]
Put = Callable[[Path], None]


async def one_rung(source: Path, box: Sandbox, bounds: Bounds = BOUNDS) -> None:
    """Probe and the renditions that make a clip playable: one, for a source of 180 x 320."""
    probe = await media.probe(source, bounds, box)
    made = await media.first_renditions(source, probe, box.work, box, _silent)
    assert made, "published with nothing to play"
    assert all(one.bytes > 0 and one.duration_ms > 0 for one in made)


async def whole_ladder(source: Path, box: Sandbox) -> None:
    """All that is made of a clip: both stages, poster, HLS."""
    probe = await media.probe(source, BOUNDS, box)
    made = await media.first_renditions(source, probe, box.work, box, _silent)
    still = await media.poster(made[0], box.work, box)
    made += await media.further_renditions(source, probe, made, box.work, box, _silent)
    hls = await media.package_hls(made, box.work, box)
    assert still.bytes > 0
    assert len(hls.variants) == len(made) > 0


async def meet(name: str, put: Put, place: Workplace, steps: Steps = one_rung) -> Outcome:
    """Hand the file that ``put`` puts at a path to the media room, in a folder of its own."""
    began, cpu = time.monotonic(), _children_cpu_s()
    trouble = ""
    with place.run(uuid4()) as folder:
        out = folder / "out"
        out.mkdir()
        put(folder / "source")
        try:
            await steps(folder / "source", Sandbox.here(out))
            code = PUBLISHED
        except Rejected as error:
            code = error.code
        except Exception as error:  # whatever it is, it would have been the worker's
            code, trouble = "crash", f"{type(error).__name__}: {error}"[:500]
    wall_s, cpu_s, peak = time.monotonic() - began, _children_cpu_s() - cpu, _peak_bytes()
    return Outcome(name, code, wall_s, cpu_s, peak, trouble or _trouble(folder, wall_s, peak))


def of_bytes(data: bytes) -> Put:
    """Puts these bytes."""
    return partial(_write, data=data)


def of_file(source: Path) -> Put:
    """Puts the way to a file that lies elsewhere, which may be large."""
    return partial(_point, source=source)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _point(path: Path, source: Path) -> None:
    path.symlink_to(source)


def adopt_orphans() -> None:
    """From now on a process that outlives the child that started it becomes this process's own."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _trouble(folder: Path, wall_s: float, peak: int) -> str:
    if wall_s > MOST_S:
        return f"took {wall_s:.1f} s"
    if peak > MOST_BYTES:
        return f"a child had {peak >> 20} MiB"
    if folder.exists():
        return "left files behind"
    left = children(os.getpid())
    return f"left processes behind: {', '.join(map(_words, left))}" if left else ""


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    except OSError:
        return str(pid)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10


async def _silent(_: float) -> None:
    return None


def shelf() -> Path:
    """A folder in memory where there is one: what workers work in."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else Path("/tmp")


def meet_all(files: Iterable[tuple[str, Put]], root: Path, steps: Steps = one_rung) -> list[Outcome]:
    """One after the other, in a folder of this process's own; for a process that does little else, since
    what its children cost is counted as theirs."""
    adopt_orphans()

    async def run() -> list[Outcome]:
        with Workplace.taken(root, UUID(int=os.getpid())) as place:
            return [await meet(name, put, place, steps) for name, put in files]

    return asyncio.run(run())


def command(root: Path, sources: Iterable[str]) -> list[str]:
    """What a process of its own is started with, to take files through the whole ladder in ``root``; it
    writes a line of code, trouble and name about each."""
    found = f"import runpy, sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})"
    return [
        sys.executable,
        "-c",
        f"{found}; runpy.run_module({__name__!r}, run_name='__main__')",
        str(root),
        *sources,
    ]


if __name__ == "__main__":
    for met in meet_all(
        [(path, of_file(Path(path))) for path in sys.argv[2:]], Path(sys.argv[1]), whole_ladder
    ):
        print(met.code, met.trouble or "-", met.name, sep="\t", flush=True)
