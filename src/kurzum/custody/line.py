"""One connection to the custodian, shared by all who ask at once; opened again when it breaks."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from pathlib import Path

from kurzum.core.errors import Unavailable
from kurzum.custody import wire
from kurzum.custody.sockets import connect


class CustodianUnavailable(Unavailable):
    """The custodian does not answer, so nothing protected can be opened or sealed. Nothing was changed."""

    code = "custodian_unavailable"


def unavailable() -> CustodianUnavailable:
    return CustodianUnavailable(
        "the zone's custodian does not answer, so personal data stays closed; what was saved is safe; "
        "try again in a few seconds"
    )


class Line:
    """Calls over the socket at ``path``. ``patience_s``: how long one answer may take."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self._path = path
        self._patience_s = patience_s
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[wire.Answer]] = {}
        self._opening = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._listener: asyncio.Task[None] | None = None

    async def ask(self, request: wire.Request) -> wire.Answer:
        """The answer to a request; asked once more when the line was found broken (all calls are idempotent).

        Raises CustodianUnavailable.
        """
        try:
            async with asyncio.timeout(self._patience_s):
                for _ in range(2):
                    with suppress(ConnectionError):
                        return await self._ask_once(request)
        except (OSError, TimeoutError) as error:
            raise unavailable() from error
        raise unavailable()

    async def close(self) -> None:
        """Hang up; who still waits gets CustodianUnavailable."""
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener
        self._hang_up()

    async def _ask_once(self, request: wire.Request) -> wire.Answer:
        writer = await self._open()
        number = next(self._numbers)
        answer: asyncio.Future[wire.Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            writer.write(wire.frame(wire.Call(number, request)))
            await writer.drain()
            return await answer
        finally:
            self._waiting.pop(number, None)

    async def _open(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._writer is None:
                reader, self._writer = await connect(self._path)
                self._listener = asyncio.create_task(self._listen(reader))
            return self._writer

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with suppress(wire.BadFrame):
            while (reply := await wire.read_reply(reader)) is not None:
                waiting = self._waiting.get(reply.number)
                if waiting is not None and not waiting.done():
                    waiting.set_result(reply.answer)
        self._hang_up()

    def _hang_up(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the custodian hung up"))
