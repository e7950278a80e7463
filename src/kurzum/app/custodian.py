"""The custodian's process in a zone on this machine."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from kurzum.app.charge import Charge, read_charge
from kurzum.app.loglines import without_words
from kurzum.app.machine import CLOCK, entropy
from kurzum.app.selfcount import of_process
from kurzum.app.sheets import keep_writing
from kurzum.custody.custodian import serve


def main() -> None:
    """Serve until asked to end."""
    without_words()
    asyncio.run(_serve(read_charge()))


async def _serve(charge: Charge) -> None:
    where = charge.places
    counting = asyncio.create_task(keep_writing(charge.descriptors.get("sheet"), of_process))
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
    counting.cancel()
