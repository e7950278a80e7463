"""How often a password may be tried: by handle, by address, and by both together. Kept in memory only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar.connection import ASGIConnection

from kurzum.web.limits import Buckets, Limits, address_of
from kurzum.web.rooms import Rooms


@asynccontextmanager
async def counted_try(connection: ASGIConnection[Any, Any, Any, Any], name: str) -> AsyncIterator[None]:
    """Count what happens within as a try for that handle, unless it succeeds. Raises TooMany beforehand."""
    rooms: Rooms = connection.app.state.rooms
    buckets: Buckets = connection.app.state.buckets
    limits: Limits = rooms.limits
    now_ms = rooms.clock.ms()
    address = address_of(connection)
    handle = name.strip().removeprefix("@").lower()[:64]
    places = (
        ("try of both", f"{handle}\0{address}", limits.sign_ins_of_both),
        ("try of handle", handle, limits.sign_ins_of_handle),
        ("try of address", address, limits.sign_ins_of_address),
    )
    for kind, key, rate in places:
        buckets.take(kind, key, rate, now_ms)
    yield
    for kind, key, rate in places:
        buckets.give_back(kind, key, rate, now_ms)
