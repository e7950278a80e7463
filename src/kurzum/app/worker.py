"""The worker's process."""

from __future__ import annotations

import signal

from kurzum.app.charge import read_charge


def main() -> None:
    """Work until asked to end."""
    read_charge()
    signal.sigwait({signal.SIGTERM})
