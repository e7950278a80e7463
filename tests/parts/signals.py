"""Signals to processes of a running Kurzum, by the part that they play."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from parts.processes import alive, state_of
from parts.waiting import wait_for


def signalled(home: Path, zone: str, role: str, number: int) -> int:
    """Send a signal to the process that plays a role, once there is one; its id.

    Who has just ended is still written down as running for a moment, and then nobody is for another.
    """
    sent: list[int] = []

    def reached() -> bool:
        found = state_of(home, zone)[role]
        if found["state"] == "running" and found["pid"] is not None and alive(found["pid"]):
            with suppress(ProcessLookupError):
                os.kill(found["pid"], number)
                sent.append(found["pid"])
        return bool(sent)

    wait_for(reached, f"no {role} of zone '{zone}' runs")
    return sent[0]
