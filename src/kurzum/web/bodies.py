"""What may come in a body: which types a route takes, checked before a byte of it is read."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from kurzum.web.problems import TooLarge, UnsupportedType

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
