"""Asks a server over its unix socket. HTTP/1.0, one question a connection: all that a supervisor needs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kurzum.core.errors import Unavailable
from kurzum.custody.sockets import connect

_PART = 1 << 18


class NoAnswer(Unavailable):
    """Nobody answered at the socket, or not in HTTP."""

    code = "no_answer"


@dataclass(frozen=True)
class Answer:
    """Status and body."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises NoAnswer when it is none."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError as error:
            raise NoAnswer(f"the server answered {self.status} with something that is no JSON") from error


async def ask(
    socket: Path,
    target: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | Path = b"",
    seconds: float = 30.0,
) -> Answer:
    """Ask for ``target``. ``body``: bytes, or a file to send. Raises NoAnswer."""
    size = body.stat().st_size if isinstance(body, Path) else len(body)
    fields = {"Host": "localhost", "Content-Length": str(size)} | dict(headers or {})
    head = f"{method} {target} HTTP/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()) + "\r\n"
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await connect(socket)
            try:
                writer.write(head.encode())
                for part in _parts(body):
                    writer.write(part)
                    await writer.drain()
                raw = await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError) as error:
        raise NoAnswer(f"no answer at {socket}: {error or 'it took too long'}") from error
    first, _, rest = raw.partition(b"\r\n\r\n")
    words = first.split(b" ", 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise NoAnswer(f"no answer in HTTP at {socket}")
    return Answer(int(words[1]), rest)


def _parts(body: bytes | Path) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    descriptor = os.open(body, os.O_RDONLY)
    try:
        while part := os.read(descriptor, _PART):
            yield part
    finally:
        os.close(descriptor)
