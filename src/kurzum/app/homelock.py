"""One Kurzum a HOME: a lock that the kernel lets go of when its holder ends, however that happens."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kurzum.core.errors import Conflict


class HomeInUse(Conflict):
    """Another Kurzum works on this HOME."""

    code = "home_in_use"


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Hold the HOME for as long as the block lasts. Raises HomeInUse."""
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeInUse(
                f"{home} is used by another kurzum up (process {_holder(lock)}); nothing was changed; "
                "stop that one first, or choose another --home"
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)


def holder(home: Path) -> int | None:
    """The process that holds the HOME now, or None."""
    try:
        lock = os.open(home / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(lock)
    finally:
        os.close(lock)
    return None


def _holder(lock: int) -> int:
    with contextlib.suppress(ValueError):
        return int(os.pread(lock, 20, 0) or b"0")
    return 0
