"""The last steps of a process before it becomes PostgreSQL, the server, Caddy...: it locks itself in.

Started by ``launch`` as a tiny program of its own, with one argument: the order, in JSON. It leaves the
shared network, sees only what it was given, becomes its own user, arranges to die with the supervisor,
reports what the kernel granted, and turns into the program that was asked for.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from dataclasses import dataclass, field
from typing import Any

from kurzum.app import namespaces as ns
from kurzum.app import reveal
from kurzum.app.loopback import listen_inside


@dataclass(frozen=True)
class Order:
    """What to become, and locked in how. Paths are absolute.

    ``reads``, ``writes``: what must be reachable; ``work``: a folder that is to lie in memory, at most
    ``work_bytes``; ``passwd``, ``hosts``: the lists of users and of names that this process is to see;
    ``guarded``: folders that it may read and never write; ``parent``: who must be alive; ``report``: where
    to tell; ``listens``: address, port and descriptor of a socket in its own network, see ``loopback``.
    """

    argv: tuple[str, ...]
    env: dict[str, str]
    folder: str
    parent: int
    report: int
    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    passwd: str | None = None
    hosts: str | None = None
    listens: tuple[str, int, int] | None = None
    work: str | None = None
    work_bytes: int = 0
    mask: int = 0o077
    death: int = signal.SIGKILL
    nice: int = 0
    shares_ipc: bool = False
    shares_network: bool = False


@dataclass
class Granted:
    """What the kernel granted; a text instead of ``own`` or ``memory`` says why not.

    ``network`` may also be ``asked for``: the task needs the machine's network.
    """

    network: str = "own"
    mounts: str = "own"
    work: str = "memory"
    failed: str | None = None
    notes: list[str] = field(default_factory=list)


def main() -> None:
    """Carry out the order in the first argument."""
    raw: dict[str, Any] = json.loads(sys.argv[1])
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    order = Order(**fields)
    os.set_inheritable(order.report, False)
    granted = Granted()
    try:
        _lock_in(order, granted)
        os.write(order.report, json.dumps(vars(granted)).encode())
        os.execve(order.argv[0], order.argv, order.env)  # noqa: S606  (no shell is wanted)
    except OSError as error:
        granted.failed = f"{order.argv[0]}: {error}"
        os.write(order.report, json.dumps(vars(granted)).encode())
        sys.exit(126)


def _lock_in(order: Order, granted: Granted) -> None:
    os.umask(0o022)
    _leave_what_is_shared(order, granted)
    if granted.mounts == "own":
        _arrange_files(order, granted)
    else:
        granted.work = _elsewhere(granted.mounts)
        _refuse_closed_folders(order, granted)
    if order.uid is not None and order.gid is not None:
        os.setgroups(order.groups)
        os.setresgid(order.gid, order.gid, order.gid)
        os.setresuid(order.uid, order.uid, order.uid)
    _arrange_to_die(order)
    os.umask(order.mask)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _most_open_files()
    if order.nice:
        os.nice(order.nice)
    os.chdir(order.folder)


def _leave_what_is_shared(order: Order, granted: Granted) -> None:
    # Mounts need rights that only root has, or that a user has in a user namespace of their own.
    try:
        if os.geteuid() != 0:
            ns.own_user_namespace()
        ns.unshare(ns.NEW_MOUNTS)
        ns.mount("none", "/", flags=ns.RECURSIVE | ns.PRIVATE)
    except OSError as error:
        granted.mounts = f"shared: {error}"
    if order.shares_network:
        granted.network = "asked for"
        return
    try:
        ns.unshare(ns.NEW_NETWORK)
        if not order.shares_ipc:
            ns.unshare(ns.NEW_IPC)
    except OSError as error:
        granted.network = f"shared: {error}"
        return
    if order.listens is not None:
        listen_inside(*order.listens)


def _arrange_files(order: Order, granted: Granted) -> None:
    if order.passwd is not None:
        ns.mount(order.passwd, "/etc/passwd", flags=ns.BIND)
    if order.hosts is not None:
        ns.mount(order.hosts, "/etc/hosts", flags=ns.BIND)
    if order.uid is not None and order.gid is not None:
        may_pass = reveal.passable(order.uid, (order.gid, *order.groups))
        reveal.carry_out(reveal.plan(order.reads, order.writes, may_pass))
        for folder in order.guarded:
            ns.mount(folder, folder, flags=ns.BIND)
            reveal.read_only(folder)
    if order.work is None:
        return
    owner = f",uid={order.uid},gid={order.gid}" if order.uid is not None else ""
    try:
        options = f"size={order.work_bytes},mode=700{owner}"
        ns.mount("none", order.work, "tmpfs", ns.NO_SUID | ns.NO_DEVICES, options)
    except OSError as error:
        granted.work = _elsewhere(str(error))


def _elsewhere(why: str) -> str:
    # The worker knows the same way out: see ``worker``.
    return f"in /dev/shm ({why})" if os.access("/dev/shm", os.W_OK) else f"on disk ({why})"  # noqa: S108


def _refuse_closed_folders(order: Order, granted: Granted) -> None:
    if order.uid is None or order.gid is None:
        return
    may_pass = reveal.passable(order.uid, (order.gid, *order.groups))
    closed = reveal.plan(order.reads, order.writes, may_pass).covers
    if closed:
        raise PermissionError(
            f"user {order.uid} may not pass through {closed[0]}, and this machine gives no mount namespace "
            f"({granted.mounts}); keep HOME, Python and Kurzum in folders that others may pass through"
        )


def _arrange_to_die(order: Order) -> None:
    try:
        ns.gain_nothing()
        ns.die_with_parent(order.death)
    except OSError as error:
        _note_or_raise(error)
    # The supervisor may have ended before the arrangement was made.
    if os.getppid() != order.parent:
        sys.exit(126)


def _note_or_raise(error: OSError) -> None:
    if sys.platform == "linux":
        raise error


def _most_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


if __name__ == "__main__":
    main()
