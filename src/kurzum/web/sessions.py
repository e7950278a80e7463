"""Signing in and out, and the list of where one is signed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_204_NO_CONTENT

from kurzum.web.cookies import no_cookie, session_cookie
from kurzum.web.homes import of_this_zone
from kurzum.web.me import Me, me_of
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.tries import counted_try
from kurzum.web.viewer import TheViewer, anybody, signed_in


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Handle and password."""

    handle: str
    password: str


class SessionItem(msgspec.Struct, frozen=True):
    """One place where one is signed in: a browser (``cookie``) or a program (``token``)."""

    id: UUID
    kind: str
    created_at: datetime
    expires_at: datetime
    current: bool


class SessionList(msgspec.Struct, frozen=True):
    """All of them, newest first."""

    items: list[SessionItem]
    next: str | None = None


async def admit(request: AnyRequest, rooms: Rooms, given: Credentials) -> UUID:
    """The person of these credentials. Raises WrongCredentials, TooMany, CustodianUnavailable."""
    handle = given.handle.strip().removesuffix(f"@{rooms.zone.name}")
    async with counted_try(request, handle):
        return await rooms.people.accounts.sign_in(handle, given.password)


@post("/api/sessions", guards=[of_this_zone], opt={"problems": (401, 409)})
async def sign_in(
    data: JSONBody[Credentials], request: AnyRequest, rooms: TheRooms, zone: FromQuery[str | None] = None
) -> Response[Me]:
    """Sign in. 409 ``wrong_zone`` where the query names another zone, the body unread."""
    person_id = await admit(request, rooms, data)
    token = await rooms.people.sessions.begin(person_id, "cookie")
    return Response(await me_of(rooms, person_id), cookies=[session_cookie(rooms, token)])


@get("/api/sessions", guards=[signed_in])
async def show_sessions(rooms: TheRooms, viewer: TheViewer) -> SessionList:
    """Where one is signed in."""
    found = await rooms.people.sessions.of_person(viewer.person())
    return SessionList(
        [
            SessionItem(s.session_id, s.kind, s.created_at, s.expires_at, s.session_id == viewer.session_id)
            for s in found
        ]
    )


@delete("/api/sessions/current", guards=[anybody], status_code=HTTP_204_NO_CONTENT)
async def sign_out(rooms: TheRooms, viewer: TheViewer) -> Response[None]:
    """Sign out here. Done before is done too."""
    if viewer.person_id is not None and viewer.session_id is not None:
        await rooms.people.sessions.end(viewer.person_id, viewer.session_id)
    return Response(None, cookies=[no_cookie(rooms)])


@delete("/api/sessions", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def sign_out_everywhere(rooms: TheRooms, viewer: TheViewer) -> Response[None]:
    """Sign out here and everywhere else, programs too."""
    await rooms.people.sessions.end_all(viewer.person())
    return Response(None, cookies=[no_cookie(rooms)])


@delete("/api/sessions/{session_id:uuid}", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def end_session(session_id: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> None:
    """Sign out in one other place."""
    await rooms.people.sessions.end(viewer.person(), session_id)


handlers = [sign_in, show_sessions, sign_out, sign_out_everywhere, end_session]
