"""Resumable uploads: tus 1.0.0 at ``/api/uploads``, for the one who began them alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, delete, head, patch, post, route
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from kurzum.clips.errors import SenderGone, UploadTooLarge, WrongChecksum
from kurzum.core.errors import KurzumError
from kurzum.markets import MARKETS, edition_for
from kurzum.web import idempotency, problems, tus
from kurzum.web.idempotency import once
from kurzum.web.metrics import UPLOADED
from kurzum.web.rooms import AnyRequest, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, anybody, signed_in, taking_part

_SPOKEN = {"tus-resumable": tus.VERSION}


class _Begun(msgspec.Struct, frozen=True):
    """An upload that was begun."""

    id: UUID


def _of_tus(request: AnyRequest, error: KurzumError) -> Response[bytes]:
    """A problem as the protocol wants it: with its version on every answer."""
    answer = problems.of_room(request, error)
    answer.headers.update(_SPOKEN | {"tus-version": tus.VERSION})
    return answer


def _shared(*needed: str, also: Sequence[str] = (), more: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the routes of the protocol have in common; ``needed``, ``also``, ``more``: a request's headers."""
    return {
        "exception_handlers": {KurzumError: _of_tus},
        "opt": {
            "takes": (tus.CONTENT_TYPE,),
            "problems": (409, 410, 412, 422, 423, 460),
            "answers": {"201": (MediaType.TEXT,)} if "Upload-Length" in needed else {},
            "headers": (*tus.described("Tus-Resumable", *needed, also=also), *more),
        },
        "request_max_body_size": None,
    }


@route("/api/uploads", http_method=[HttpMethod.OPTIONS], guards=[anybody], status_code=HTTP_204_NO_CONTENT)
async def abilities(viewer: TheViewer) -> Response[None]:
    """What this server can do, and how large a file may be."""
    return Response(
        None,
        status_code=HTTP_204_NO_CONTENT,
        headers={"allow": "OPTIONS, POST"} | _SPOKEN | tus.abilities(_most_bytes(viewer)),
    )


@post(
    "/api/uploads",
    guards=[signed_in, taking_part],
    status_code=HTTP_201_CREATED,
    **_shared("Upload-Length", also=("Upload-Metadata", "Upload-Checksum"), more=(idempotency.HEADER,)),
)
async def create(request: AnyRequest, rooms: TheRooms, viewer: TheViewer) -> Response[str]:
    """Begin an upload, with its first bytes if the request brings some (application/offset+octet-stream)."""
    headers = request.headers
    tus.check_version(headers)
    tus.check_metadata(headers)
    length, checksum = tus.length(headers), tus.checksum(headers)
    person_id = viewer.person()

    async def make() -> _Begun:
        return _Begun((await rooms.clips.uploads.create(person_id, length, _most_bytes(viewer))).id)

    begun = await once(request, rooms, viewer, _Begun, make, said=str(length).encode())
    upload = await rooms.clips.uploads.find(person_id, begun.id)
    brings_bytes = tus.content_length(headers) or "transfer-encoding" in headers
    if brings_bytes and upload.received == 0:
        try:
            body = _body(request, length)
            upload = await rooms.clips.uploads.append(person_id, upload.id, 0, body, checksum)
        except (UploadTooLarge, WrongChecksum):
            await rooms.clips.uploads.terminate(person_id, upload.id)
            raise
    said = tus.state(upload.received, upload.expires_at) | {"location": f"/api/uploads/{upload.id}"}
    return Response("", media_type=MediaType.TEXT, status_code=HTTP_201_CREATED, headers=_SPOKEN | said)


@head("/api/uploads/{upload:uuid}", guards=[signed_in], status_code=HTTP_204_NO_CONTENT, **_shared())
async def look(
    upload: FromPath[UUID], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Response[None]:
    """How much of an upload has arrived."""
    tus.check_version(request.headers)
    found = await rooms.clips.uploads.find(viewer.person(), upload)
    said = tus.head(found.length, found.received, found.expires_at)
    return Response(
        None, status_code=HTTP_204_NO_CONTENT, headers=_SPOKEN | said | {"cache-control": "no-store"}
    )


@patch(
    "/api/uploads/{upload:uuid}",
    guards=[signed_in, taking_part],
    status_code=HTTP_204_NO_CONTENT,
    **_shared("Upload-Offset", also=("Upload-Checksum",)),
)
async def add(
    upload: FromPath[UUID], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Response[None]:
    """Add bytes at the offset. They are durable when this is answered."""
    headers = request.headers
    tus.check_version(headers)
    if headers.get("content-type", "").split(";", 1)[0].strip().lower() != tus.CONTENT_TYPE:
        raise problems.UnsupportedType(f"Send bytes of an upload as {tus.CONTENT_TYPE}.")
    offset, checksum = tus.offset(headers), tus.checksum(headers)
    found = await rooms.clips.uploads.find(viewer.person(), upload)
    body = _body(request, found.length - offset)
    found = await rooms.clips.uploads.append(viewer.person(), upload, offset, body, checksum)
    said = tus.state(found.received, found.expires_at)
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=_SPOKEN | said)


@delete("/api/uploads/{upload:uuid}", guards=[signed_in], status_code=HTTP_204_NO_CONTENT, **_shared())
async def give_up(
    upload: FromPath[UUID], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Response[None]:
    """Give an upload up; its bytes are deleted."""
    tus.check_version(request.headers)
    await rooms.clips.uploads.terminate(viewer.person(), upload)
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=_SPOKEN)


def _most_bytes(viewer: Viewer) -> int:
    if viewer.market is not None:
        return edition_for(viewer.market).max_bytes
    return max(edition_for(code).max_bytes for code in MARKETS)


async def _body(request: AnyRequest, most: int) -> AsyncIterator[bytes]:
    """The body, never read where it says itself that it is too long."""
    declared = tus.content_length(request.headers)
    if declared is not None and declared > most:
        raise UploadTooLarge("The file has more bytes than were announced. Start a new upload.")
    try:
        async for part in request.stream():
            UPLOADED.inc(len(part))
            yield part
    except HTTPException:
        raise SenderGone from None


handlers = [abilities, create, look, add, give_up]
