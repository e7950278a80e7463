"""The few calls of Linux that Python 3.11 has no name for: unshare, mount, prctl.

Everything raises OSError with the kernel's own reason; on another system, ENOSYS.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

NEW_MOUNTS = 0x00020000
NEW_IPC = 0x08000000
NEW_USER = 0x10000000
NEW_NETWORK = 0x40000000

READ_ONLY = 0x1
NO_SUID = 0x2
NO_DEVICES = 0x4
REMOUNT = 0x20
BIND = 0x1000
RECURSIVE = 0x4000
PRIVATE = 0x40000

_SET_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_SET_NO_NEW_PRIVILEGES = 38
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def unshare(what: int) -> None:
    """Leave the shared namespaces of these kinds for new ones of this process's own."""
    _call("unshare", ctypes.c_int(what))


def mount(source: str, target: str, kind: str = "", flags: int = 0, data: str = "") -> None:
    """mount(2). ``kind``: the file system, empty for a bind or a change of flags."""
    _call(
        "mount",
        os.fsencode(source),
        os.fsencode(target),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        data.encode() or None,
    )


def die_with_parent(signal: int) -> None:
    """Get this signal when the thread that started this process ends. A change of user clears it."""
    _call("prctl", _SET_DEATH_SIGNAL, ctypes.c_ulong(signal), 0, 0, 0)


def adopt_orphans() -> None:
    """From here on whoever below this process loses its parent becomes a child of this process."""
    _call("prctl", _SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)


def gain_nothing() -> None:
    """From here on no program that is started can give more rights than this process has."""
    _call("prctl", _SET_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), 0, 0, 0)


def own_user_namespace() -> None:
    """A user namespace that knows this user and group alone, under their own numbers."""
    uid, gid = os.geteuid(), os.getegid()
    unshare(NEW_USER)
    for name, text in (
        ("uid_map", f"{uid} {uid} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text)


def _call(name: str, *arguments: object) -> None:
    if _LIBC is None:
        raise OSError(errno.ENOSYS, "this system has no such call")
    if getattr(_LIBC, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
