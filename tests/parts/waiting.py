"""Waiting for something to become true, with a bound; never a blind sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Return once ``condition`` holds; TimeoutError when it does not within ``seconds``."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 (what is waited for happens in other processes)
            await asyncio.sleep(0.02)
