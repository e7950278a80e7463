"""Ports of this machine that nobody uses just now."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from pathlib import Path

_KEPT: list[int] = []
"""Locks on the ports that this process was given, held until it ends."""


def free_port() -> int:
    """One below those that the kernel gives out by itself, so that it stays free until it is taken."""
    for _ in range(200):
        port = 20_000 + int.from_bytes(os.urandom(2), "big") % 11_000
        if is_free(port) and reserved(port):
            return port
    raise RuntimeError("no free port found")


def is_free(port: int) -> bool:
    """Whether nobody uses it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def reserved(port: int) -> bool:
    """Whether it is this caller's from now on: between the choice and the use, other tests may choose too."""
    folder = Path(tempfile.gettempdir()) / f"kz-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    _KEPT.append(lock)
    return True
