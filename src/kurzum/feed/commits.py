"""Group commit: what arrives while a transaction runs goes into the next one, all of it together.

One commit costs a disk flush of some milliseconds; alone, each request would pay it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_AT_ONCE = 500


class GroupCommit(Generic[T, R]):
    """``write`` gets everything that waits and answers for each, in order, once it is durable."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def put(self, item: T) -> R:
        """Return once the item is durable, with its answer; raises what ``write`` raised."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                part, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._write_part(part)
        finally:
            self._running = None

    async def _write_part(self, part: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._write([item for item, _ in part])
        except BaseException as error:
            for _, answer in part:
                if not answer.done():
                    answer.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            if not isinstance(error, Exception):
                raise
            return
        for (_, answer), value in zip(part, answers, strict=True):
            if not answer.done():  # whoever asked may have gone away meanwhile
                answer.set_result(value)
