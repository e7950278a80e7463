"""What the children of the media room ask the kernel for, seen by strace from outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg

STRACE = shutil.which("strace")
_CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<words>.*)$")
_MAKES = {"clone", "clone3", "fork", "vfork"}
_MADE = re.compile(r"^(\d+) +(?:<\.\.\. )?(clone|clone3|fork|vfork)\b.* = (\d+)$")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LAUNCHED = "media/child/launch.py"
_NETWORK = {"socket", "connect", "bind", "listen", "sendto", "sendmsg", "accept", "accept4", "socketpair"}
_NEVER = {
    "ptrace",
    "mount",
    "setns",
    "unlinkat",
    "symlink",
    "symlinkat",
    "link",
    "linkat",
    "mknod",
    "mknodat",
}
_PROGRAMS = (
    *{sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), str(Path(sys.executable).resolve())},
    str(Path(imageio_ffmpeg.get_ffmpeg_exe())),
    str(Path(__file__).parents[2] / "src" / "kurzum" / "media" / "child"),
)
_ALLOWED = (
    *_PROGRAMS,
    *("/etc/localtime", "/usr/lib", "/usr/local/lib", "/usr/share/locale", "/usr/lib64", "/lib", "/lib64",
      "/etc/ld.so.cache", "/etc/ld.so.preload", "/usr/bin/pyvenv.cfg"),
    *("/dev/null", "/dev/urandom", "/proc/self", "/proc/cpuinfo", "/proc/stat", "/proc/meminfo",
      "/proc/sys/vm/overcommit_memory", "/proc/filesystems", "/sys/devices/system/cpu",
      "/sys/devices/system/node", "/sys/fs/cgroup", "/sys/kernel/mm"),
    # GnuTLS in PyAV's wheel looks for its settings where it was built. The walls keep that closed.
    "/tmp/vendor/etc/gnutls",
)  # fmt: skip
"""What a child may name: its programs and libraries, what the C library asks of the machine."""


_LIBRARY_ZIP = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"
"""Looked for in every folder above the interpreter, before the walls stand."""


def seen_reaching(command: list[str], log: Path, folder: Path) -> list[str]:
    """Run a command that uses the media room; what its sandboxed children asked for beyond ``folder``, the
    programs and their libraries, whether they got it or not. Needs ``STRACE``.
    """
    assert STRACE is not None
    calls = "trace=%file,%network,clone,clone3,fork,vfork,ptrace,mount,setns"
    traced = [STRACE, "-f", "-qq", "-s", "4096", "-e", calls, "-e", "signal=none", "-o", str(log)]
    subprocess.run([*traced, *command], check=True)
    lines = log.read_text(errors="surrogateescape").splitlines()
    assert any(_LAUNCHED in line for line in lines), "no child was seen"
    return list(dict.fromkeys(_beyond(lines, folder)))


def _beyond(lines: list[str], folder: Path) -> Iterator[str]:
    """Calls of children from where they became the launcher on, and of their threads: what the caller itself
    does is its own matter."""
    made_by = {made[3]: made[1] for line in lines if (made := _MADE.match(line))}
    launched: set[str] = set()
    for line in lines:
        found = _CALL.match(line)
        if found is None:
            continue
        pid, name, words = found["pid"], found["name"], found["words"]
        if name == "execve" and _LAUNCHED in words:
            launched.add(pid)
        elif {pid, made_by.get(pid)} & launched and not _may(name, words, folder):
            yield f"{name}({words}"[:300]


def _may(name: str, words: str, folder: Path) -> bool:
    return name in _MAKES or (name not in _NETWORK | _NEVER and _all_allowed(words, folder))


def _all_allowed(words: str, folder: Path) -> bool:
    within = (*_ALLOWED, str(folder))
    named = _WORD.findall(words)
    # The first quoted word is the path; a relative one lies in the work folder, unless it climbs.
    path = os.path.normpath(named[0]) if named and named[0] else "."
    if not path.startswith("/"):
        return not path.startswith("..")
    if path.endswith(_LIBRARY_ZIP):
        return True
    return any((path + "/").startswith(place + "/") or place.startswith(path) for place in within)
