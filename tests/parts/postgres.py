"""One real PostgreSQL cluster for a test process, with a fresh migrated database for each test that asks."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kurzum.app.postgres import alone
from kurzum.store.cluster import ROLE, SUPERUSER
from parts.servers import postgres_programs
from parts.waiting import PATIENCE_S, Patience

# Tests lose nothing when the machine loses power.
_FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
_ANY_DATABASE = f"local all {ROLE} peer map=zone\n"


class TestCluster:
    """Databases of one cluster, owned by the role that the rooms have in a zone."""

    __test__ = False

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._numbers = count(1)
        with self._operator() as conn:
            row = conn.execute("SHOW hba_file").fetchone()
            assert row is not None
            with Path(row[0]).open("a") as rules:
                rules.write(_ANY_DATABASE)
            for name, value in _FAST.items():
                conn.execute(f"ALTER SYSTEM SET {name} = {value}")
            conn.execute("SELECT pg_reload_conf()")
        self._wait_for_reload()

    def conninfo(self, database: str) -> str:
        return make_conninfo(self._conninfo, dbname=database)

    def make(self, name: str) -> None:
        """A new database without any table."""
        with self._operator() as conn:
            conn.execute(f"CREATE DATABASE {name} OWNER {ROLE}")

    def fresh(self, template: str) -> str:
        """The conninfo of a new database made from a template."""
        name = f"test_{next(self._numbers)}"
        patience = Patience(PATIENCE_S)
        with self._operator() as conn:
            while True:
                try:
                    conn.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template} STRATEGY wal_log")
                except psycopg.errors.ObjectInUse:
                    # Whoever made the template has hung up, and its backend has not noticed yet.
                    if patience.over():
                        raise
                else:
                    return self.conninfo(name)

    def drop(self, conninfo: str) -> None:
        name = conninfo_to_dict(conninfo)["dbname"]
        with self._operator() as conn:
            conn.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _operator(self) -> psycopg.Connection:
        operator = make_conninfo(self._conninfo, user=SUPERUSER, dbname="postgres")
        return psycopg.connect(operator, autocommit=True)

    def _wait_for_reload(self) -> None:
        patience = Patience(PATIENCE_S)
        while True:
            try:
                psycopg.connect(self.conninfo("template1")).close()
            except psycopg.OperationalError:
                if patience.over():
                    raise
                time.sleep(0.01)
            else:
                return


@contextmanager
def temporary_cluster() -> Iterator[TestCluster]:
    """A cluster in a temporary folder, gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="kz-pg-"))
    try:
        programs = postgres_programs()
        with (
            (home / "log").open("ab") as log,
            alone(home / "home", log=log.fileno(), folder_of_programs=programs) as conninfo,
        ):
            yield TestCluster(conninfo)
    finally:
        shutil.rmtree(home, ignore_errors=True)
