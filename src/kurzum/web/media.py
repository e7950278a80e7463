"""Files of clips, each request after asking whether this viewer may see the clip.

Behind the front door an open file is sent by the door itself: from the folder of blobs (``sendfile`` answers
before this is asked), or from S3 (``X-Accel-S3``: the part that was asked
for, at an address that stays inside). All else is sent from here, sealed files opened as they go.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from uuid import UUID

from litestar import Response, route
from litestar.enums import HttpMethod
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_206_PARTIAL_CONTENT, HTTP_304_NOT_MODIFIED

from kurzum.clips.errors import NoSuchClip
from kurzum.clips.media import TYPES, File
from kurzum.web.ranges import Part, not_changed, part
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.viewer import TheViewer, anybody

if TYPE_CHECKING:
    from litestar.types import HTTPScope

_KINDS = tuple(TYPES.values())
OPEN, CLOSED = "public, max-age=300", "private, no-store"


@route(
    "/media/{clip:uuid}/{name:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    guards=[anybody],
    status_code=HTTP_200_OK,
    media_type="video/mp4",
    opt={"problems": (416,), "answers": {"200": _KINDS, "206": _KINDS, "304": ()}},
)
async def deliver(
    clip: FromPath[UUID], name: FromPath[str], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Response[bytes] | Stream:
    """One file of a clip, named by its digest."""
    file = await rooms.clips.media.find(clip, name)
    if clip not in await rooms.safety.visible(viewer, [clip], rooms.clock.now(), "media"):
        raise NoSuchClip
    etag = f'"{file.digest}"'
    headers = {
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": OPEN if file.public else CLOSED,
        # Said here, for a stream would be given the route's own type.
        "content-type": file.media_type,
    }
    if not_changed(request.headers.get("if-none-match"), etag):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    wanted = part(request.headers.get("range"), request.headers.get("if-range"), etag, file.bytes)
    if wanted.content_range is not None:
        headers["content-range"] = wanted.content_range
    headers["content-length"] = str(wanted.length)
    if request.method == HttpMethod.HEAD or wanted.length == 0:
        return Response(b"", status_code=wanted.status, headers=headers)
    if not file.sealed and from_front_door(request.scope):
        address = await rooms.blobs.address("GET", file.digest)
        if address is not None:
            return Response(b"", status_code=HTTP_200_OK, headers=headers | _from_s3(address, wanted))
    content = await _content(rooms, file, wanted)
    return Stream(content, status_code=wanted.status, headers=headers)


async def _content(rooms: Rooms, file: File, wanted: Part) -> AsyncIterator[bytes]:
    if file.sealed:
        reader = await rooms.clips.files.reader(file.person_id, file.digest, file.bytes)
        return reader.parts(wanted.start, wanted.end)
    return rooms.clips.files.plain_parts(file.digest, wanted.start, wanted.end)


def _from_s3(address: str, wanted: Part) -> dict[str, str]:
    """What the front door needs to fetch that part; it takes these headers away. The length of its answer
    is the part's, not that of this word to the door."""
    told = {"x-accel-s3": address, "x-accel-length": str(wanted.length), "content-length": "0"}
    if wanted.status == HTTP_206_PARTIAL_CONTENT:
        told["x-accel-range"] = f"bytes={wanted.start}-{wanted.end - 1}"
    return told


def from_front_door(scope: HTTPScope) -> bool:
    """Over a unix socket, where nobody has an address, only the front door speaks."""
    client = scope.get("client")
    return client is None or not client[0]


handlers = [deliver]
