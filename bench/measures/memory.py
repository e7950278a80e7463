"""How much memory the idle system takes: two zones with all their processes and the supervisor.

Counted as PSS from ``/proc/PID/smaps_rollup``: a page that several processes map is shared out among them, so
the sum is what the machine has to give. Files that lie in memory (the worker's folder) are not in it; when
nothing is encoded that folder is empty.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measures.figure import Figure, Measure
from kurzum.core.process import process
from parts.running import Running, running

IDLE_S = 30.0
"""So long nothing asks anything before it is measured."""
MOST_MB = 800.0
DEMO_PATIENCE_S = 1800.0
_QUIET_S = 10.0
_ENCODERS = re.compile(rb"ffmpeg|kurzum[./]demo|media/child")


def run(times: int) -> list[Figure]:
    """The system without clips, started anew each time; then with its demo clips, all of them made before."""
    empty: defaultdict[str, list[float]] = defaultdict(list)
    filled: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(times):
        with running() as started:
            _note(empty, started)
    with _home_with_demo() as home:
        for _ in range(times):
            with running(demo=True, home=home, patience_s=600) as started:
                _note(filled, started)
    return [*_figures("", empty), *_figures(", with demo clips", filled)]


def _figures(suffix: str, found: defaultdict[str, list[float]]) -> list[Figure]:
    whole = Figure(f"in all{suffix}", "MB PSS", found.pop("in all"), bar=MOST_MB)
    return [whole, *(Figure(name + suffix, "MB PSS", found[name]) for name in sorted(found))]


def _note(found: defaultdict[str, list[float]], started: Running) -> None:
    time.sleep(IDLE_S)
    by_role = pss_by_role(started)
    for role, size in by_role.items():
        found[role].append(size)
    found["in all"].append(sum(by_role.values()))


@contextmanager
def _home_with_demo() -> Iterator[Path]:
    """A home whose demo clips are all there: the first start waits until no encoder was seen for a while."""
    with tempfile.TemporaryDirectory(prefix="kz") as folder:
        home = Path(folder) / "home"
        with running(demo=True, home=home, patience_s=900) as started:
            end = time.monotonic() + DEMO_PATIENCE_S
            still_since = time.monotonic()
            while time.monotonic() - still_since < _QUIET_S:
                assert time.monotonic() < end, "the demo clips are not all made after half an hour"
                if any(_ENCODERS.search(_said(pid)) for pid in tree(started.process.pid)):
                    still_since = time.monotonic()
                time.sleep(0.5)
        yield home


def pss_by_role(started: Running) -> dict[str, float]:
    """MB (10^6 bytes) of PSS by what a process is; the roles of both zones added up."""
    roles = _roles(started)
    found: defaultdict[str, float] = defaultdict(float)
    for pid, parents in tree(started.process.pid).items():
        role = next((roles[one] for one in (pid, *parents) if one in roles), "supervisor")
        found[role] += pss_mb(pid)
    return dict(found)


def _roles(started: Running) -> dict[int, str]:
    """Which process is what, as the supervisor itself says."""
    state = json.loads(started.command("zone", "status", "--json").stdout)
    return {
        process["pid"]: process["role"]
        for zone in state["zones"]
        for process in zone["processes"]
        if process["pid"]
    }


def tree(root: int) -> dict[int, list[int]]:
    """Every process below ``root``, itself included, with its parents up to there, nearest first."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    parent = {pid: one.parent for pid in pids if (one := process(pid)) is not None}
    found: dict[int, list[int]] = {}
    for pid in parent:
        line, at = [pid], pid
        while at != root and parent.get(at):
            at = parent[at]
            line.append(at)
        if at == root:
            found[pid] = line[1:]
    return found


def pss_mb(pid: int) -> float:
    """The process's share of memory; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(kib) for kib in re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)) * 1024 / 1e6


def _said(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


MEASURES = [
    Measure("memory", "PSS of the idle two-zone system by process and in all", 18, run),
]
