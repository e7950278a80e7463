"""A zone on a PostgreSQL that is not ours: through the pinhole, with no network for server and worker."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kurzum.app.folders import make_folders, make_home
from kurzum.app.identities import casts
from kurzum.app.launch import Task, run, start
from kurzum.app.places import places
from kurzum.app.postgres import cluster_of
from kurzum.store.cluster_binaries import binaries
from parts.processes import processes_of, state_of, wait_for
from parts.running import free_ports, running

PASSWORD = "a password / with: odd @ signs"


@contextmanager
def postgres_on_tcp(home: Path, port: int) -> Iterator[None]:
    """A PostgreSQL as somebody else would run it: TCP and scram, the superuser ``owner``."""
    make_home(home)
    cast = casts(home, ["real"])["real"]
    where = places(home, "real")
    make_folders(home, where, cast)
    programs, folder = binaries(), where.of("postgres")
    secret = where.rules / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    reads = (*programs.needs, where.rules)
    words = [
        "--username=owner",
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C",
    ]
    made = Task((str(programs.initdb), "-D", str(folder / "data"), "--no-sync", *words), folder, reads=reads,
                passwd=where.rules / "passwd")  # fmt: skip
    run(made, cast.identity("postgres"))
    options = [
        f"-p{port}",
        "-clisten_addresses=127.0.0.1",
        f"-cunix_socket_directories={folder}",
        "-cfsync=off",
    ]
    task = Task((str(programs.postgres), "-D", str(folder / "data"), *options), folder, reads=reads,
                shares_network=True, shares_ipc=True)  # fmt: skip
    with tempfile.TemporaryFile() as log:
        started = start(task, cast.identity("postgres"), output=log.fileno())
        try:
            started.granted()
            pid = started.process.pid
            wait_for(lambda: cluster_of(where, cast).ready(pid), "PostgreSQL did not start")
            yield
        finally:
            started.process.terminate()
            started.process.wait(30)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kz") as made:
        yield Path(made)


def test_a_zone_works_on_a_database_elsewhere(folder: Path) -> None:
    port, home = free_ports(1), folder / "home"
    home.mkdir()
    encoded = "".join(f"%{byte:02x}" for byte in PASSWORD.encode())
    url = f"postgresql://owner:{encoded}@127.0.0.1:{port}/postgres?sslmode=prefer"
    (home / "kurzum.toml").write_text(
        f'[zones.us]\nmarkets = ["US"]\ndatabase_url = "{url}"\n[zones.world]\nmarkets = ["*"]\n'
    )
    with postgres_on_tcp(folder / "real", port), running(home=home) as zones:
        told = httpx.get(f"{zones.tool_origin('us')}/readyz").json()
        assert told == {"database": "yes", "custodian": "yes", "worker": "yes"}
        found = state_of(home, "us")
        assert "postgres" not in found and found["pinhole"]["network"] == "asked for"
        assert found["server"]["network"] == found["worker"]["network"] == "own"
        status = json.loads(zones.command("zone", "status", "--json").stdout)
        assert any("pinhole" in line for line in status["zones"][0]["isolation"])
        assert not (home / "zones" / "us" / "postgres" / "data").exists()
        assert_no_process_tells(home, PASSWORD)


def assert_no_process_tells(home: Path, secret: str) -> None:
    """The password stands in no argument and no environment."""
    for pid, words in processes_of(home).items():
        assert secret not in words
        environment = subprocess.run(["cat", f"/proc/{pid}/environ"], capture_output=True).stdout
        assert secret.encode() not in environment
