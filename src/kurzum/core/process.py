"""What the kernel tells of a process (Linux; elsewhere: nothing is known)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """``state``: proc(5)'s letter; ``parent``: process id; ``cpu_s``: of user and system, ``ended_cpu_s``: of
    its children that ended; ``resident``: bytes, with what it shares."""

    state: str
    parent: int
    cpu_s: float
    ended_cpu_s: float
    resident: int


def process(pid: int) -> Process | None:
    """A process as it is now; None when it has ended. Source: proc(5), ``/proc/PID/stat``."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may hold anything.
    fields = text.rpartition(")")[2].split()
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return Process(
        state=fields[0],
        parent=int(fields[1]),
        cpu_s=(user + system) / _TICK,
        ended_cpu_s=(ended_user + ended_system) / _TICK,
        resident=int(fields[21]) * _PAGE,
    )


def cpu_s(pid: int) -> float:
    """CPU seconds of a process so far, of user and system; 0 when it has ended."""
    found = process(pid)
    return found.cpu_s if found else 0.0
