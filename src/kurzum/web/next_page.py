"""The feed's most frequent question, answered before the framework: the next page of For You.

Finding guards, dependencies and parameters costs Litestar more than a page costs to make. What the route
``feed.read_feed`` would do for this one question is done here, by the same functions and with the same
errors; a request that is unusual in any way is the route's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.serialization import encode_json

from kurzum.feed.room import MOST_PICKS
from kurzum.web.at_once import answer_at_once
from kurzum.web.feed import next_page
from kurzum.web.limits import count_once
from kurzum.web.viewer import viewer_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

    from kurzum.web.rooms import Rooms

_PATH = "/api/feed"
_LIMITS = {
    b"&".join(part for part in (kind, limit) if part): count
    for kind in (b"", b"kind=foryou")
    for limit, count in [(b"", 10), *((b"limit=%d" % n, n) for n in range(1, MOST_PICKS + 1))]
}
"""How many picks a query asks for, of every usual query."""
_LADEN = (b"content-length", b"transfer-encoding")


def with_next_page(app: ASGIApp, rooms: Rooms) -> ASGIApp:
    """Wrap an ASGI app that answers everything else."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] != _PATH or scope["method"] != "GET":
            await app(scope, receive, send)
            return
        limit = _LIMITS.get(scope["query_string"])
        given = list(scope["headers"])
        heads = dict(given)
        if limit is None or len(heads) < len(given) or any(name in heads for name in _LADEN):
            await app(scope, receive, send)
            return
        scope["path_template"] = _PATH
        request: Request[Any, Any, Any] = Request(scope)
        await answer_at_once(request, receive, send, 200, _body(rooms, request, limit))

    return wrapped


async def _body(rooms: Rooms, request: Request[Any, Any, Any], limit: int) -> bytes:
    """The page for whoever asks, encoded. Raises TooMany, and as ``Feed.page``."""
    count_once(request)
    return encode_json(await next_page(rooms, await viewer_of(request), limit))
