"""The pinhole: a zone's one way to a database that is not ours. It forwards to that address, nothing else.

Server and worker have no network; they talk to a unix socket each, as with our own PostgreSQL, and this
process, which has one and holds nothing, carries the bytes on. TLS is spoken from here, as the address
asks for it with ``sslmode`` (``require``, ``verify-ca``, ``verify-full``) and ``sslrootcert``.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from kurzum.app.charge import Charge, read_charge
from kurzum.app.places import DATABASE_SOCKET
from kurzum.custody.sockets import listen

_PART = 1 << 16
_SSL_REQUEST = bytes.fromhex("0000000804d2162f")
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Target:
    """Where it leads. ``host``: a name, an address, or the folder of a unix socket."""

    host: str
    port: int
    tls: ssl.SSLContext | None


def target_of(url: str) -> Target:
    """The address in a database's URL. Raises psycopg.ProgrammingError for one that is none."""
    named = conninfo_to_dict(url)
    host = str(named.get("hostaddr") or named.get("host") or "localhost")
    mode = str(named.get("sslmode") or "prefer")
    return Target(host, int(named.get("port") or 5432), _tls(mode, named.get("sslrootcert")))


def main() -> None:
    """Forward until asked to end."""
    asyncio.run(_forward(read_charge()))


async def _forward(charge: Charge) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    target = target_of(charge.zone_settings.database_url or "")
    async with AsyncExitStack() as stack:
        for pair in ("db-server", "db-worker"):
            await stack.enter_async_context(open_at(charge.places.door(pair) / DATABASE_SOCKET, target))
        await stop.wait()


@asynccontextmanager
async def open_at(socket: Path, target: Target) -> AsyncIterator[None]:
    """Forward what comes in at ``socket`` for as long as the block lasts."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever called finds a closed door, as with any database that is away.
        with contextlib.suppress(OSError, EOFError):
            far_reader, far_writer = await _dial(target)
            try:
                await _carry(reader, writer, far_reader, far_writer)
            finally:
                far_writer.close()

    async with listen(socket, talk):
        yield


async def _dial(target: Target) -> _Streams:
    if target.host.startswith("/"):
        return await asyncio.open_unix_connection(f"{target.host}/.s.PGSQL.{target.port}")
    reader, writer = await asyncio.open_connection(target.host, target.port)
    if target.tls is not None:
        writer.write(_SSL_REQUEST)
        if await reader.readexactly(1) != b"S":
            writer.close()
            raise ConnectionRefusedError("the database speaks no TLS")
        await writer.start_tls(target.tls, server_hostname=target.host)
    return reader, writer


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    ways = [
        asyncio.create_task(_copy(reader, far_writer)),
        asyncio.create_task(_copy(far_reader, writer)),
    ]
    try:
        # When either side hangs up, the talk is over.
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(_PART):
        writer.write(part)
        await writer.drain()


def _tls(mode: str, roots: object) -> ssl.SSLContext | None:
    if mode not in ("require", "verify-ca", "verify-full"):
        return None
    context = ssl.create_default_context(cafile=str(roots) if roots else None)
    # As libpq has it: only verify-full asks whose certificate it is, and require asks for none.
    context.check_hostname = mode == "verify-full"
    if mode == "require" and not roots:
        context.verify_mode = ssl.CERT_NONE
    return context
