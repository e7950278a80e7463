"""A process that can open no more files, and many who want something of it."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
from collections.abc import Iterator
from pathlib import Path

from parts.standing import Standing

ROLES = ("server", "worker", "custodian", "front")
_CALLERS = 40


@contextlib.contextmanager
def short_of_descriptors(zone: Standing, role: str, spare: int = 1) -> Iterator[None]:
    """While the block lasts, the process may hold no more than it does now and ``spare`` more."""
    pid = zone.pid(role)
    used = max(int(name) for name in os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    with contextlib.ExitStack() as callers:
        try:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 1 + spare, hard))
            for _ in range(_CALLERS):
                with contextlib.suppress(OSError):
                    callers.enter_context(socket.create_connection(("localhost", zone.port), 2))
            yield
        finally:
            if Path(f"/proc/{pid}").exists():  # it may have ended and been started anew meanwhile
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
