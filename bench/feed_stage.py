"""The processes of one zone that answer `GET /api/feed`, as they really run but not locked in.

PostgreSQL with a zone's settings, the custodian, and the server, which listens on a TCP port of this machine,
for `wrk` speaks nothing else; no front door stands before it, nor before the bare app beside it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
from psycopg.conninfo import make_conninfo

from bench.crowded_zone import Sizes, fill
from kurzum.app.charge import charge
from kurzum.app.machine import CLOCK, entropy
from kurzum.app.migrate import ROOMS
from kurzum.app.places import Places, places
from kurzum.app.postgres import alone
from kurzum.core import process
from kurzum.core.settings import Settings, ZoneSettings
from kurzum.custody import Keys
from kurzum.custody.categories import check
from kurzum.store.cluster import SUPERUSER
from kurzum.store.migrations import migrate
from kurzum.web.limits import Limits

ZONE = "alone"
_MOST = (1_000_000_000, 1_000_000_000.0)
_PATIENCE_S = 30.0


@dataclass
class Process:
    """A process that answers at ``url``."""

    popen: subprocess.Popen[bytes]
    url: str

    def cpu_s(self) -> float:
        """CPU seconds so far, of user and system."""
        return process.cpu_s(self.popen.pid)

    def bytes(self) -> int:
        """Memory of its own (unique set size)."""
        lines = Path(f"/proc/{self.popen.pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


@dataclass
class Stage:
    """A filled zone without its server yet. ``tokens``: one signed-in session a viewer."""

    settings: Settings
    where: Places
    conninfo: str
    tokens: list[str]

    @contextmanager
    def server(self, environment: dict[str, str] | None = None) -> Iterator[Process]:
        """The zone's server, with nothing in its memory yet."""
        with _listening() as web, _listening() as admin:
            told = charge(self.settings, ZONE, self.where, {"web": web.fileno(), "admin": admin.fileno()})
            command = (sys.executable, "-c", "from kurzum.app.server import main; main()")
            handed = (web.fileno(), admin.fileno())
            popen = _start(command, told, handed, self.where.log / "server.log", environment)
            with _answering(popen, web) as process:
                yield process


@contextmanager
def stage(sizes: Sizes) -> Iterator[Stage]:
    """A zone, filled."""
    home = Path(tempfile.mkdtemp(prefix="kz-feed-"))
    try:
        with (home / "postgres.log").open("ab") as log:
            _keep_commit_times(home / "home", log.fileno())
        with (home / "postgres.log").open("ab") as log, alone(home / "home", log=log.fileno()) as conninfo:
            where = places(home / "home", ZONE)
            often = dict.fromkeys(Limits.__struct_fields__, _MOST)
            zone = ZoneSettings(name=ZONE, markets=("US",), port=8000, origin="http://localhost")
            settings = Settings(home=home / "home", zones=(zone,), limits=often, demo=False)
            asyncio.run(migrate(conninfo, ROOMS, check=check))
            with _custodian(settings, where):
                tokens = asyncio.run(_fill(conninfo, where, sizes))
                yield Stage(settings, where, conninfo, tokens)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _keep_commit_times(home: Path, log: int) -> None:
    """Have PostgreSQL note when each transaction was committed; it does from its next start on."""
    with alone(home, log=log) as conninfo:
        operator = make_conninfo(conninfo, user=SUPERUSER, dbname="postgres")
        with psycopg.connect(operator, autocommit=True) as conn:
            conn.execute("ALTER SYSTEM SET track_commit_timestamp = on")


@contextmanager
def bare(pages: Path) -> Iterator[Process]:
    """A Litestar app with one handler that answers with pages like ours, on the same settings of uvicorn."""
    with _listening() as web:
        command = (sys.executable, "-m", "bench.bare_feed", str(web.fileno()), str(pages))
        popen = _start(command, b"", (web.fileno(),), pages.with_suffix(".log"), None)
        with _answering(popen, web) as process:
            yield process


async def _fill(conninfo: str, where: Places, sizes: Sizes) -> list[str]:
    async with Keys(where.door("keys-server") / "s", ZONE, CLOCK, entropy) as keys:
        return await fill(conninfo, keys, sizes)


@contextmanager
def _custodian(settings: Settings, where: Places) -> Iterator[None]:
    told = charge(settings, ZONE, where)
    command = (sys.executable, "-c", "from kurzum.app.custodian import main; main()")
    popen = _start(command, told, (), where.log / "custodian.log", None)
    door = where.door("keys-server") / "s"
    try:
        _until(popen, door.exists)
        yield
    finally:
        _end(popen)


def _start(
    command: Sequence[str],
    told: bytes,
    descriptors: Sequence[int],
    log: Path,
    environment: dict[str, str] | None,
) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        popen = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=out, stderr=out, pass_fds=tuple(descriptors),
            env={**os.environ, **(environment or {})}, cwd=Path(__file__).parents[1],
        )  # fmt: skip
    assert popen.stdin is not None
    popen.stdin.write(told)
    popen.stdin.close()
    return popen


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as opened:
        yield opened


@contextmanager
def _answering(popen: subprocess.Popen[bytes], web: socket.socket) -> Iterator[Process]:
    url = f"http://127.0.0.1:{web.getsockname()[1]}"

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/healthz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    try:
        _until(popen, answers)
        yield Process(popen, url)
    finally:
        _end(popen)


def _until(popen: subprocess.Popen[bytes], holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        if popen.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{popen.args!r} did not get ready (ended with {popen.poll()})")
        time.sleep(0.05)


def _end(popen: subprocess.Popen[bytes]) -> None:
    popen.send_signal(signal.SIGTERM)
    try:
        popen.wait(20)
    except subprocess.TimeoutExpired:
        popen.kill()
        popen.wait()
