"""The front door's most frequent question, answered before the framework: may this viewer have this file?

For an open file on this machine the answer is yes and where it lies, and the door sends it (sendfile, Range
and conditions are its business). Whatever else the answer is, the route in ``media`` gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType

from kurzum.core.errors import KurzumError
from kurzum.web.limits import count_once
from kurzum.web.media import CLOSED, OPEN, from_front_door
from kurzum.web.viewer import viewer_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

    from kurzum.clips.media import File
    from kurzum.web.rooms import Rooms

_BELOW = "/media/"
_ROUTE = "/media/{clip}/{name}"


def with_sendfile(app: ASGIApp, rooms: Rooms) -> ASGIApp:
    """Wrap an ASGI app that answers everything else."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["path"].startswith(_BELOW) and from_front_door(scope):
            file = await _allowed(rooms, scope)
            if file is not None:
                scope["path_template"] = _ROUTE
                await send({"type": "http.response.start", "status": 200, "headers": _headers(rooms, file)})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
        await app(scope, receive, send)

    return wrapped


async def _allowed(rooms: Rooms, scope: HTTPScope) -> File | None:
    """The open file that was asked for, if this viewer may have it. Every other answer is the route's."""
    parts = scope["path"].split("/")
    if len(parts) != 4 or scope["method"] not in ("GET", "HEAD"):
        return None
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    try:
        clip = UUID(parts[2])
        count_once(connection)
        file = await rooms.clips.media.find(clip, parts[3])
        if file.sealed or rooms.clips.files.path(file.digest) is None:
            return None
        viewer = await viewer_of(connection)
        seen = await rooms.safety.visible(viewer, (clip,), rooms.clock.now(), "media")
    except (KurzumError, ValueError):
        return None
    return file if clip in seen else None


def _headers(rooms: Rooms, file: File) -> list[tuple[bytes, bytes]]:
    return [
        (b"x-accel-redirect", f"/{rooms.blobs.key(file.digest)}".encode()),
        (b"etag", f'"{file.digest}"'.encode()),
        (b"cache-control", (OPEN if file.public else CLOSED).encode()),
        (b"content-type", file.media_type.encode()),
        (b"content-length", b"0"),
    ]
