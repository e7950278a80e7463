"""Runs side by side, and runs that must be alone: a clip whose last run ended its worker is tried by itself.

Should it end the worker again, no other clip is in hand, so that none but it is counted a failed try.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Who runs now. Whoever waits to be alone lets nobody else begin meanwhile."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._running = 0
        self._alone = 0

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Run beside others."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._alone)
            self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            await self._tell()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Run when nobody else does."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._alone)
            self._alone += 1
            try:
                await self._changed.wait_for(lambda: not self._running)
            except BaseException:
                self._alone -= 1
                self._changed.notify_all()
                raise
        try:
            yield
        finally:
            self._alone -= 1
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
