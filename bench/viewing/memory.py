"""Whether memory grows: PSS of each process sampled over and over, and a line through the samples."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kurzum.app.footprint import tree
from kurzum.app.state import read

EACH_S = 10.0
MOST_GROWN, MOST_BYTES = 0.08, 8 << 20
_MINUTE_S = 60.0


@dataclass
class Memory:
    """Samples of one process with its children: seconds, PSS and the part of it that is nobody's file."""

    at_s: list[float] = field(default_factory=list)
    pss: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)

    def after(self, warm_s: float) -> Memory:
        """The samples after warming up."""
        kept = [place for place, at in enumerate(self.at_s) if at >= warm_s]
        return Memory(*([column[place] for place in kept] for column in (self.at_s, self.pss, self.own)))  # type: ignore[arg-type]

    @property
    def grown(self) -> float:
        """Bytes by which the line of least squares rises, through the least ``own`` of each minute.

        The least, for a password that is checked takes 64 MiB for a moment.
        """
        least: dict[int, int] = {}
        for at, own in zip(self.at_s, self.own, strict=True):
            minute = int(at // _MINUTE_S)
            least[minute] = min(own, least.get(minute, own))
        if len(least) < 2:
            return 0.0
        line = statistics.linear_regression(list(least), list(least.values()))
        return line.slope * (max(least) - min(least))

    @property
    def allowed(self) -> float:
        """What counts as no growth: 8 MiB, or 8 % of the mean where that is more."""
        return max(MOST_BYTES, MOST_GROWN * statistics.fmean(self.own)) if self.own else MOST_BYTES


async def sample(home: Path, into: dict[str, Memory]) -> None:
    """Sample every process of a running Kurzum each 10 s, until cancelled. Encoders are left out: they come
    and go."""
    began = time.monotonic()
    while True:
        found = await asyncio.to_thread(_look, home)
        for name, (pss, own) in found.items():
            memory = into.setdefault(name, Memory())
            memory.at_s.append(time.monotonic() - began)
            memory.pss.append(pss)
            memory.own.append(own)
        await asyncio.sleep(EACH_S)


def warm_up_s(seconds: float) -> float:
    """How much of a run is warming up: a third, three minutes at least."""
    return max(seconds / 3, 3 * _MINUTE_S)


def growing(memories: Mapping[str, Memory], warm_s: float) -> list[str]:
    """What has grown after warming up, in words."""
    found = []
    for name, memory in memories.items():
        later = memory.after(warm_s)
        if later.grown > later.allowed:
            found.append(
                f"{name} grew by {later.grown / 2**20:.1f} MiB from {later.own[0] / 2**20:.1f} MiB "
                f"within {(later.at_s[-1] - later.at_s[0]) / 60:.0f} minutes"
            )
    return found


def _look(home: Path) -> dict[str, tuple[int, int]]:
    known = read(home)
    found = {}
    for zone in known.zones if known else ():
        for process in zone.processes:
            if process.pid is not None:
                pids = tree(process.pid) if process.role == "postgres" else [process.pid]
                found[f"{zone.name} {process.role}"] = _memory(pids)
    return found


def _memory(pids: Iterable[int]) -> tuple[int, int]:
    pss = own = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {name: int(rest.split()[0]) for name, _, rest in (one.partition(":") for one in lines[1:])}
        pss += sizes["Pss"] * 1024
        own += sizes["Pss_Anon"] * 1024
    return pss, own
