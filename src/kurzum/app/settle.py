"""Does what is due after a restore, before the zone serves; its last line is what it found, in JSON."""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

import msgspec

from kurzum.app.charge import Charge, read_charge
from kurzum.app.zone import open_zone
from kurzum.core.errors import KurzumError
from kurzum.people.returning import Returned


def main() -> None:
    """Settle; one line on stderr and exit 1 when it cannot be done."""
    try:
        found = asyncio.run(_settle(read_charge()))
    except KurzumError as error:
        sys.exit(error.message)
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")


async def _settle(charge: Charge) -> Returned:
    async with open_zone(charge, "worker") as zone:

        async def forget(pid: UUID) -> None:
            await zone.clips.reactions.forget_viewer(pid)
            await zone.feed.forget_viewer(pid)
            await zone.safety.reports.forget_viewer(pid)

        return await zone.people.returning.settle(forget)
