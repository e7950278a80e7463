"""The operator's door: a unix socket that only whoever runs this machine can open. Never public.

GET  /healthz               the server answers
GET  /status                which parts answer, migrations that ran, the queue, clips by state
GET  /metrics               Prometheus: the server's, and those of the zone's other processes
POST /clips?handle=...      add a file (the body) as a clip; query as in ``Adding``
GET  /clips/ID              how far it is
POST /clips/ID/remove       {"reason": "..."}: limit a clip, after its statement of reasons
GET  /pages/ID              a stored page of For You, ranked again
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST

from kurzum.app import admin_clips, admin_feed, metrics
from kurzum.app.standing import standing_of
from kurzum.app.told import Standing
from kurzum.app.zone import Zone
from kurzum.core.errors import KurzumError, NotFound, Refused, Unavailable
from kurzum.jobs.standing import standing as queue_standing
from kurzum.web.readiness import Readiness

Body = AsyncIterator[bytes]
T = TypeVar("T")
_CLIP = re.compile(r"/clips/([0-9a-f-]{36})(/remove)?")
_PAGE = re.compile(r"/pages/([0-9a-f-]{36})")
_JSON = b"application/json"
_PATIENCE_S = 2.0


@dataclass(frozen=True)
class _Door:
    """What stands behind the door. ``sheets``: process -> what it counts; see ``sheets``."""

    zone: Zone
    readiness: Readiness
    sheets: Mapping[str, int]


def admin_app(zone: Zone, readiness: Readiness, sheets: Mapping[str, int]) -> Callable[..., Awaitable[None]]:
    """The app behind the operator's socket."""
    door = _Door(zone, readiness, sheets)

    async def app(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = _body(receive)
        try:
            kind, answer = await _answer(door, scope, body)
            status = 200
        except KurzumError as error:
            # A caller that is still sending would not hear the answer.
            async for _ in body:
                pass
            kind, status = _JSON, 404 if isinstance(error, NotFound) else 400
            answer = msgspec.json.encode({"code": error.code, "detail": error.message})
        headers = [(b"content-type", kind), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    return app


async def _answer(door: _Door, scope: Mapping[str, Any], body: Body) -> tuple[bytes, bytes]:
    asked = (scope["method"], scope["path"])
    if asked == ("GET", "/metrics"):
        return CONTENT_TYPE_LATEST.encode(), await _metrics(door)
    return _JSON, msgspec.json.encode(await _facts(door, scope, asked, body))


async def _facts(door: _Door, scope: Mapping[str, Any], asked: tuple[str, str], body: Body) -> object:
    zone = door.zone
    clip = _CLIP.fullmatch(asked[1])
    match asked[0], asked[1], clip.group(2) if clip else None:
        case "GET", "/healthz", _:
            return {"alive": "yes"}
        case "GET", "/status", _:
            return await _status(door)
        case "POST", "/clips", _:
            query = dict(parse_qsl(scope["query_string"].decode()))
            return await admin_clips.add(zone, _converted(query, admin_clips.Adding), body)
        case "GET", _, None if clip:
            return await admin_clips.progress(zone, UUID(clip[1]))
        case "GET", _, _ if page := _PAGE.fullmatch(asked[1]):
            return await admin_feed.replay(zone, UUID(page[1]))
        case "POST", _, "/remove" if clip:
            raw = b"".join([part async for part in body])
            wish = _converted(_decoded(raw), admin_clips.Removing)
            return await admin_clips.remove(zone, UUID(clip[1]), wish)
    raise NotFound(f"the operator's door has no {asked[0]} {asked[1]}")


async def _status(door: _Door) -> Standing:
    return await standing_of(door.zone, await door.readiness.parts())


async def _metrics(door: _Door) -> bytes:
    try:
        # A database that hangs must not keep a monitor from hearing everything else.
        async with asyncio.timeout(_PATIENCE_S):
            queue = await queue_standing(door.zone.database)
    except (Unavailable, TimeoutError):
        queue = []
    return metrics.joined(metrics.of_server(door.zone, queue), door.sheets)


def _converted(raw: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(str(error)) from None


def _decoded(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise Refused(f"the body is no JSON: {error}") from None


async def _body(receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> Body:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return
        yield message.get("body", b"")
        if not message.get("more_body"):
            return
