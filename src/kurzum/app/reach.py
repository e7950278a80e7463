"""Brings a zone's bucket within reach of server and worker: through the pinhole, all else being shut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import msgspec

from kurzum.app.bucket import endpoint_of
from kurzum.app.charge import Charge
from kurzum.app.handing import handed_in, keep_handing
from kurzum.app.pinhole_s3 import HANDING


@asynccontextmanager
async def within_reach(charge: Charge, role: Literal["server", "worker"]) -> AsyncIterator[Charge]:
    """The charge with a bucket that can be called for as long as the block lasts."""
    if charge.bucket is None:
        yield charge
        return
    descriptor = charge.descriptors["s3"]
    if not handed_in(descriptor):
        # No network of our own was granted, so there is nothing to hand in: the endpoint is called itself.
        direct = msgspec.structs.replace(charge.bucket, endpoint=endpoint_of(charge.zone_settings))
        yield msgspec.structs.replace(charge, bucket=direct)
        return
    handing = asyncio.create_task(keep_handing(descriptor, charge.places.door(f"s3-{role}") / HANDING))
    try:
        yield charge
    finally:
        handing.cancel()
        await asyncio.gather(handing, return_exceptions=True)
