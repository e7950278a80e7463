"""Carries bytes between a caller inside a zone and the one address outside that a pinhole leads to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from kurzum.core.errors import Unavailable

DIAL_S = 10.0
"""How long an address may take to answer a call."""

_PART = 1 << 16
_SILENT_S = 20
_log = structlog.get_logger("kurzum.pinhole")
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
First = Callable[[asyncio.StreamReader], Awaitable[bytes]]


class NoWayThere(Unavailable):
    """The address outside does not answer, or is not who it should be; says which and why."""

    code = "no_way_there"


@dataclass(frozen=True)
class Target:
    """Where a pinhole leads. ``host``: a name, an address, or the folder of a unix socket.

    ``name``: whom a certificate must be made out to, when that is not ``host``.
    """

    host: str
    port: int
    tls: ssl.SSLContext | None
    name: str | None = None


class Heard:
    """Writes to the log when the far side, ``what``, begins to be away and when it answers again."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._last = ""

    def no_answer(self, error: NoWayThere) -> None:
        """It could not be called, for this reason."""
        if error.message != self._last:
            _log.warning(f"{self._what} is away", outcome=error.message)
        self._last = error.message

    def answer(self) -> None:
        """It was called."""
        if self._last:
            _log.info(f"{self._what} answers again")
        self._last = ""


async def dial(target: Target, opening: Callable[[Streams], Awaitable[None]] | None = None) -> Streams:
    """Call the target; with TLS, once ``opening`` has asked for it, where the target has it.

    Raises NoWayThere.
    """
    where = f"{target.host}:{target.port}"
    try:
        async with asyncio.timeout(DIAL_S):
            reader, writer = await asyncio.open_connection(target.host, target.port)
            _notice_silence(writer)
            try:
                if opening is not None:
                    await opening((reader, writer))
                if target.tls is not None:
                    await writer.start_tls(target.tls, server_hostname=target.name or target.host)
            except BaseException:
                writer.close()
                raise
    except ssl.SSLCertVerificationError as error:
        why = f"{where} shows a certificate that is not accepted: {error.verify_message}"
        raise NoWayThere(why) from error
    except ssl.SSLError as error:
        raise NoWayThere(f"{where} speaks no TLS that we know: {error.reason or error}") from error
    except TimeoutError as error:
        raise NoWayThere(f"{where} does not answer within {DIAL_S:.0f} s") from error
    except socket.gaierror as error:
        raise NoWayThere(f"the name {target.host} is not known: {error.strerror}") from error
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error) or "it hung up"
        raise NoWayThere(f"{where} cannot be reached: {why}") from error
    return reader, writer


async def carry(near: Streams, far: Streams, first: First | None = None) -> None:
    """Carry bytes both ways until either side hangs up. ``first``: reads the far side's first word, and
    gives what the near side is to hear instead."""
    ways = [asyncio.create_task(_copy(near[0], far[1])), asyncio.create_task(_copy(far[0], near[1], first))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        far[1].close()
        near[1].close()


def trust(roots: Path | None, *, name: bool = True, anybody: bool = False) -> ssl.SSLContext:
    """Which certificates are believed: those that ``roots`` vouch for, by default the machine's.

    ``name``: whether they must be made out to the host; ``anybody``: whether any will do. Raises
    NoWayThere for roots that are none.
    """
    try:
        context = ssl.create_default_context(cafile=roots)
    except (OSError, ssl.SSLError) as error:
        raise NoWayThere(f"{roots} holds no certificates in PEM form: {error}") from error
    context.check_hostname = name and not anybody
    if anybody:
        context.verify_mode = ssl.CERT_NONE
    return context


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: First | None = None
) -> None:
    with contextlib.suppress(OSError, EOFError):
        if first is not None:
            writer.write(await first(reader))
        while part := await reader.read(_PART):
            writer.write(part)
            await writer.drain()


def _notice_silence(writer: asyncio.StreamWriter) -> None:
    """End a connection whose far side has gone without a word within half a minute."""
    found = writer.get_extra_info("socket")
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", 10),
        ("TCP_KEEPINTVL", 5),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", 1000 * _SILENT_S),
    ):
        if (option := getattr(socket, name, None)) is not None:
            found.setsockopt(socket.IPPROTO_TCP, option, value)
