"""Which processes belong to a HOME: asked of the kernel, not of Kurzum."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from kurzum.core.process import process


def processes_of(home: Path) -> dict[int, str]:
    """Process id -> command line of everything that works in a HOME or names it (Linux)."""
    found = {}
    wanted = str(home)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            works_in = str((entry / "cwd").readlink())
        except OSError:
            continue
        # A zombie has no words; the test itself names the HOME in none of its own.
        if words and (wanted in words or works_in.startswith(wanted)):
            found[int(entry.name)] = words.strip()
    return found


def children(pid: int) -> list[int]:
    """The processes that a process, by any of its threads, started and that have not been collected."""
    found: list[int] = []
    # A thread or the process itself may end while it is asked, or while its threads are listed.
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in list(Path(f"/proc/{pid}/task").iterdir()):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, (task / "children").read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    """The processes below a process."""
    return [below for child in children(pid) for below in (child, *descendants(child))]


def state_of(home: Path, zone: str) -> dict[str, dict[str, Any]]:
    """Role -> process, as the supervisor last wrote it down."""
    told = json.loads((home / "state.json").read_bytes())
    one = next(found for found in told["zones"] if found["name"] == zone)
    return {process["role"]: process for process in one["processes"]}


def alive(pid: int) -> bool:
    """Whether a process still does something; one that nobody collected yet does not (Linux)."""
    found = process(pid)
    return found is not None and found.state not in ("Z", "X")
