"""What may come in a body: which types a route takes, checked before it is read; and what was left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler

from kurzum.web.problems import TooLarge, UnsupportedType

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
"""The largest body of a route that sets no ``request_max_body_size`` of its own."""


async def known_type(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard of every route: it takes JSON, or what its ``opt["takes"]`` lists. Raises UnsupportedType."""
    headers = connection.headers
    length = headers.get("content-length", "")
    if length and not (length.isascii() and length.isdigit()):
        raise TooLarge("The length of the body is no number, so it was not read.")
    if (not length or int(length) == 0) and "transfer-encoding" not in headers:
        return
    takes: tuple[str, ...] = handler.opt.get("takes", ("application/json",))
    sent = headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if sent not in takes:
        raise UnsupportedType(f"This address does not take that type of content. Send {' or '.join(takes)}.")


def with_word_of_rest(app: ASGIApp) -> ASGIApp:
    """Wrap an ASGI app so that an answer that goes out before the body was read whole tells the front door.

    The door then ends the connection after the answer: what is still to come of the body is no request.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _laden(scope["headers"]):
            await app(scope, receive, send)
            return
        read = False

        async def receive_and_note() -> HTTPReceiveMessage:
            nonlocal read
            message: Any = await receive()
            read = read or (message["type"] == "http.request" and not message.get("more_body", False))
            return message  # type: ignore[no-any-return]

        async def send_and_tell(message: Message) -> None:
            if message["type"] == "http.response.start" and not read:
                message["headers"] = [*message["headers"], (b"x-accel-close", b"yes")]
            await send(message)

        await app(scope, receive_and_note, send_and_tell)

    return wrapped


def _laden(headers: Any) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in headers
    )
