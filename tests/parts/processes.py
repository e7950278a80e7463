"""Which processes belong to a HOME: asked of the kernel, not of Kurzum."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


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
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        # A thread or the process itself may end while it is asked.
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, listed.read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    """The processes below a process."""
    return [below for child in children(pid) for below in (child, *descendants(child))]


def state_of(home: Path, zone: str) -> dict[str, dict[str, Any]]:
    """Role -> process, as the supervisor last wrote it down."""
    told = json.loads((home / "state.json").read_bytes())
    one = next(found for found in told["zones"] if found["name"] == zone)
    return {process["role"]: process for process in one["processes"]}


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return once it holds; fail with ``what`` when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)
