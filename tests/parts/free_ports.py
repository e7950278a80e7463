"""Ports of this machine that nobody uses just now."""

from __future__ import annotations

import os
import socket


def free_port() -> int:
    """One below those that the kernel gives out by itself, so that it stays free until it is taken."""
    for _ in range(200):
        port = 20_000 + int.from_bytes(os.urandom(2), "big") % 11_000
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port found")
