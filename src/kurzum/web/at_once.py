"""An answer before the framework, for what is asked most: see ``next_page`` and ``next_events``."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from litestar import Request

from kurzum.web.problems import answer_to

if TYPE_CHECKING:
    from litestar.types import Receive, Send


async def answer_at_once(
    request: Request[Any, Any, Any],
    receive: Receive,
    send: Send,
    status: int,
    making: Awaitable[bytes | None],
) -> bool:
    """Send what is made, as JSON, or the problem that it raises. False, with nothing sent, if it is None."""
    try:
        body = await making
    except Exception as error:
        await answer_to(request, error).to_asgi_response(None, request)(request.scope, receive, send)
        return True
    if body is None:
        return False
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
    return True
