"""The custodian's process in a zone on this machine."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from kurzum.app.charge import Charge, read_charge
from kurzum.app.machine import CLOCK, entropy
from kurzum.custody.custodian import serve


def main() -> None:
    """Serve until asked to end."""
    asyncio.run(_serve(read_charge()))


async def _serve(charge: Charge) -> None:
    where = charge.places
    serving = asyncio.create_task(
        serve(
            where.of("custodian"),
            {"server": where.door("keys-server") / "s", "worker": where.door("keys-worker") / "s"},
            zone=charge.zone,
            clock=CLOCK,
            entropy=entropy,
        )
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving
