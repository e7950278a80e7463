"""The custodian's process in a zone on this machine."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

from kurzum.app.charge import Charge, read_charge
from kurzum.app.loglines import without_words
from kurzum.app.machine import CLOCK, entropy
from kurzum.app.selfcount import of_process
from kurzum.app.sheets import keep_writing
from kurzum.custody.custodian import serve
from kurzum.custody.purposes import Role

_ROLES: tuple[Role, ...] = ("server", "worker")


def main() -> None:
    """Serve until asked to end."""
    without_words()
    asyncio.run(_serve(read_charge()))


async def _serve(charge: Charge) -> None:
    where = charge.places
    # Who operates the machine is root, or whoever started all of this.
    callers: dict[Role, int] = {"operator": os.geteuid()}
    callers |= {role: charge.callers[role] for role in _ROLES if role in charge.callers}
    counting = asyncio.create_task(keep_writing(charge.descriptors.get("sheet"), of_process))
    serving = asyncio.create_task(
        serve(
            where.of("custodian"),
            where.standby(charge.zone_settings.custodian_standby),
            {
                "server": where.door("keys-server") / "s",
                "worker": where.door("keys-worker") / "s",
                "operator": where.control,
            },
            zone=charge.zone,
            clock=CLOCK,
            entropy=entropy,
            callers=callers,
            limits=charge.zone_settings.custodian_limits,
        )
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving
    counting.cancel()
