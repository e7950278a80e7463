"""Asks one address over and over on kept connections and prints rates as JSON: for machines without wrk."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit


class _Line(asyncio.Protocol):
    """One connection: the next request goes out when the answer before it is whole."""

    def __init__(self, request: bytes, waits_ms: list[float], statuses: list[int]) -> None:
        self._request = request
        self._waits_ms = waits_ms
        self._statuses = statuses
        self._buffer = bytearray()
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (whole := _whole(self._buffer)) is not None:
            length, status = whole
            del self._buffer[:length]
            self._statuses.append(status)
            self._waits_ms.append((time.perf_counter() - self._asked_at) * 1000)
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _ask(self) -> None:
        self._asked_at = time.perf_counter()
        if self._transport is not None:
            self._transport.write(self._request)


def _whole(buffer: bytearray) -> tuple[int, int] | None:
    """Length and status of the first answer in the buffer; None while a part is missing."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end]).lower()
    status = int(head[9:12])
    if b"transfer-encoding: chunked" in head:
        last = buffer.find(b"0\r\n\r\n", end)
        return (last + 5, status) if last >= 0 else None
    at = head.find(b"\r\ncontent-length:")
    size = int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return (end + 4 + size, status) if len(buffer) >= end + 4 + size else None


async def ask_for(url: str, seconds: float, connections: int, headers: Mapping[str, str]) -> dict[str, float]:
    """Ask for so many seconds; requests a second, waits in ms, errors."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fields = {"Host": parts.netloc, **headers}
    words = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    request = f"GET {target} HTTP/1.1\r\n{words}\r\n".encode()
    waits_ms: list[float] = []
    statuses: list[int] = []
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Line(request, waits_ms, statuses), host, port)
        for _ in range(connections)
    ]
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    broken = sum(line.ended for _, line in made)
    answered = len(statuses)
    waits_ms = sorted(waits_ms[:answered])
    for _, line in made:
        line.close()
    return {
        "requests_per_s": answered / took,
        "p50_ms": waits_ms[answered // 2] if answered else float("nan"),
        "p99_ms": waits_ms[answered * 99 // 100] if answered else float("nan"),
        "errors": broken + sum(not 200 <= status < 400 for status in statuses),
    }


def main() -> None:
    """The command."""
    asked = argparse.ArgumentParser(prog="python -m bench.plain_client", description=__doc__)
    asked.add_argument("url")
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--connections", type=int, default=16)
    asked.add_argument("-H", "--header", action="append", default=[], metavar="NAME: VALUE")
    given = asked.parse_args()
    headers = dict(line.split(": ", 1) for line in given.header)
    print(json.dumps(asyncio.run(ask_for(given.url, given.seconds, given.connections, headers))))


if __name__ == "__main__":
    main()
