"""Collects what a killed process left behind: its children end with it, and somebody must take note.

The supervisor declares itself the parent of all orphans below it, so that none stays a zombie where the first
process of the machine (a container's, say) collects nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Collection
from pathlib import Path

from kurzum.app import namespaces as ns

_LOOK_S = 2.0


async def collect(known: Callable[[], Collection[int]]) -> None:
    """Collect, until cancelled, ended children that are not ``known``, for whom somebody waits.

    A child must have been seen ended twice, so that whoever started it a moment ago can collect it first.
    """
    try:
        ns.adopt_orphans()
    except OSError:
        return
    before: set[int] = set()
    while True:
        await asyncio.sleep(_LOOK_S)
        ended = ended_children() - set(known())
        for pid in ended & before:
            _collect(pid)
        before = ended


def _collect(pid: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def ended_children() -> set[int]:
    """Children of this process that ended and that nobody has collected (Linux)."""
    found = set()
    me = str(os.getpid())
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state == "Z" and parent == me:
            found.add(int(entry.name))
    return found
