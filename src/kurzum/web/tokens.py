"""Bearer tokens, for programs: they work wherever the cookie does."""

from __future__ import annotations

import msgspec
from litestar import post
from litestar.params import FromQuery, JSONBody

from kurzum.web.homes import of_this_zone
from kurzum.web.rooms import AnyRequest, TheRooms
from kurzum.web.sessions import Credentials, admit


class Token(msgspec.Struct, frozen=True):
    """Send it as ``Authorization: Bearer TOKEN``. It is shown this once."""

    token: str


@post("/api/tokens", guards=[of_this_zone], opt={"problems": (401, 409)})
async def make_token(
    data: JSONBody[Credentials], request: AnyRequest, rooms: TheRooms, zone: FromQuery[str | None] = None
) -> Token:
    """A new token of the person of these credentials."""
    person_id = await admit(request, rooms, data)
    return Token(await rooms.people.sessions.begin(person_id, "token"))


handlers = [make_token]
