"""Unix sockets at paths of any length: the kernel takes 107 bytes, a home folder may be longer."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

_LONGEST = 107

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


async def connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the socket at ``path``. Raises OSError."""
    with _reachable(path) as short:
        return await asyncio.open_unix_connection(short)


@asynccontextmanager
async def listen(path: Path, talk: Talk, caller: int | None = None) -> AsyncIterator[None]:
    """Answer at ``path`` with ``talk``; what an earlier process left there is taken away first.

    The socket is 0666: the folder around it decides who reaches it. ``caller``: the only user besides root
    who is answered, as the kernel says who calls; None where all roles are one user. At the end talks are
    broken off.
    """
    talks: set[asyncio.Task[None]] = set()

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            talks.add(task)
            task.add_done_callback(talks.discard)
        try:
            if caller is None or peer_of(writer) in (0, caller):
                await talk(reader, writer)
        finally:
            writer.close()

    path.unlink(missing_ok=True)
    with _reachable(path) as short:
        server = await asyncio.start_unix_server(keep, short)
    path.chmod(0o666)
    try:
        yield
    finally:
        server.close()
        for task in tuple(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        path.unlink(missing_ok=True)


def peer_of(writer: asyncio.StreamWriter) -> int:
    """The user at the other end of a unix socket, by the kernel's word."""
    opened: socket.socket = writer.get_extra_info("socket")
    _, uid, _ = struct.unpack(
        "3i", opened.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return int(uid)
