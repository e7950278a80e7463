"""One log line and two metrics a request: its id, the route's template, status and time. Nothing of who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from kurzum.web.rooms import Rooms

REQUESTS = Counter("kurzum_web_requests", "Requests answered", ("method", "route", "status"))
SECONDS = Histogram("kurzum_web_seconds", "Time to the first byte of an answer", ("method", "route"))

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_log = structlog.get_logger("kurzum.web")


def with_journal(app: ASGIApp, rooms: Rooms) -> ASGIApp:
    """Wrap an ASGI app: each request gets an id, for its log lines and the header ``x-request-id``."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = str(rooms.ids.new())
        began_ms = rooms.clock.ms()

        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
                _note(scope, message["status"], rooms.clock.ms() - began_ms)
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            await app(scope, receive, send_and_note)

    return wrapped


def _note(scope: Scope, status: int, ms: int) -> None:
    # An unknown path or method is somebody's text: neither may become a label or a line.
    route = scope.get("path_template") or "none"
    asked = str(scope.get("method"))
    method = asked if asked in _METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(ms / 1000)
    _log.info("answered", method=method, route=route, status=status, ms=ms)
