"""Keys for tests of all but what happens when the custodian is slow."""

from __future__ import annotations

from pathlib import Path

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy
from kurzum.custody.keys import MOST_LEASES, Keys
from parts.custodian import TestCustodian
from parts.waiting import PATIENCE_S, until


def patient_keys(socket: Path, clock: Clock, entropy: Entropy, most_leases: int = MOST_LEASES) -> Keys:
    """Keys of zone ``us`` whose owner waits for as long as a busy machine takes."""
    return Keys(
        socket,
        "us",
        clock,
        entropy,
        most_leases=most_leases,
        patience_s=PATIENCE_S,
        beat_patience_s=PATIENCE_S,
    )


async def started_anew(custodian: TestCustodian, keys: Keys) -> None:
    """Start a custodian that was killed; return once these keys are on loan from it.

    Until its first beat it counts as silent, and with that beat all that was lent before is taken back.
    """
    before = keys._heartbeat._pulse.boot
    custodian.start()

    async def heard() -> bool:
        return keys._heartbeat._pulse.boot != before

    await until(heard)
