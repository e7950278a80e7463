"""Which servers the tests run on: the embedded ones, or real ones that the environment names.

``TEST_POSTGRES``: a folder of PostgreSQL's programs, such as ``/usr/lib/postgresql/15/bin``. Every cluster of
the tests is made with them, and every Kurzum that is started works on a database of such a server, over TCP
with a password. ``TEST_S3=weed``: every Kurzum keeps its blobs in a SeaweedFS.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from psycopg.conninfo import make_conninfo

from kurzum.app import settings_file
from kurzum.app.places import places
from kurzum.store.cluster import DATABASE, ROLE
from parts.real_postgres import RealPostgres, postgres_on_tcp
from parts.real_s3 import RealS3, s3_server


def postgres_programs() -> Path | None:
    """The programs that the tests' own clusters run on; None for the wheel's."""
    named = os.environ.get("TEST_POSTGRES")
    return Path(named) if named else None


def with_servers(settings: str, zones: tuple[str, ...] = ("us", "world")) -> str:
    """Lines for ``kurzum.toml`` with each zone on the servers that the environment asks for.

    A zone whose lines name a server of its own keeps it.
    """
    if not wanted():
        return settings
    for zone in zones:
        head = f"[zones.{zone}]\n"
        if head not in settings:
            settings += f'\n{head}markets = ["{_MARKETS[zone]}"]\n'
        before, _, after = settings.partition(head)
        settings = before + head + _lines(zone, after.partition("\n[")[0]) + after
    return settings


def put_on_servers(home: Path) -> None:
    """Have the Kurzum of that HOME use the servers that the environment asks for, if any."""
    if wanted():
        home.mkdir(mode=0o700, exist_ok=True)
        path = home / "kurzum.toml"
        path.write_text(with_servers(path.read_text() if path.exists() else ""))


def wanted() -> bool:
    """Whether the environment asks for any real server."""
    return bool(os.environ.get("TEST_POSTGRES")) or blobs_elsewhere()


def database_role() -> str:
    """Who leads to a zone's database in this run: its own PostgreSQL, or the way to another."""
    return "pinhole" if os.environ.get("TEST_POSTGRES") else "postgres"


def blobs_elsewhere() -> bool:
    """Whether zones keep their blobs in S3 in this run."""
    return bool(os.environ.get("TEST_S3"))


def roles() -> tuple[str, ...]:
    """The processes of a zone in this run."""
    more = ("pinhole-s3",) if blobs_elsewhere() else ()
    return (database_role(), "custodian", "server", "worker", "front", *more)


def conninfo_of(home: Path, zone: str) -> str:
    """How whoever operates the machine reaches a zone's database, wherever it is."""
    url = settings_file.read(home, {}, zones=[zone])[0].zone(zone).database_url
    if url is not None:
        return make_conninfo(url, connect_timeout="5")
    door = str(places(home, zone).door("db-server"))
    return make_conninfo(host=door, user=ROLE, dbname=DATABASE, connect_timeout="5")


def real_s3() -> RealS3:
    """The S3 server of this process, whatever the environment asks for; begun when first asked for."""
    return _SERVERS.the_s3()


def close() -> None:
    """End the servers of this process, if there are any."""
    _SERVERS.stack.close()
    _SERVERS.postgres = _SERVERS.s3 = None


def _lines(zone: str, known: str) -> str:
    said, number = "", next(_SERVERS.numbers)
    if os.environ.get("TEST_POSTGRES") and "database_url" not in known:
        said += f'database_url = "{_SERVERS.the_postgres().database(f"{zone}{number}")}"\n'
    if blobs_elsewhere() and "blobs_url" not in known:
        said += _SERVERS.the_s3().settings(f"{zone}-{number}")
    return said


class _Servers:
    """Begun when first asked for; they end with this process at the latest."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.numbers = count(1)
        self.postgres: RealPostgres | None = None
        self.s3: RealS3 | None = None

    def the_postgres(self) -> RealPostgres:
        if self.postgres is None:
            self.postgres = self.stack.enter_context(postgres_on_tcp(self._folder(), postgres_programs()))
        return self.postgres

    def the_s3(self) -> RealS3:
        if self.s3 is None:
            self.s3 = self.stack.enter_context(s3_server(self._folder()))
        return self.s3

    def _folder(self) -> Path:
        return Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="kz-real-")))


_MARKETS = {"us": "US", "world": "*"}
_SERVERS = _Servers()
