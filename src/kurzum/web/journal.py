"""Each request: its id, two metrics, and a log line. Nothing of who asked, and of what only the route."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kurzum.web.metrics import count, known_method

if TYPE_CHECKING:
    from kurzum.web.rooms import Rooms

HEADER = b"x-request-id"
SLOW_S = 1.0
_WELL_FORMED = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FILES = "/media/"
_log = structlog.get_logger("kurzum.web")

Noted = Callable[[str, str, int, float, str], None]
"""Is told of an answer: method, route, status, seconds, id of the request."""


def by_structlog(method: str, route: str, status: int, seconds: float, request: str) -> None:
    """Log an answer as everything else is logged."""
    _log.info(
        "answered", method=method, route=route, status=status, ms=round(seconds * 1000, 2), request=request
    )


def request_id() -> str | None:
    """The id of the request that is being answered."""
    found = structlog.contextvars.get_contextvars().get("request")
    return None if found is None else str(found)


def with_journal(app: ASGIApp, rooms: Rooms, noted: Noted = by_structlog) -> ASGIApp:
    """Wrap an ASGI app. A request gets the id that the front door gave it, else one of ours; it is on every
    log line that is written meanwhile, in the header ``x-request-id`` and in problem details.

    Files that were sent well and soon are counted, and have no line: they are most of all requests.
    """
    ticks, ids = rooms.ticks, rooms.ids

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), None)
        if given is None or not _WELL_FORMED.fullmatch(given):
            given = str(ids.new()).encode()
        text = given.decode()
        structlog.contextvars.bind_contextvars(request=text)
        began = ticks()
        started = False

        def note(status: int) -> None:
            seconds = ticks() - began
            # An unknown path or method is somebody's text: neither may become a label or a line.
            route = scope.get("path_template") or "none"
            method = known_method(str(scope.get("method")))
            count(method, route, status, seconds)
            if status >= 400 or seconds >= SLOW_S or not route.startswith(_FILES):
                noted(method, route, status, seconds, text)

        async def send_and_note(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], (HEADER, given)]
                note(message["status"])
            await send(message)

        try:
            await app(scope, receive, send_and_note)
        except BaseException:
            if not started:
                note(500)
            raise

    return wrapped
