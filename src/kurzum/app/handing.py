"""Hands a listening socket to a pinhole, again whenever either side begins anew.

The process that has the socket connects to the pinhole, passes it over that unix socket, and stays on the
line: when the line breaks, the pinhole stops answering, and the process hands the socket to its successor.
Meanwhile callers wait in the socket's queue.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
_AGAIN_S = 0.2
_WORD = b"s"


def handed_in(descriptor: int | None) -> bool:
    """Whether that descriptor is a socket: the kernel gave this process a network of its own."""
    return descriptor is not None and stat.S_ISSOCK(os.fstat(descriptor).st_mode)


async def keep_handing(descriptor: int, pinhole: Path) -> None:
    """Hand the listening socket over whenever there is a pinhole without it. Runs until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        with contextlib.suppress(OSError), _unix() as line:
            await loop.sock_connect(line, str(pinhole))
            socket.send_fds(line, [_WORD], [descriptor])
            # It says nothing; the answer is the end of the line.
            await loop.sock_recv(line, 1)
        await asyncio.sleep(_AGAIN_S)


@asynccontextmanager
async def answering(pinhole: Path, talk: Talk) -> AsyncIterator[None]:
    """Answer with ``talk`` at every socket that is handed in at ``pinhole``, as long as its giver lives."""
    pinhole.unlink(missing_ok=True)
    with _unix() as listening:
        listening.bind(str(pinhole))
        # The folder around it decides who reaches it.
        pinhole.chmod(0o666)
        listening.listen()
        lines: set[asyncio.Task[None]] = set()
        taking = asyncio.create_task(_take(listening, talk, lines))
        try:
            yield
        finally:
            for task in (taking, *lines):
                task.cancel()
            await asyncio.gather(taking, *lines, return_exceptions=True)


async def _take(listening: socket.socket, talk: Talk, lines: set[asyncio.Task[None]]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        line, _ = await loop.sock_accept(listening)
        task = asyncio.create_task(_answer(line, talk))
        lines.add(task)
        task.add_done_callback(lines.discard)


async def _answer(line: socket.socket, talk: Talk) -> None:
    with line, contextlib.suppress(OSError, ValueError):
        await _readable(line)
        _, (descriptor,), _, _ = socket.recv_fds(line, len(_WORD), 1)
        async with await asyncio.start_server(talk, sock=socket.socket(fileno=descriptor)):
            await asyncio.get_running_loop().sock_recv(line, 1)


async def _readable(line: socket.socket) -> None:
    loop, found = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(line, found.set)
    try:
        await found.wait()
    finally:
        loop.remove_reader(line)


def _unix() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.setblocking(False)
    return made
