"""Idempotency-Key: a POST that makes something is done once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from kurzum.core.errors import Refused
from kurzum.web.rooms import AnyRequest, Rooms
from kurzum.web.viewer import Viewer

T = TypeVar("T")
_FORM = re.compile(r"[\x21-\x7e]{1,128}")

HEADER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request, within 24 hours, is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}
"""The header, as OpenAPI writes parameters."""


async def once(
    request: AnyRequest,
    rooms: Rooms,
    viewer: Viewer,
    answer: type[T],
    make: Callable[[], Awaitable[T]],
    *,
    said: bytes | None = None,
) -> T:
    """What ``make`` gives; with an Idempotency-Key that was used for the same request, what it gave then.

    ``answer``: the msgspec type of it. ``said``: what makes requests the same, if not their body.
    Raises OtherRequest where the key was used for another request,
    StillRunning, Refused for a key that cannot be one, and whatever ``make`` raises, which is not kept.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return await make()
    if not _FORM.fullmatch(key):
        raise Refused("An Idempotency-Key has 1 to 128 visible ASCII characters. Nothing was done.")

    async def encoded() -> bytes:
        return msgspec.json.encode(await make())

    what = f"{request.method} {request.url.path}\n".encode()
    what += await request.body() if said is None else said
    kept = await rooms.people.answers.once(viewer.person(), key, what, encoded)
    return msgspec.json.decode(kept, type=answer)
