"""Who is asking: nobody, or one person with both their ids, kept apart everywhere below."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.params import SkipValidation

from kurzum.core.errors import SignedOut
from kurzum.custody.keys import NoSuchPerson
from kurzum.custody.line import CustodianUnavailable
from kurzum.custody.purposes import Purpose
from kurzum.people.errors import AccountLeaving
from kurzum.web.languages import language_of
from kurzum.web.rooms import Rooms

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """The one who asks.

    ``person_id`` is None when signed out. ``pid`` is None then too, and while the custodian does not answer:
    such a viewer gets the signed-out lists. ``age_tier``: ``13_15``, ``16_17``, ``adult``, or ``unknown``,
    to be treated as the youngest. ``market`` is None only when signed out in a zone of several markets.
    ``leaving``: their account is to be erased soon, and hidden from everybody else.
    """

    person_id: UUID | None
    pid: UUID | None
    session_id: UUID | None
    handle: str | None
    market: str | None
    language: str
    age_tier: str
    leaving: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.person_id is not None

    def person(self) -> UUID:
        """The person's id, for what is public and the account. Raises SignedOut."""
        if self.person_id is None:
            raise _signed_out()
        return self.person_id

    def private(self) -> UUID:
        """The id of behaviour and graph. Raises SignedOut; CustodianUnavailable when it cannot be had."""
        self.person()
        if self.pid is None:
            raise CustodianUnavailable(
                "The custodian of this zone does not answer, so private data stays closed. Try again soon."
            )
        return self.pid


SIGNED_OUT = Viewer(
    person_id=None, pid=None, session_id=None, handle=None, market=None, language="en", age_tier="unknown"
)
"""Nobody in particular."""

TheViewer = NamedDependency[SkipValidation[Viewer]]
"""A route's parameter ``viewer: TheViewer`` is given the one who asks."""


def cookie_name(zone: str) -> str:
    """The name of a zone's session cookie."""
    return f"kurzum_{zone}"


def token_of(connection: ASGIConnection[Any, Any, Any, Any], zone: str) -> str | None:
    """The session or bearer token that a request brings, if any. A bearer token goes before the cookie."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return connection.cookies.get(cookie_name(zone))


async def viewer_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Viewer:
    """Who asks, looked up once a request."""
    state: dict[str, Any] = connection.scope["state"]
    known: Viewer | None = state.get("viewer")
    if known is None:
        known = state["viewer"] = await _look_up(connection, connection.app.state.rooms)
    return known


async def anybody(_: ASGIConnection[Any, Any, Any, Any], __: BaseRouteHandler) -> None:
    """Guard: signed out or in. Names the rule where there is nothing to check."""


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: somebody is signed in, and acts no more often than a person does. Raises SignedOut, TooMany."""
    viewer = await viewer_of(connection)
    person_id = viewer.person()
    if connection.scope.get("method") not in _SAFE:
        state = connection.app.state
        state.buckets.take("act", str(person_id), state.rooms.limits.acts, state.rooms.clock.ms())


async def taking_part(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard behind ``signed_in``, where others would see what is done. Raises AccountLeaving."""
    if (await viewer_of(connection)).leaving:
        raise AccountLeaving


async def _look_up(connection: ASGIConnection[Any, Any, Any, Any], rooms: Rooms) -> Viewer:
    token = token_of(connection, rooms.zone.name)
    session = await rooms.people.sessions.find(token) if token else None
    if session is None:
        only = (
            rooms.zone.markets[0] if len(rooms.zone.markets) == 1 and rooms.zone.markets != ("*",) else None
        )
        return Viewer(
            person_id=None, pid=None, session_id=None, handle=None, age_tier="unknown",
            market=only, language=language_of(connection.headers.get("accept-language", "")),
        )  # fmt: skip
    pid, age_tier = None, "unknown"
    try:
        pid = await rooms.keys.pid(session.person_id, Purpose.SIGN_IN)
        age_tier = await rooms.people.viewers.age_tier(pid)
    except (CustodianUnavailable, NoSuchPerson):
        pid = None
    return Viewer(
        person_id=session.person_id, pid=pid, session_id=session.session_id, handle=session.handle,
        market=session.market, language=session.language, age_tier=age_tier, leaving=session.leaving,
    )  # fmt: skip


def _signed_out() -> SignedOut:
    return SignedOut("You are signed out, so this was not done. Sign in and try again.")
