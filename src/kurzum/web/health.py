"""Whether this zone is alive, and which of its parts answer."""

from __future__ import annotations

import msgspec
from litestar import get
from litestar.response import Response

from kurzum.web.readiness import Answer, Parts
from kurzum.web.rooms import AnyRequest
from kurzum.web.viewer import anybody


class Alive(msgspec.Struct, frozen=True):
    """The server answers."""

    alive: Answer = "yes"


@get("/healthz", guards=[anybody])
async def healthz() -> Alive:
    """Alive."""
    return Alive()


@get("/readyz", guards=[anybody])
async def readyz(request: AnyRequest) -> Response[Parts]:
    """200 while public pages can be served, else 503."""
    parts: Parts = await request.app.state.readiness.parts()
    return Response(parts, status_code=200 if parts.database == "yes" else 503)


handlers = [healthz, readyz]
