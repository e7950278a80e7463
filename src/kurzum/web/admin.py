"""The operator's own door: a unix socket in the zone's folder, never public.

Whoever can open the socket may use it; what acts on people's clips are other modules' ``acts``.
"""

from __future__ import annotations

import msgspec
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.response import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kurzum import __version__
from kurzum.web.health import Parts, parts_of
from kurzum.web.problems import EXCEPTION_HANDLERS
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.routes import collected


class Detail(msgspec.Struct, frozen=True):
    """How a zone stands, for those who run it. Totals only."""

    zone: str
    version: str
    origin: str
    custodian: str
    parts: Parts
    playable_clips: int
    pending_erasures: int


@get("/metrics")
async def metrics() -> Response[bytes]:
    """Prometheus metrics."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@get("/detail")
async def detail(rooms: TheRooms) -> Detail:
    """The zone's parts and totals."""
    parts = await parts_of(rooms)
    up = parts.database == "yes"
    return Detail(
        zone=rooms.zone.name,
        version=__version__,
        origin=rooms.zone.origin,
        custodian=rooms.zone.custodian,
        parts=parts,
        playable_clips=await rooms.clips.catalogue.playable() if up else 0,
        pending_erasures=len(await rooms.people.erasures.pending(1_000)) if up else 0,
    )


def create_admin(rooms: Rooms) -> Litestar:
    """The app for the zone's admin socket."""

    async def the_rooms() -> Rooms:
        return rooms

    acts: list[BaseRouteHandler] = collected("acts")
    return Litestar(
        route_handlers=[metrics, detail, *acts],
        dependencies={"rooms": Provide(the_rooms)},
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
        state=State({"rooms": rooms}),
    )
