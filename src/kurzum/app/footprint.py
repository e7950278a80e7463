"""How much of the machine a process and all its children use (Linux; elsewhere: nothing is known)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kurzum.core.process import Process, process


@dataclass(frozen=True)
class Footprint:
    """``processes``: how many; ``resident``: bytes, with what they share counted for each; ``cpu_s``: of
    those that live, and of their children that ended."""

    processes: int = 0
    resident: int = 0
    cpu_s: float = 0.0


def footprints(roots: Iterable[int]) -> dict[int, Footprint]:
    """Process id -> footprint of it with its children, their children, ...; one look at all of /proc."""
    all_of_them = _processes()
    found = {}
    for root in roots:
        those = [all_of_them[pid] for pid in _below(root, all_of_them) if pid in all_of_them]
        cpu_s = sum(one.cpu_s + one.ended_cpu_s for one in those)
        found[root] = Footprint(len(those), sum(one.resident for one in those), round(cpu_s, 2))
    return found


def tree(root: int) -> list[int]:
    """A process and all below it."""
    return _below(root, _processes())


def proportional(pids: Iterable[int]) -> int | None:
    """PSS in bytes: memory, with what is shared divided among its users. None where it may not be known."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except ProcessLookupError:
            continue
        except FileNotFoundError:
            # It has ended since it was listed, or this kernel tells it of nobody.
            if not Path("/proc/self/smaps_rollup").exists():
                return None
            continue
        except OSError:
            return None
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total * 1024


def _below(root: int, all_of_them: dict[int, Process]) -> list[int]:
    children: dict[int, list[int]] = {}
    for pid, one in all_of_them.items():
        children.setdefault(one.parent, []).append(pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, ())
    return found


def _processes() -> dict[int, Process]:
    try:
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208  (names alone)
    except OSError:
        return {}
    return {pid: found for pid in pids if (found := process(pid)) is not None}
