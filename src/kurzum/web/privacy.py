"""What is stored of whoever asks, by category, and all of it as a file of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from litestar import Response, delete, get, post, route
from litestar.enums import HttpMethod
from litestar.params import JSONBody
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from kurzum.export import Privacy
from kurzum.people.exports import Standing
from kurzum.web.ranges import part
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.tries import counted_try
from kurzum.web.viewer import TheViewer, signed_in

_ZIP = "application/zip"


class MyPrivacy(msgspec.Struct, frozen=True):
    """What this zone stores of whoever asks. ``custodian``: who holds the keys to what is sealed."""

    zone: str
    custodian: str
    categories: Privacy


class Export(msgspec.Struct, frozen=True):
    """Where the copy of one's data stands. ``progress``: 0 to 1; ``bytes``: of the file, once it is ready.

    ``code``: ``custodian_unavailable`` while it waits for the custodian, ``failed`` when it could not be
    made, else null.
    """

    state: Literal["none", "making", "ready", "failed"]
    progress: float
    asked_at: datetime | None
    ready_at: datetime | None
    expires_at: datetime | None
    bytes: int | None
    code: str | None


class Asking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One's own password: the copy holds private things."""

    password: str


@get("/api/me/privacy", guards=[signed_in])
async def show_privacy(rooms: TheRooms, viewer: TheViewer) -> MyPrivacy:
    """What is stored of oneself, by category: how much, since when, how it is kept and for how long."""
    found = await rooms.inventory.of(viewer.person(), viewer.private())
    return MyPrivacy(rooms.zone.name, rooms.zone.custodian, found)


@post("/api/me/export", guards=[signed_in], status_code=HTTP_202_ACCEPTED)
async def ask_for_export(
    data: JSONBody[Asking], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Export:
    """Have a copy of all of one's data made. While it is made, asking again changes nothing.

    429 within a day of the last one, unless that failed.
    """
    person_id, pid = viewer.person(), viewer.private()
    async with counted_try(request, viewer.handle or ""):
        await rooms.people.accounts.confirm(person_id, data.password)
    return _told(rooms, await rooms.exports.ask(person_id, pid))


@get("/api/me/export", guards=[signed_in])
async def show_export(rooms: TheRooms, viewer: TheViewer) -> Export:
    """Where the copy stands."""
    return _told(rooms, await rooms.exports.standing(viewer.person()))


@delete("/api/me/export", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def drop_export(rooms: TheRooms, viewer: TheViewer) -> None:
    """Delete the copy, or give up making it."""
    await rooms.exports.drop(viewer.person())


@route(
    "/api/me/export/file",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    guards=[signed_in],
    status_code=HTTP_200_OK,
    media_type=_ZIP,
    opt={"problems": (416,), "answers": {"200": (_ZIP,), "206": (_ZIP,)}},
)
async def fetch_export(request: AnyRequest, rooms: TheRooms, viewer: TheViewer) -> Response[bytes] | Stream:
    """The copy itself: a ZIP, opened on its way out. 404 ``no_export`` where none is ready."""
    kept, reader = await rooms.exports.open(viewer.person())
    etag = f'"{kept.run}"'
    wanted = part(request.headers.get("range"), request.headers.get("if-range"), etag, kept.bytes)
    name = f"kurzum-{viewer.handle}-{kept.ready_at:%Y-%m-%d}.zip"
    headers = {
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": "private, no-store",
        "content-type": _ZIP,
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(wanted.length),
    }
    if wanted.content_range is not None:
        headers["content-range"] = wanted.content_range
    if request.method == HttpMethod.HEAD or wanted.length == 0:
        return Response(b"", status_code=wanted.status, headers=headers)
    return Stream(reader.parts(wanted.start, wanted.end), status_code=wanted.status, headers=headers)


def _told(rooms: Rooms, standing: Standing) -> Export:
    code = "failed" if standing.state == "failed" else None
    if standing.state == "making" and not rooms.keys.held:
        code = "custodian_unavailable"
    return Export(
        standing.state, standing.progress, standing.asked_at, standing.ready_at, standing.expires_at,
        standing.bytes, code,
    )  # fmt: skip


handlers = [show_privacy, ask_for_export, show_export, drop_export, fetch_export]
