"""Done together: what arrives while one go is under way waits for the next, which takes all of it.

One commit costs a disk flush of some milliseconds and one query a round trip; alone, each request would pay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_AT_ONCE = 500


class Together(Generic[T, R]):
    """``work`` gets everything that waits, at most ``most``, and answers for each, in order."""

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]], most: int = MOST_AT_ONCE
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def put(self, item: T) -> R:
        """The answer to this item, of a go that begins after now; raises what ``work`` raised."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, answer))
        if self._running is None:
            self._running = loop.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                part, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._do(part)
        finally:
            self._running = None

    async def _do(self, part: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._work([item for item, _ in part])
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
