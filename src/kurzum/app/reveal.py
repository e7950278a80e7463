"""Lets a user see what lies behind folders that are closed to them, without opening a folder for anybody.

Kurzum may be started by root from ``/root/...`` (0700) while its processes run under users of their own.
In the private mount namespace of such a process a small empty file system is laid over each closed
folder, and only what the process needs is bound back in, under the same absolute path. Nothing on
the disk changes, and no other process sees it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kurzum.app.namespaces import BIND, NO_DEVICES, NO_SUID, READ_ONLY, RECURSIVE, REMOUNT, mount

_ROOM = "size=1m,mode=755"


@dataclass(frozen=True)
class Plan:
    """What to do: folders to cover, real paths to bind back (path, may write), links to set again."""

    covers: tuple[str, ...]
    binds: tuple[tuple[str, bool], ...]
    links: tuple[tuple[str, str], ...]


def route(path: str) -> tuple[str, list[tuple[str, str]]]:
    """The real path, and each symbolic link on the way with what it holds."""
    links: list[tuple[str, str]] = []
    here, left = "/", path.split("/")
    while left:
        part = left.pop(0)
        if part in ("", "."):
            continue
        if part == "..":
            here = str(Path(here).parent)
            continue
        step = here.rstrip("/") + "/" + part
        if Path(step).is_symlink():
            if len(links) > 40:
                raise OSError(f"{path}: too many symbolic links")
            target = str(Path(step).readlink())
            links.append((step, target))
            left = target.split("/") + left
            here = "/" if target.startswith("/") else here
            continue
        here = step
    return here, links


def first_closed(path: str, may_pass: Callable[[str], bool]) -> str | None:
    """The first folder above ``path`` that may not be passed through."""
    here = ""
    for part in path.split("/")[1:]:
        if not may_pass(here or "/"):
            return here or "/"
        here += "/" + part
    return None


def passable(uid: int, groups: Iterable[int]) -> Callable[[str], bool]:
    """Whether a user of these groups may pass through a folder, by its mode."""
    belongs = set(groups)

    def may_pass(folder: str) -> bool:
        found = Path(folder).stat()
        if found.st_uid == uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid in belongs:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    return may_pass


def plan(reads: Iterable[str], writes: Iterable[str], may_pass: Callable[[str], bool]) -> Plan:
    """Which folders to cover and what to bind back so that every path can be reached."""
    binds: dict[str, bool] = {}
    links: dict[str, str] = {}
    for path, may_write in [(p, False) for p in reads] + [(p, True) for p in writes]:
        real, met = route(path)
        binds[real] = binds.get(real, False) or may_write
        links.update(met)
    closed = {first_closed(path, may_pass) for path in (*binds, *links)} - {None}
    covers = sorted(
        c for c in closed if c is not None and not any(o != c and within(c, o or "/") for o in closed)
    )
    needed = tuple(sorted((p, w) for p, w in binds.items() if any(within(p, c) for c in covers)))
    behind = tuple(
        (at, to)
        for at, to in sorted(links.items())
        if any(within(at, c) for c in covers) and not any(within(at, p) for p, _ in needed)
    )
    return Plan(tuple(covers), needed, behind)


def within(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def carry_out(what: Plan) -> None:
    """Do it, as root in a mount namespace of one's own. Raises OSError."""
    # Held open before anything is covered: a descriptor still leads to what lies beneath.
    held = {path: os.open(path, os.O_PATH) for path, _ in what.binds}
    for cover in what.covers:
        mount("none", cover, "tmpfs", NO_SUID | NO_DEVICES, _ROOM)
    for path, may_write in what.binds:
        if not Path(path).exists():
            _make_place(path, is_folder=stat.S_ISDIR(os.fstat(held[path]).st_mode))
        mount(f"/proc/self/fd/{held[path]}", path, flags=BIND | RECURSIVE)
        if not may_write:
            read_only(path)
        os.close(held[path])
    for at, to in what.links:
        Path(at).parent.mkdir(parents=True, exist_ok=True)
        Path(at).symlink_to(to)
    for cover in what.covers:
        read_only(cover)


def read_only(path: str) -> None:
    """Forbid writing through the mount that is at ``path``."""
    mount("none", path, flags=BIND | REMOUNT | READ_ONLY)


def _make_place(path: str, *, is_folder: bool) -> None:
    if is_folder:
        Path(path).mkdir(parents=True)
        return
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).touch()
