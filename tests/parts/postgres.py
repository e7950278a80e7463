"""One real PostgreSQL cluster for a test process, with a fresh migrated database for each test that asks."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

from kurzum.store.cluster_binaries import binaries

_LIBC = ctypes.CDLL(None, use_errno=True)
_DIE_WITH_PARENT = 1
_FAST = (
    "-c fsync=off -c synchronous_commit=on -c full_page_writes=off -c listen_addresses= -c max_connections=60"
)
_SMALL = "-c shared_buffers=32MB -c jit=off -c autovacuum=off -c log_min_messages=warning -c timezone=UTC"


class TestCluster:
    """Speaks over a unix socket in a folder of its own; without fsync, for tests alone."""

    __test__ = False

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kz-pg-"))
        self._user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._binaries = binaries()
        self._numbers = count(1)
        data = self._folder / "data"
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        self._start("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", *locale).wait(60)
        options = f"{_FAST} {_SMALL}".split()
        self._server = self._start("postgres", "-D", data, "-k", self._folder, *options)
        self._wait()

    def conninfo(self, database: str) -> str:
        return f"host={self._folder} user=postgres dbname={database}"

    def make(self, name: str) -> None:
        """A new database without any table."""
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name}")

    def fresh(self, template: str) -> str:
        """The conninfo of a new database made from a template."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return self.conninfo(name)

    def drop(self, conninfo: str) -> None:
        name = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as conn:
            conn.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        def become() -> None:
            if self._user:
                os.setgroups([])
                os.setgid(self._user.pw_gid)
                os.setuid(self._user.pw_uid)
            # After setuid, which clears it: no test process leaves a server behind, however it ends.
            _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGQUIT)

        with (self._folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [str(self._binaries.folder / program), *map(str, arguments)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=become,  # noqa: PLW1509
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            )

    def _wait(self) -> None:
        for _ in range(300):
            try:
                psycopg.connect(self.conninfo("postgres")).close()
            except psycopg.OperationalError:
                if self._server.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        logs = "\n".join(path.read_text() for path in sorted(self._folder.glob("*.log")))
        raise RuntimeError(f"the test cluster did not start:\n{logs}")
