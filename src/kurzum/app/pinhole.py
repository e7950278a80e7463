"""The pinhole: a zone's one way to a database that is not ours. It forwards to that address, nothing else.

Server and worker have no network; they talk to a unix socket each, as with our own PostgreSQL, and this
process, which has one and holds nothing, carries the bytes on. TLS is spoken from here, as the address
asks for it with ``sslmode`` (``require``, ``verify-ca``, ``verify-full``) and ``sslrootcert``. Where the
address does not answer, the caller is told why in PostgreSQL's own form of an error.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kurzum.app.charge import Charge, read_charge
from kurzum.app.forwarding import Heard, NoWayThere, Streams, Target, carry, dial, trust
from kurzum.app.logs import to_stderr
from kurzum.app.places import DATABASE_SOCKET
from kurzum.custody.sockets import listen

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")
_WITH_TLS = ("require", "verify-ca", "verify-full")
_CANNOT_CONNECT = "08001"
_AUTHENTICATION, _SASL = b"R", (10).to_bytes(4, "big")
_LONGEST_OFFER = 1024


def target_of(url: str) -> Target:
    """The address in a database's URL. Raises psycopg.ProgrammingError for one that is none, NoWayThere."""
    named = conninfo_to_dict(url)
    host = str(named.get("hostaddr") or named.get("host") or "localhost")
    mode = str(named.get("sslmode") or "prefer")
    tls = None
    if mode in _WITH_TLS:
        # As libpq has it: only verify-full asks whose certificate it is, and require takes any without roots.
        roots = roots_of(url)
        tls = trust(roots, name=mode == "verify-full", anybody=mode == "require" and roots is None)
    name = str(named.get("host") or host)
    return Target(host, int(named.get("port") or 5432), tls, name)


def roots_of(url: str) -> Path | None:
    """The file of certificates that a database's URL names."""
    try:
        found = conninfo_to_dict(url).get("sslrootcert")
    except ProgrammingError:
        return None
    return Path(str(found)) if found and found != "system" else None


def main() -> None:
    """Forward until asked to end."""
    to_stderr()
    try:
        asyncio.run(_forward(read_charge()))
    except (NoWayThere, ProgrammingError) as error:
        sys.exit(str(error))


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
    heard = Heard("the database")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far = await _call(target)
        except NoWayThere as error:
            heard.no_answer(error)
            writer.write(_refusal(f"the database at {error.message}"))
            return
        heard.answer()
        await carry((reader, writer), far, unbound if target.tls is not None else None)

    async with listen(socket, talk):
        yield


async def _call(target: Target) -> Streams:
    if target.host.startswith("/"):
        try:
            return await asyncio.open_unix_connection(f"{target.host}/.s.PGSQL.{target.port}")
        except OSError as error:
            raise NoWayThere(f"{target.host} cannot be reached: {error.strerror}") from error
    return await dial(target, _ask_for_tls if target.tls is not None else None)


async def _ask_for_tls(far: Streams) -> None:
    reader, writer = far
    writer.write(_SSL_REQUEST)
    if await reader.readexactly(1) != b"S":
        raise ConnectionRefusedError(0, "it speaks no TLS")


async def unbound(reader: asyncio.StreamReader) -> bytes:
    """The server's first message, without the offer to bind the password's proof to the TLS channel.

    The caller has no such channel: TLS ends here, and libpq takes the offer (RFC 5802, section 6) on a
    plain connection for an attack.
    """
    head = await reader.readexactly(5)
    length = int.from_bytes(head[1:], "big") - 4
    if head[:1] != _AUTHENTICATION or not 4 <= length <= _LONGEST_OFFER:
        return head
    body = await reader.readexactly(length)
    if body[:4] != _SASL:
        return head + body
    known = [name for name in body[4:].split(b"\0") if name and not name.endswith(b"-PLUS")]
    body = _SASL + b"".join(name + b"\0" for name in known) + b"\0"
    return _AUTHENTICATION + (len(body) + 4).to_bytes(4, "big") + body


def _refusal(message: str) -> bytes:
    """PostgreSQL's ErrorResponse (protocol 3.0): what libpq shows to whoever called."""
    fields = (("S", "FATAL"), ("V", "FATAL"), ("C", _CANNOT_CONNECT), ("M", message))
    body = b"".join(f"{kind}{text}\0".encode() for kind, text in fields) + b"\0"
    return b"E" + (len(body) + 4).to_bytes(4, "big") + body
