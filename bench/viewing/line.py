"""One kept HTTP/1.1 connection, with little work for each request: bodies can be let go unread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import msgspec

_ROOM = 256 << 10
_PATIENCE_S = 30.0


class Broken(ConnectionError):
    """The connection broke, or no answer came in time."""


@dataclass(frozen=True)
class Answer:
    """``size``: bytes of the body; ``body`` is empty where they were let go."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    size: int

    def json(self) -> Any:
        """The body as JSON."""
        return msgspec.json.decode(self.body)


class Line:
    """A connection to one origin, opened when first asked and again when it broke. One request at a time."""

    def __init__(self, host: str, port: int, name: str) -> None:
        self._where = (host, port)
        self._name = name
        self._wire: _Wire | None = None

    async def ask(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        let_go: bool = False,
    ) -> Answer:
        """The answer. ``let_go``: nobody reads the body. Raises Broken."""
        wire = await self._open()
        fields = dict(headers or {})
        if body or method not in ("GET", "HEAD", "DELETE"):
            fields["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        request = f"{method} {target} HTTP/1.1\r\nHost: {self._name}\r\n{head}\r\n".encode()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await wire.ask(request + body, let_go=let_go, bodiless=method == "HEAD")
        except TimeoutError:
            self.close()
            raise Broken(f"no answer within {_PATIENCE_S:.0f} s") from None

    def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    async def _open(self) -> _Wire:
        if self._wire is None or self._wire.ended:
            loop = asyncio.get_running_loop()
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    _, self._wire = await loop.create_connection(_Wire, *self._where)
            except (OSError, TimeoutError) as error:
                raise Broken(f"cannot connect: {error or 'it took too long'}") from error
        return self._wire


class _Wire(asyncio.BufferedProtocol):
    """Parses answers out of one buffer that is used over and over."""

    def __init__(self) -> None:
        self.ended = False
        self._room = memoryview(bytearray(_ROOM))
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._head = bytearray()
        self._parts = bytearray()
        self._fields: dict[str, str] | None = None
        self._status = 0
        self._left = 0
        self._size = 0
        self._let_go = self._bodiless = self._chunked = False

    async def ask(self, request: bytes, *, let_go: bool, bodiless: bool) -> Answer:
        assert self._transport is not None
        if self.ended:
            raise Broken("the connection is closed")
        self._let_go, self._bodiless = let_go, bodiless
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        self.ended = True
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's own are no subclass of it.
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._room

    def buffer_updated(self, nbytes: int) -> None:
        data = self._room[:nbytes]
        if self._fields is None:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            rest = bytes(self._head[end + 4 :])
            self._begin(bytes(self._head[:end]))
            self._head.clear()
            data = memoryview(rest)
        self._take(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(f"the connection broke: {exc or 'hung up'}"))

    def _begin(self, head: bytes) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self._status = int(first[9:12])
        self._fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self._chunked = "chunked" in self._fields.get("transfer-encoding", "")
        bodiless = self._bodiless or self._status in (204, 304)
        self._left = 0 if bodiless or self._chunked else int(self._fields.get("content-length", 0))
        self._chunked = self._chunked and not bodiless

    def _take(self, data: memoryview) -> None:
        if self._chunked:
            # Only JSON comes in chunks here: kept whole, and taken apart at its end.
            self._parts += data
            if self._parts.endswith(b"0\r\n\r\n"):
                body = _unchunked(bytes(self._parts))
                self._size = len(body)
                self._finish(body)
            return
        self._left -= len(data)
        self._size += len(data)
        if not self._let_go:
            self._parts += data
        if self._left <= 0:
            self._finish(bytes(self._parts))

    def _finish(self, body: bytes) -> None:
        answer = Answer(self._status, self._fields or {}, body, self._size)
        self._fields = None
        self._parts.clear()
        self._size = 0
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)


def _unchunked(raw: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = raw.index(b"\r\n", at)
        size = int(raw[at:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(raw[end + 2 : end + 2 + size])
        at = end + 4 + size
