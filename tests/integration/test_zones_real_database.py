"""A zone on a PostgreSQL that is not ours: through the pinhole, with no network for server and worker."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from kurzum.app.forwarding import NoWayThere
from kurzum.app.pinhole import open_at, target_of
from kurzum.app.places import DATABASE_SOCKET
from parts.asked import Asked
from parts.certificates import Authority
from parts.free_ports import free_port
from parts.processes import processes_of, state_of
from parts.real_postgres import PASSWORD, RealPostgres, postgres_on_tcp
from parts.running import free_ports, launched, stop
from parts.servers import postgres_programs
from parts.waiting import wait_for

_DEBIANS = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kz") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder, "ours")


@pytest.fixture(scope="module")
def server(folder: Path, authority: Authority) -> Iterator[RealPostgres]:
    """Debian's PostgreSQL 15 where this machine has it, else the wheel's; with TLS and passwords alone."""
    programs = postgres_programs() or (_DEBIANS if _DEBIANS.is_dir() else None)
    with postgres_on_tcp(folder / "real", programs, authority.vouch("127.0.0.1")) as started:
        yield started


@asynccontextmanager
async def through(url: str, folder: Path) -> AsyncIterator[str]:
    """A pinhole to that URL; gives what a client inside connects to."""
    with tempfile.TemporaryDirectory(prefix="kz", dir=folder) as door:
        async with open_at(Path(door) / DATABASE_SOCKET, target_of(url)):
            yield door


async def asked(url: str, folder: Path) -> str:
    """What a client inside gets: the database's answer, or why there is none."""
    async with through(url, folder) as door:
        try:
            async with await psycopg.AsyncConnection.connect(
                host=door, user="owner", password=PASSWORD, dbname="postgres", connect_timeout=30
            ) as conn:
                row = await (
                    await conn.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                ).fetchone()
                return "tls" if row and row[0] else "plain"
        except psycopg.OperationalError as error:
            return str(error)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("?sslmode=require", "tls"),
        ("?sslmode=verify-ca&sslrootcert={ours}", "tls"),
        ("?sslmode=verify-full&sslrootcert={ours}", "tls"),
        ("?sslmode=require&sslrootcert={others}", "a certificate that is not accepted"),
        ("?sslmode=verify-ca&sslrootcert={others}", "a certificate that is not accepted"),
        ("?sslmode=verify-full&sslrootcert={others}", "a certificate that is not accepted"),
        ("?sslmode=verify-full", "a certificate that is not accepted"),
        ("?sslmode=disable", "no encryption"),
    ],
)
async def test_tls_is_spoken_as_the_address_asks(
    server: RealPostgres, authority: Authority, folder: Path, more: str, told: str
) -> None:
    others = Authority(folder, "others").roots
    said = await asked(server.url(more=more.format(ours=authority.roots, others=others)), folder)
    assert told in said and PASSWORD not in said, said


async def test_a_certificate_for_another_name_is_refused(
    server: RealPostgres, authority: Authority, folder: Path
) -> None:
    url = server.url(more=f"?sslmode=verify-full&sslrootcert={authority.roots}")
    said = await asked(url.replace("127.0.0.1", "localhost"), folder)
    assert "a certificate that is not accepted: Hostname mismatch" in said, said
    known = url.replace("127.0.0.1", "localhost").replace("verify-full", "verify-ca")
    assert await asked(known, folder) == "tls"


async def test_a_server_that_is_away_is_said_so(folder: Path) -> None:
    said = await asked(f"postgresql://owner:x@127.0.0.1:{free_port()}/postgres", folder)
    assert "cannot be reached" in said, said
    said = await asked("postgresql://owner:x@no-such-host.invalid/postgres", folder)
    assert "is not known" in said, said


def test_roots_that_are_none_are_refused(folder: Path) -> None:
    none = folder / "none.pem"
    none.write_text("no certificate")
    with pytest.raises(NoWayThere, match=r"none\.pem"):
        target_of(f"postgresql://owner@db.example/x?sslmode=verify-full&sslrootcert={none}")


def test_a_zone_waits_for_its_database_and_works_on_it(
    server: RealPostgres, authority: Authority, folder: Path
) -> None:
    """First a wrong password, then a server that is away, then all is well: one line each, no restart."""
    home, port = folder / "home", free_ports(1)
    home.mkdir(mode=0o700)
    url = server.database("us", f"?sslmode=verify-full&sslrootcert={authority.roots}")
    (home / "kurzum.toml").write_text(f'[zones.us]\nmarkets = ["US"]\ndatabase_url = "{url}"\n')
    with psycopg.connect(server.url(), autocommit=True) as conn:
        conn.execute("ALTER ROLE us PASSWORD 'another'")
    started = launched(home, port, zones="us")
    started.hear()

    def says(words: str) -> None:
        wait_for(lambda: any(words in line for line in started.lines), f"{words}: {started.lines}", 120)

    try:
        says('password authentication failed for user "us"; this is tried again')
        server.end()
        says(f"127.0.0.1:{server.port} cannot be reached")
        server.start()
        with psycopg.connect(server.url(), autocommit=True) as conn:
            conn.execute(f"ALTER ROLE us PASSWORD '{PASSWORD}'".encode())
        started.wait_until_ready(400)
        assert sum("password authentication failed" in line for line in started.lines) <= 2, started.lines
        asked = Asked(started, "us")
        asked.until_ready()
        asked.http.close()
        found = state_of(home, "us")
        assert "postgres" not in found and found["pinhole"]["network"] == "asked for"
        assert found["server"]["network"] == found["worker"]["network"] == "own"
        status = json.loads(started.command("zone", "status", "--json").stdout)
        assert any("pinhole" in line for line in status["zones"][0]["isolation"])
        assert not (home / "zones" / "us" / "postgres" / "data").exists()
        assert_nothing_tells(home, started.lines)
    finally:
        stop(started.process)
        started.close()


def assert_nothing_tells(home: Path, lines: list[str]) -> None:
    """The password stands in no argument, no environment, no log and no line for people."""
    for pid, words in processes_of(home).items():
        assert PASSWORD not in words
        environment = subprocess.run(["cat", f"/proc/{pid}/environ"], capture_output=True).stdout
        assert PASSWORD.encode() not in environment
    logs = [path.read_text() for path in (home / "zones" / "us" / "log").iterdir()]
    assert not any(PASSWORD in text for text in (*lines, *logs))
