"""The session cookie: host-only, HttpOnly, SameSite=Lax, one name a zone, Secure where the origin is."""

from __future__ import annotations

from litestar.datastructures import Cookie

from kurzum.web.rooms import Rooms
from kurzum.web.viewer import cookie_name

_LONGEST_S = 400 * 24 * 3600
"""What browsers keep at most (RFC 6265bis, section 5.5). The server's own record decides earlier."""


def session_cookie(rooms: Rooms, token: str) -> Cookie:
    """Keeps a browser signed in."""
    return _cookie(rooms, token, _LONGEST_S)


def no_cookie(rooms: Rooms) -> Cookie:
    """Makes a browser forget the session."""
    return _cookie(rooms, "", 0)


def _cookie(rooms: Rooms, value: str, max_age: int) -> Cookie:
    return Cookie(
        key=cookie_name(rooms.zone.name),
        value=value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="lax",
        secure=rooms.zone.origin.startswith("https:"),
    )
