"""Processes with a wrong clock or a slow disk: a library that stands before libc's, for one zone alone.

The kernel has no clock of its own for a group of processes, and the machine's is everybody's. So each process
of the zone loads ``shim.c`` (by an ``/etc/ld.so.preload`` that only they see), which adds to the time of day
and waits before each flush to the disk, as told by a file that it has mapped. Needs root and a C compiler.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_ARRANGE = """
mount -t tmpfs -o mode=755 none /mnt && mkdir /mnt/upper /mnt/work &&
mount -t overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work none /etc &&
echo "$0" > /etc/ld.so.preload && exec "$@"
"""


def why_not() -> str:
    """Why there can be none here; empty where there can."""
    if os.geteuid() != 0:
        return "only root can give processes a library of their own"
    if shutil.which("cc") is None:
        return "there is no C compiler"
    tried = subprocess.run(
        ["unshare", "--mount", "sh", "-c", _ARRANGE, "", "true"], capture_output=True, text=True, check=False
    )
    return f"this machine gives no overlay: {tried.stderr.strip()}" if tried.returncode else ""


class Shim:
    """Built in ``folder``, which everybody may read. ``wrapped``: words before the command."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self._control = folder / "control"
        library = folder / "shim.so"
        self.tell()
        self._control.chmod(0o644)
        told = f'-DCONTROL="{self._control}"'
        subprocess.run(
            [
                "cc",
                "-O2",
                "-Wall",
                "-Werror",
                "-shared",
                "-fPIC",
                told,
                "-o",
                str(library),
                str(SOURCE),
                "-ldl",
            ],
            check=True,
        )
        library.chmod(0o755)
        self.wrapped = ("unshare", "--mount", "sh", "-c", _ARRANGE, str(library))

    def tell(self, clock_s: int = 0, sync_ms: int = 0) -> None:
        """From now on the clock is wrong by so many seconds and each flush takes so many ms longer."""
        with self._control.open("r+b" if self._control.exists() else "wb") as file:
            file.write(struct.pack("qq", clock_s, sync_ms))


@contextlib.contextmanager
def wrong_clock(shim: Shim, clock_s: int) -> Iterator[None]:
    """While the block lasts, the clock is wrong by so many seconds."""
    shim.tell(clock_s=clock_s)
    try:
        yield
    finally:
        shim.tell()


@contextlib.contextmanager
def slow_disk(shim: Shim, sync_ms: int) -> Iterator[None]:
    """While the block lasts, each flush takes so many ms longer."""
    shim.tell(sync_ms=sync_ms)
    try:
        yield
    finally:
        shim.tell()
