"""Which parts of the zone answer. Bounded in time, and however often it is asked, each part is asked once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

Answer = Literal["yes", "no"]

PATIENCE_S = 2.0

Question = Callable[[], Awaitable[bool]]


class Parts(msgspec.Struct, frozen=True):
    """Which parts of the zone answer. Public pages need the database alone."""

    database: Answer
    custodian: Answer
    worker: Answer


class Readiness:
    """``database``, ``worker`` are asked when somebody wants to know; ``custodian`` is known at any time."""

    def __init__(self, database: Question, custodian: Callable[[], bool], worker: Question) -> None:
        self._database = _Part(database)
        self._custodian = custodian
        self._worker = _Part(worker)

    async def parts(self) -> Parts:
        """Ask every part, for at most two seconds. Never raises."""
        database, worker = await asyncio.gather(self._database.answers(), self._worker.answers())
        return Parts(
            database=_word(database),
            custodian=_word(self._custodian()),
            # The worker is heard of by the database: what does not answer cannot say so.
            worker=_word(database and worker),
        )


class _Part:
    """One part. A question that got no answer in time stays open, and who asks next waits for the same one:
    a part that hangs costs one connection, not all of them."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._asking: asyncio.Task[bool] | None = None

    async def answers(self) -> bool:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait({self._asking}, timeout=PATIENCE_S)
        return any(task.result() for task in done)

    async def _ask(self) -> bool:
        try:
            return await self._question()
        except Exception:
            return False


def _word(holds: bool) -> Answer:
    return "yes" if holds else "no"
