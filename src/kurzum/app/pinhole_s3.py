"""The pinhole to S3: a zone's one way to the server that has its blobs. It forwards to that address alone.

Server and worker have an empty network; each hands in a listening socket of it (see ``handing``). The front
door calls over a unix socket. This process has the machine's network and no credentials: what passes was
signed by the caller. Where the endpoint is ``https``, TLS is spoken from here.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from kurzum.app.bucket import endpoint_of
from kurzum.app.charge import Charge, read_charge
from kurzum.app.forwarding import Heard, NoWayThere, Target, carry, dial, trust
from kurzum.app.handing import answering
from kurzum.app.logs import to_stderr
from kurzum.custody.sockets import listen

FRONT = "s"
"""The socket for the front door, in its folder."""

HANDING = "handing"
"""The socket at which server and worker hand in theirs, in a folder each."""


def target_of(charge: Charge) -> Target:
    """The endpoint. Raises NoWayThere for a file of certificates that is none."""
    zone = charge.zone_settings
    endpoint = urlsplit(endpoint_of(zone))
    tls = trust(zone.blobs_ca) if endpoint.scheme == "https" else None
    return Target(endpoint.hostname or "", endpoint.port or (443 if tls else 80), tls)


def main() -> None:
    """Forward until asked to end."""
    to_stderr()
    try:
        asyncio.run(_forward(read_charge()))
    except NoWayThere as error:
        sys.exit(error.message)


async def _forward(charge: Charge) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    target, heard = target_of(charge), Heard("the server of blobs")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far = await dial(target)
        except NoWayThere as error:
            heard.no_answer(error)
            # Whoever called finds a broken line, as with any server that is away.
            writer.close()
            return
        heard.answer()
        await carry((reader, writer), far)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(listen(charge.places.door("s3-front") / FRONT, talk))
        for pair in ("s3-server", "s3-worker"):
            await stack.enter_async_context(answering(charge.places.door(pair) / HANDING, talk))
        await stop.wait()
