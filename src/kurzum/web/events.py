"""Events: what viewers did, in batches, also as a browser's last word (``navigator.sendBeacon``)."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED

from kurzum.feed import Accepted, Batch
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, anybody

TAKES = ("application/json", "text/plain")
DECODER = msgspec.json.Decoder(Batch)


class BatchRequest(Request[Any, Any, Any]):
    """Decodes a batch in one go; what does not fit is left to the framework, which says why."""

    async def json(self) -> Any:
        """The batch, or whatever else the body holds."""
        try:
            return DECODER.decode(await self.body())
        except msgspec.DecodeError:
            return await super().json()


@post(
    "/api/events",
    request_class=BatchRequest,
    guards=[anybody],
    status_code=HTTP_202_ACCEPTED,
    opt={"takes": TAKES},
)
async def take_events(data: JSONBody[Batch], rooms: TheRooms, viewer: TheViewer) -> Accepted:
    """Keep a batch of at most 100 events; the same batch again counts once. Signed out: counts alone."""
    return await kept(rooms, viewer, data)


async def kept(rooms: Rooms, viewer: Viewer, batch: Batch) -> Accepted:
    """Keep a batch. Raises BadBatch, CustodianUnavailable, DatabaseUnavailable."""
    if viewer.signed_in:
        viewer.private()  # an answer now would lose the batch: without the custodian it is to be sent again
    return await rooms.feed.take(viewer, batch)


handlers = [take_events]
