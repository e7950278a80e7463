"""Whether this zone is alive, and which of its parts answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Literal

import msgspec
from litestar import get
from litestar.response import Response

from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import anybody

Answer = Literal["yes", "no"]


class Alive(msgspec.Struct, frozen=True):
    """The server answers."""

    alive: Answer = "yes"


class Parts(msgspec.Struct, frozen=True):
    """Which parts of the zone answer. Public pages need the database alone."""

    database: Answer
    custodian: Answer
    worker: Answer


@get("/healthz", guards=[anybody])
async def healthz() -> Alive:
    """Alive."""
    return Alive()


@get("/readyz", guards=[anybody])
async def readyz(rooms: TheRooms) -> Response[Parts]:
    """200 while public pages can be served, else 503."""
    parts = await parts_of(rooms)
    return Response(parts, status_code=200 if parts.database == "yes" else 503)


async def parts_of(rooms: Rooms) -> Parts:
    """Ask every part, at most for two seconds."""
    database, worker = await asyncio.gather(
        _within(rooms.database.answers()), _within(rooms.worker_alive()), return_exceptions=True
    )
    return Parts(
        database="yes" if database is True else "no",
        custodian="yes" if rooms.keys.held else "no",
        worker="yes" if worker is True else "no",
    )


async def _within(question: Awaitable[bool]) -> bool:
    async with asyncio.timeout(2):
        return await question


handlers = [healthz, readyz]
