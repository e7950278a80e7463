"""Waits until a process that was just started does its work, or has ended instead."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

from kurzum.app.launch import CannotStart, Started
from kurzum.custody.sockets import connect

_PATIENCE_S = 180.0
_EACH_S = 0.03


async def until(started: Started, holds: Callable[[], Awaitable[bool]]) -> None:
    """Return once ``holds``. Raises CannotStart as soon as the process has ended, or after the patience.

    A question to a process that ends over it may stay without an answer: its socket is the supervisor's.
    """

    async def asked() -> None:
        while not await holds():  # noqa: ASYNC110  (it happens in another process)
            await asyncio.sleep(_EACH_S)

    does, over = asyncio.create_task(asked()), asyncio.create_task(ended(started.process))
    try:
        done, _ = await asyncio.wait((does, over), timeout=_PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        does.cancel()
        over.cancel()
        await asyncio.gather(does, over, return_exceptions=True)
    if does in done:
        does.result()
    elif over in done:
        raise CannotStart(f"it ended with {over.result()}")
    else:
        raise CannotStart(f"it did not answer within {_PATIENCE_S:.0f} s")


async def answers(socket: Path) -> bool:
    """Whether somebody takes connections there."""
    try:
        _, writer = await connect(socket)
    except OSError:
        return False
    writer.close()
    return True


async def ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a process; returns its code (negative: the signal)."""
    if process.poll() is not None:
        return int(process.returncode)
    try:
        watched = os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        # No such descriptors here (no Linux, or no room for one more): a thread waits instead.
        return await asyncio.to_thread(process.wait)
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(watched, done.set)
    try:
        await done.wait()
    finally:
        loop.remove_reader(watched)
        os.close(watched)
    return process.wait()
