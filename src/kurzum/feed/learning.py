"""Keeps the learner up to date in a server: from other servers, after a restart, under its key's lease.

What a viewer does through this process is learned as it becomes durable (``Memory.learn``). Here is what
comes otherwise: batches that another server kept, batches of viewers who are not in memory, batches since the
last snapshot after a restart. Whatever fails here is tried again; pages go on with what is learned already.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import structlog

from kurzum.clips.register import Register
from kurzum.core.clock import Clock
from kurzum.core.errors import KurzumError
from kurzum.feed.memory import Memory
from kurzum.feed.model import Model
from kurzum.feed.shared import Shared
from kurzum.store.moves import Moves

EVERY_S = 0.4
_SNAPSHOT_EVERY_S = 300.0
_SNAPSHOT_AFTER = 2_000
_SNAPSHOT_NOT_WITHIN_S = 60.0
"""A busy zone has so many batches in a few seconds, and a snapshot takes tenths of one."""
_WITHOUT_KEY_S = 600.0
_AFTER_TROUBLE_S = 2.0
_log = structlog.get_logger("kurzum.feed")


class Learning:
    """``async with learning.running()`` while a server serves. Without it nothing else is learned."""

    def __init__(
        self, *, memory: Memory, model: Model, shared: Shared, moves: Moves, register: Register, clock: Clock
    ) -> None:
        self._memory = memory
        self._model = model
        self._shared = shared
        self._moves = moves
        self._register = register
        self._clock = clock
        self._taking: set[asyncio.Future[None]] = set()
        self._saved = 0
        self._read = False

    @contextmanager
    def taking(self) -> Iterator[None]:
        """A batch is on its way to be durable and learned; a snapshot waits for it."""
        done = asyncio.get_running_loop().create_future()
        self._taking.add(done)
        try:
            yield
        finally:
            self._taking.discard(done)
            done.set_result(None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Learn what comes otherwise, until the end; then take a last snapshot."""
        self._memory.listening = True
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            self._memory.listening = False
            if self._read and self._shared.count != self._saved:
                with suppress(KurzumError, TimeoutError):
                    async with asyncio.timeout(5):
                        await self.snapshot()

    async def snapshot(self) -> None:
        """Keep what was learned. Raises CustodianUnavailable, DatabaseUnavailable."""
        self._shared.begin()
        mark = await self._model.mark()
        if self._taking:
            await asyncio.wait(list(self._taking))
        await self._moves.look()
        await self._hear()
        count = self._shared.count
        await self._model.write(mark, self._clock.now())
        self._saved = count

    async def catch_up(self) -> None:
        """Learn what became durable anywhere before the call. Raises as ``snapshot``."""
        if not self._read:
            await self._go_on()
        await self._moves.fresh()
        if self._memory.unsure:  # what came before that look is asked for; what comes after is told
            self._memory.wait_for(await self._model.unlearned())
        await self._hear()
        self._shared.learner.covisits.settle()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        saved_at = key_at = loop.time()
        waits = ""  # why, as it was told last
        while True:
            try:
                await self.catch_up()
                await self._model.handle()
                key_at = loop.time()
                new = self._shared.count - self._saved
                after_s = _SNAPSHOT_NOT_WITHIN_S if new >= _SNAPSHOT_AFTER else _SNAPSHOT_EVERY_S
                if new and loop.time() - saved_at >= after_s:
                    saved_at = loop.time()
                    await self.snapshot()
                waits = ""
            except Exception as error:
                if self._read and loop.time() - key_at >= _WITHOUT_KEY_S:
                    self._forget()
                code = error.code if isinstance(error, KurzumError) else type(error).__name__
                if code != waits:
                    _log.warning("learning_waits", error=code)
                waits = code
            await asyncio.sleep(_AFTER_TROUBLE_S if waits else EVERY_S)

    async def _go_on(self) -> None:
        """From the last snapshot, and what came after it."""
        await self._register.ready()
        self._memory.forget_all()
        await self._model.read()
        self._memory.unsure = self._read = True
        self._saved = self._shared.count

    async def _hear(self) -> None:
        for pid in self._memory.unheard():
            await self._memory.hear(pid, self._clock.now())

    def _forget(self) -> None:
        """The key has been away for long: so is what it seals."""
        self._memory.forget_all()
        self._model.forget()
        self._read = False
