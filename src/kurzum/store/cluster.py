"""One PostgreSQL cluster of a zone: how it is made, configured, started and told apart from a broken one.

This file decides and writes; whoever starts processes (``kurzum.app``) hands in ``run``. The cluster
listens on unix sockets only, in one folder per client, and knows its clients by the operating system's
word (peer), never by trust: see ``pg_hba.conf`` and ``pg_ident.conf`` below.

A cluster is made in a folder beside its own and renamed at the end, so the folder either holds a whole
cluster (with role, database and rules) or does not exist.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kurzum.core.errors import Unavailable
from kurzum.store.cluster_binaries import Binaries

ROLE = "kurzum"
DATABASE = "kurzum"
SUPERUSER = "postgres"

Run = Callable[[Sequence[str], bytes, Path], None]
"""Runs a command to its end as the cluster's user: arguments, standard input, and the folder that it may
write (the folder above the cluster's). Raises when it fails."""


class ClusterFailed(Unavailable):
    """PostgreSQL could not be made ready; says which step, and what is safe."""

    code = "cluster_failed"


@dataclass(frozen=True)
class Cluster:
    """A cluster in ``folder/data``. ``rules``: a folder that it may read and not write, for its settings.

    ``sockets``: one folder per client. ``users``: operating system's user name -> roles that it may take,
    ``kurzum`` or ``postgres`` (the superuser, for whoever operates the machine).
    """

    binaries: Binaries
    folder: Path
    rules: Path
    sockets: tuple[Path, ...]
    users: Mapping[str, tuple[str, ...]]
    connections: int = 60

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def made(self) -> bool:
        """Whether the cluster exists, whole."""
        return (self.data / "PG_VERSION").is_file()

    def major_of_data(self) -> int:
        """Which PostgreSQL made the data. Raises ClusterFailed."""
        try:
            return int((self.data / "PG_VERSION").read_text().strip())
        except (OSError, ValueError) as error:
            raise ClusterFailed(
                f"{self.data} says of no version that it made it: {error}; restore a backup"
            ) from None

    def make(self, run: Run) -> None:
        """Make the cluster with its role and database. A half-made one is thrown away first.

        Raises ClusterFailed for a cluster of another major version, and what ``run`` raises.
        """
        if self.made():
            self._refuse_other_version()
            return
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        run(self._initdb(fresh), b"", self.folder)
        run(self._single(fresh), _FIRST_STATEMENTS.encode(), self.folder)
        # The name is the promise that the cluster is whole: it comes last, and durably.
        fresh.rename(self.data)
        _sync_folder(self.folder)

    def configure(self) -> None:
        """Write the rules of access and the settings anew, as they are now."""
        lines = [
            f'zone "{user.replace(chr(34), "")}" {role}'
            for user, roles in sorted(self.users.items())
            for role in roles
        ]
        ident = "\n".join(["# map, operating system's user, role", *lines, ""])
        for name, text in (("hba.conf", _HBA), ("ident.conf", ident), ("postgresql.conf", self._settings())):
            (self.rules / name).write_text(text)
            (self.rules / name).chmod(0o644)

    def command(self) -> list[str]:
        """What to start, in the foreground, as the cluster's user."""
        return [
            str(self.binaries.postgres),
            "-D",
            str(self.data),
            "-c",
            f"config_file={self.rules / 'postgresql.conf'}",
        ]

    def ready(self, pid: int) -> bool:
        """Whether the postmaster of that process id takes connections (``pg_ctl`` asks the same way)."""
        try:
            lines = self.pid_file.read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def conninfo(self, socket: Path, role: str = ROLE) -> str:
        """How a client connects through its own folder."""
        return f"host='{socket}' user={role} dbname={DATABASE}"

    def _refuse_other_version(self) -> None:
        found, here = self.major_of_data(), self.binaries.major
        if found == here:
            return
        told = f"{self.data} was made by PostgreSQL {found}, the programs here are {here}; nothing was done; "
        if found < here:
            raise ClusterFailed(f"{told}run 'kurzum zone upgrade' with the same --home, then start again")
        raise ClusterFailed(
            f"{told}set postgres_programs in kurzum.toml to the folder of PostgreSQL {found}'s programs, or "
            "use the Kurzum that made it"
        )

    def _initdb(self, data: Path) -> list[str]:
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self.binaries.major >= 17
            else ["--locale=C"]
        )
        return [
            str(self.binaries.initdb),
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            *locale,
            "--data-checksums",
            "--auth-local=peer",
            "--auth-host=reject",
            "--no-instructions",
        ]

    def _single(self, data: Path) -> list[str]:
        return [str(self.binaries.postgres), "--single", "-j", "-D", str(data), "postgres"]

    def _settings(self) -> str:
        lines = [
            "# Written by Kurzum at every start; changes here are lost.",
            f"data_directory = '{self.data}'",
            f"hba_file = '{self.rules / 'hba.conf'}'",
            f"ident_file = '{self.rules / 'ident.conf'}'",
            "listen_addresses = ''",
            f"unix_socket_directories = '{', '.join(_quoted(path) for path in self.sockets)}'",
            # The folders say who may come in, pg_hba.conf says who they are.
            "unix_socket_permissions = 0777",
            f"max_connections = {self.connections}",
            *_TUNING,
        ]
        return "\n".join([*lines, ""])


def _quoted(path: Path) -> str:
    return '"{}"'.format(str(path).replace("'", "''"))


def stale_pid(cluster: Cluster) -> int | None:
    """The process that ``postmaster.pid`` names, if it is alive and no PostgreSQL of this cluster.

    Such a file outlived a crash and its number was given to somebody else; PostgreSQL would refuse to start.
    """
    try:
        pid = int(cluster.pid_file.read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return None if pid in still_at_work(cluster) else pid


def still_at_work(cluster: Cluster) -> list[int]:
    """Processes whose working folder is the cluster's: a postmaster or what it left behind (Linux)."""
    found, data = [], cluster.data.resolve()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_FIRST_STATEMENTS = f"""CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;

CREATE DATABASE {DATABASE} OWNER {ROLE};

REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;

REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
"""

_HBA = f"""# Written by Kurzum at every start. The operating system says who somebody is; nobody else gets in.
# type  database    user        method
local   {DATABASE}      {ROLE}      peer map=zone
local   all         {SUPERUSER}    peer map=zone
"""

_TUNING = (
    "shared_buffers = 128MB",
    "dynamic_shared_memory_type = posix",
    "max_wal_size = 1GB",
    "min_wal_size = 80MB",
    "wal_compression = on",
    "jit = off",
    "max_worker_processes = 4",
    "max_parallel_workers = 2",
    "wal_level = minimal",
    "max_wal_senders = 0",
    "max_logical_replication_workers = 0",
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_destination = 'stderr'",
    "logging_collector = off",
    # Nothing personal in logs: no statements, no parameters, no details (they quote keys and rows).
    "log_min_error_statement = panic",
    "log_error_verbosity = terse",
    "log_parameter_max_length = 0",
    "log_parameter_max_length_on_error = 0",
    "log_line_prefix = '%m [%p] '",
)
