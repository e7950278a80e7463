"""Reports of clips, for the desk."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED

from kurzum.safety import Reason
from kurzum.safety.reports import MOST_NOTE
from kurzum.web.cards import must_see
from kurzum.web.rooms import TheRooms
from kurzum.web.viewer import TheViewer, signed_in


class NewReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong with a clip, and in one's own words."""

    reason: Reason
    note: Annotated[str, msgspec.Meta(max_length=MOST_NOTE)] | None = None


class Received(msgspec.Struct, frozen=True):
    """The report is kept."""

    state: str = "received"


@post("/api/clips/{clip:uuid}/reports", guards=[signed_in], status_code=HTTP_202_ACCEPTED)
async def report(
    clip: FromPath[UUID], data: JSONBody[NewReport], rooms: TheRooms, viewer: TheViewer
) -> Received:
    """Report a clip. The same reason again replaces the note."""
    await must_see(rooms, viewer, clip)
    await rooms.safety.reports.put(viewer.private(), clip, data.reason, data.note, rooms.clock.now())
    return Received()


handlers = [report]
