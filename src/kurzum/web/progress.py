"""A clip's way to being published, as server-sent events to its owner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from kurzum.clips.errors import NoSuchClip
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, signed_in


@get("/api/clips/{clip:uuid}/progress", guards=[signed_in], media_type="text/event-stream")
async def follow(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> ServerSentEvent:
    """Events ``state`` with ``{state, progress, rejection}``, up to where nothing more will come."""
    person_id = viewer.person()
    await rooms.clips.progress.standing(person_id, clip)
    return ServerSentEvent(_events(rooms, person_id, clip), headers={"x-accel-buffering": "no"})


async def _events(rooms: Rooms, person_id: UUID, clip: UUID) -> AsyncIterator[ServerSentEventMessage]:
    try:
        async for standing in rooms.clips.progress.follow(person_id, clip):
            if standing is None:
                yield ServerSentEventMessage(comment="alive", data=None)
            else:
                yield ServerSentEventMessage(data=msgspec.json.encode(standing).decode(), event="state")
    except NoSuchClip:
        # Erased while its owner watched: the stream ends.
        return


handlers = [follow]
