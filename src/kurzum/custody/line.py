"""One connection to the custodian, shared by all who ask at once; opened again when it breaks."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from pathlib import Path

from kurzum.core.clock import Ticks
from kurzum.core.errors import Unavailable
from kurzum.custody import metrics, wire
from kurzum.custody.sockets import connect


class CustodianUnavailable(Unavailable):
    """The custodian does not answer, so nothing protected can be opened or sealed. Nothing was changed."""

    code = "custodian_unavailable"


def unavailable() -> CustodianUnavailable:
    return CustodianUnavailable(
        "the zone's custodian does not answer, so personal data stays closed; what was saved is safe; "
        "try again in a few seconds"
    )


class _Connection:
    """One connection and those who wait on it; when it breaks, it breaks for them alone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.broken = False
        self._writer = writer
        self._waiting: dict[int, asyncio.Future[wire.Answer]] = {}
        self._listening = asyncio.create_task(self._listen(reader))

    async def ask(self, number: int, request: wire.Request) -> wire.Answer:
        """The answer to a request. Raises ConnectionError when the connection breaks first."""
        answer: asyncio.Future[wire.Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            self._writer.write(wire.frame(wire.Call(number, request)))
            await self._writer.drain()
            return await answer
        except ConnectionError:
            # Before the listener finds out: whoever asks next must not meet this connection again.
            self._break()
            raise
        finally:
            self._waiting.pop(number, None)

    async def close(self) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        self._break()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with suppress(wire.BadFrame):
            while (reply := await wire.read_reply(reader)) is not None:
                waiting = self._waiting.get(reply.number)
                if waiting is not None and not waiting.done():
                    waiting.set_result(reply.answer)
        self._break()

    def _break(self) -> None:
        self.broken = True
        self._writer.close()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the custodian hung up"))


class Line:
    """Calls over the socket at ``path``. ``ticks``: for how long each took."""

    def __init__(self, path: Path, ticks: Ticks) -> None:
        self._path = path
        self._ticks = ticks
        self._numbers = count(1)
        self._opening = asyncio.Lock()
        self._connection: _Connection | None = None

    async def ask(self, request: wire.Request, patience_s: float) -> wire.Answer:
        """The answer to a request within so long; asked once more on a new connection when the old one was
        found broken (all calls are idempotent).

        Raises CustodianUnavailable.
        """
        op, began, outcome = str(type(request).__struct_config__.tag), self._ticks(), "unavailable"
        try:
            answer = await self._asked(request, patience_s)
            outcome = answer.code if isinstance(answer, wire.Failure) else "done"
            return answer
        finally:
            metrics.CALLS.labels(op, outcome).inc()
            metrics.SECONDS.labels(op).observe(self._ticks() - began)

    async def _asked(self, request: wire.Request, patience_s: float) -> wire.Answer:
        try:
            async with asyncio.timeout(patience_s):
                for _ in range(2):
                    connection = await self._open()
                    with suppress(ConnectionResetError, BrokenPipeError):
                        return await connection.ask(next(self._numbers), request)
        except (OSError, TimeoutError) as error:
            raise unavailable() from error
        raise unavailable()

    async def close(self) -> None:
        """Hang up; who still waits gets CustodianUnavailable."""
        if self._connection is not None:
            await self._connection.close()

    async def _open(self) -> _Connection:
        async with self._opening:
            if self._connection is None or self._connection.broken:
                self._connection = _Connection(*await connect(self._path))
            return self._connection
