"""A process that can open no more files, and many who want something of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from parts.processes import alive
from parts.standing import Standing

ROLES = ("server", "worker", "custodian", "front")
_CALLERS = 40


def why_not() -> str:
    """Why no process can be made short here; empty where one can."""
    return "" if shutil.which("prlimit") else "there is no prlimit (util-linux)"


@contextlib.contextmanager
def short_of_descriptors(zone: Standing, role: str, spare: int = 1) -> Iterator[None]:
    """While the block lasts, the process may hold no more than it does now and ``spare`` more."""
    pid = zone.pid(role)
    used = max(int(name) for name in os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208
    before = _soft_limit(pid)
    with contextlib.ExitStack() as callers:
        try:
            _limit(pid, used + 1 + spare)
            for _ in range(_CALLERS):
                with contextlib.suppress(OSError):
                    callers.enter_context(socket.create_connection(("localhost", zone.port), 2))
            yield
        finally:
            try:
                _limit(pid, before)
            except (OSError, subprocess.CalledProcessError):
                if alive(pid):  # it may have ended and been started anew meanwhile
                    raise


def _soft_limit(pid: int) -> int:
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return int(next(line for line in limits if line.startswith("Max open files")).split()[3])


def _limit(pid: int, files: int) -> None:
    """As the process's own user, which every kernel lets change the soft limit."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line
    )
    user, group = (int(status[who].split()[0]) if os.geteuid() == 0 else None for who in ("Uid", "Gid"))
    command = ["prlimit", "--pid", str(pid), f"--nofile={files}:"]
    subprocess.run(command, check=True, user=user, group=group)
