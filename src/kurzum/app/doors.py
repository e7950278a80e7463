"""The sockets that the supervisor opens for its children, so that they need no right to open any."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import time
from pathlib import Path

from kurzum.core.errors import Conflict

_PATIENCE_S = 2.0
_WAITING = 1024
_LONGEST = 107
_TAKES_NOTHING_MS = 60_000
"""A client that takes nothing of what is sent to it for so long is let go."""


class PortBusy(Conflict):
    """Somebody else listens at a port that a zone wants."""

    code = "port_busy"


def listen_at(port: int, zone: str) -> list[socket.socket]:
    """Listen on this machine's own addresses (IPv4, and IPv6 where there is one). Raises PortBusy."""
    opened = [_bind(socket.AF_INET, "127.0.0.1", port, zone)]
    with contextlib.suppress(OSError):
        opened.append(_bind(socket.AF_INET6, "::1", port, zone))
    return opened


def _bind(family: socket.AddressFamily, address: str, port: int, zone: str) -> socket.socket:
    end = time.monotonic() + _PATIENCE_S
    while True:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Connections inherit it.
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _TAKES_NOTHING_MS)
            opened.bind((address, port))
            opened.listen(_WAITING)
        except OSError as error:
            opened.close()
            if error.errno == errno.EACCES:
                raise PortBusy(
                    f"port {port} of zone '{zone}' is reserved for root; choose one from 1024 with --port"
                ) from None
            if error.errno != errno.EADDRINUSE:
                raise
            # What an ended Kurzum leaves behind lasts a moment.
            if time.monotonic() > end:
                raise PortBusy(
                    f"port {port} of zone '{zone}' is used by another program; nothing was started; "
                    "stop that one, or choose another with --port"
                ) from None
            time.sleep(0.1)
        else:
            return opened


def listen_on(path: Path, mode: int) -> socket.socket:
    """Listen on a unix socket at ``path`` of any length; what was there is taken away."""
    path.unlink(missing_ok=True)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # The kernel takes 107 bytes; by way of its folder's descriptor every path is short enough.
        too_long = len(os.fsencode(path)) > _LONGEST
        opened.bind(f"/proc/self/fd/{folder}/{path.name}" if too_long else str(path))
    finally:
        os.close(folder)
    path.chmod(mode)
    opened.listen(_WAITING)
    return opened
