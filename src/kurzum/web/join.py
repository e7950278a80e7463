"""Signing up. The market is in the address, so that a request at the wrong zone is refused unread."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import post
from litestar.params import FromQuery, JSONBody
from litestar.response import Response

from kurzum.markets import edition_for
from kurzum.people import SignUp
from kurzum.web.cookies import session_cookie
from kurzum.web.homes import of_this_market
from kurzum.web.languages import known_language
from kurzum.web.limits import address_of
from kurzum.web.me import Me, me_of
from kurzum.web.rooms import AnyRequest, TheRooms


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants an account. The birth date decides the age tier and is then kept sealed."""

    handle: str
    password: str
    language: str
    birth_date: date
    name: str = ""
    email: str | None = None
    phone: str | None = None


@post("/api/people", guards=[of_this_market], opt={"problems": (409,)})
async def sign_up(
    data: JSONBody[NewPerson], market: FromQuery[str], request: AnyRequest, rooms: TheRooms
) -> Response[Me]:
    """A new account, signed in. 409 ``wrong_zone`` names the right origin, the body unread."""
    buckets = request.app.state.buckets
    buckets.take("sign-up", address_of(request), rooms.limits.sign_ups, rooms.clock.ms())
    edition = edition_for(market)
    person_id = await rooms.people.joining.sign_up(
        SignUp(
            handle=data.handle,
            password=data.password,
            market=market,
            language=known_language(data.language),
            birth_date=data.birth_date,
            min_age=edition.min_age,
            edition_version=edition.version,
            name=data.name,
            email=data.email,
            phone=data.phone,
        )
    )
    token = await rooms.people.sessions.begin(person_id, "cookie")
    return Response(await me_of(rooms, person_id), cookies=[session_cookie(rooms, token)])


handlers = [sign_up]
