"""How much of the machine a process and all its children use (Linux; elsewhere: nothing is known)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Footprint:
    """``processes``: how many; ``resident``: bytes, with what they share counted for each; ``cpu_s``: of
    those that live, and of their children that ended."""

    processes: int = 0
    resident: int = 0
    cpu_s: float = 0.0


@dataclass(frozen=True)
class _Line:
    parent: int
    resident: int
    cpu_s: float


def footprints(roots: Iterable[int]) -> dict[int, Footprint]:
    """Process id -> footprint of it with its children, their children, ...; one look at all of /proc."""
    lines = {pid: line for pid in _pids() if (line := _line(pid)) is not None}
    children: dict[int, list[int]] = {}
    for pid, line in lines.items():
        children.setdefault(line.parent, []).append(pid)
    found = {}
    for root in roots:
        tree = [lines[pid] for pid in _below(root, children) if pid in lines]
        found[root] = Footprint(
            len(tree), sum(line.resident for line in tree), round(sum(line.cpu_s for line in tree), 2)
        )
    return found


def tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for pid in _pids():
        line = _line(pid)
        if line is not None:
            children.setdefault(line.parent, []).append(pid)
    return _below(root, children)


def proportional(pids: Iterable[int]) -> int | None:
    """PSS in bytes: memory, with what is shared divided among its users. None where it may not be known."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except ProcessLookupError:
            continue
        except OSError:
            return None
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total * 1024


def _below(root: int, children: dict[int, list[int]]) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, ())
    return found


def _pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208  (names alone)
    except OSError:
        return []


def _line(pid: int) -> _Line | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may hold anything.
    fields = text.rpartition(")")[2].split()
    return _Line(int(fields[1]), int(fields[21]) * _PAGE, sum(map(int, fields[11:15])) / _TICK)
