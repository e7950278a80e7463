"""A client's most frequent word, taken before the framework: a batch of events.

As for the next page (``next_page``): what the route ``events.take_events`` would do is done here, by the same
functions and with the same errors; a request that is unusual in any way is the route's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.serialization import encode_json

from kurzum.web.at_once import answer_at_once
from kurzum.web.bodies import MOST_BYTES
from kurzum.web.csrf import refuse_foreign
from kurzum.web.events import DECODER, TAKES, kept
from kurzum.web.limits import count_once
from kurzum.web.viewer import viewer_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

    from kurzum.web.rooms import Rooms

_PATH = "/api/events"
_TYPES = frozenset(name.encode() for name in TAKES)


def with_next_events(app: ASGIApp, rooms: Rooms) -> ASGIApp:
    """Wrap an ASGI app that answers everything else."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] != _PATH or not _usual(scope):
            await app(scope, receive, send)
            return
        scope["path_template"] = _PATH
        request: Request[Any, Any, Any] = Request(scope)
        heard: list[Any] = []
        if not await answer_at_once(request, receive, send, 202, _body(rooms, request, receive, heard)):
            await app(scope, _again(heard, receive), send)

    return wrapped


async def _body(
    rooms: Rooms, request: Request[Any, Any, Any], receive: Receive, heard: list[Any]
) -> bytes | None:
    """What was accepted, encoded; None where it is no batch. Raises TooMany, ForeignPage, as ``kept``."""
    count_once(request)
    refuse_foreign(request)
    batch = await _read(receive, heard)
    return None if batch is None else encode_json(await kept(rooms, await viewer_of(request), batch))


def _usual(scope: Any) -> bool:
    """Whether it is a POST of a known type and length, with no header twice."""
    if scope["method"] != "POST" or scope["query_string"]:
        return False
    given = scope["headers"]
    heads = dict(given)
    return (
        len(heads) == len(given)
        and heads.get(b"content-type") in _TYPES
        and b"transfer-encoding" not in heads
        and (length := heads.get(b"content-length", b"")).isdigit()
        and len(length) <= len(str(MOST_BYTES))  # zeros before it would hide a larger one
        and 0 < int(length) <= MOST_BYTES
    )


async def _read(receive: Receive, heard: list[Any]) -> Any:
    """The batch of a body; None where it is none, or did not come whole. ``heard``: is told what came."""
    parts = []
    while True:
        message: Any = await receive()
        heard.append(message)
        if message["type"] != "http.request":
            return None
        parts.append(message["body"])
        if not message.get("more_body", False):
            break
    try:
        return DECODER.decode(b"".join(parts))
    except msgspec.DecodeError:
        return None


def _again(heard: list[Any], receive: Receive) -> Receive:
    """What was heard once more, then what comes."""

    async def repeated() -> HTTPReceiveMessage:
        if heard:
            return heard.pop(0)  # type: ignore[no-any-return]
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        return message

    return repeated
