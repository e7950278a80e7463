"""The server's process: the zone's web app, and the operator's own door beside it."""

from __future__ import annotations

import asyncio
from typing import Any

from kurzum.app.charge import Charge, read_charge
from kurzum.app.serving import serve


def main() -> None:
    """Serve until asked to end."""
    asyncio.run(_serve(read_charge()))


async def _serve(charge: Charge) -> None:
    await serve({charge.descriptors["web"]: _alive, charge.descriptors["admin"]: _alive})


async def _alive(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"ok\n"})
