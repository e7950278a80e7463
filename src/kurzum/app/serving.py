"""Serves ASGI apps on sockets that were handed over, until asked to end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from uvicorn._types import ASGIApplication

_GRACE_S = 4


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Two servers share one process: who asks them to end is told apart in one place, below.
        yield


async def serve(apps: Mapping[int, Any]) -> None:
    """Serve each app on the listening descriptor beside it, until asked to end and all answers are out."""
    servers = [(_Server(_config(app)), _socket(descriptor)) for descriptor, app in apps.items()]

    def end() -> None:
        for server, _ in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    async with asyncio.TaskGroup() as serving:
        for server, listening in servers:
            serving.create_task(server.serve(sockets=[listening]))


def _config(app: ASGIApplication) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        # With them uvicorn would take the client's address for the peer's, and a request that came by the
        # front door could not be told from one that did not. ``limits`` reads the address itself.
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
        # Longer than the front door keeps a connection for the next request.
        timeout_keep_alive=300,
        ws="none",
    )


def _socket(descriptor: int) -> socket.socket:
    return socket.socket(fileno=descriptor)
