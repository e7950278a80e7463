"""Shared fixtures: real parts, made fresh for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.categories import check
from kurzum.custody.keys import Keys
from kurzum.store.blobs import Blobs
from kurzum.store.migrations import migrate
from kurzum.store.pool import Database
from parts import servers
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.patient import patient_keys
from parts.postgres import TestCluster, temporary_cluster
from parts.waiting import PATIENCE_S

pytest_plugins = ["parts.browsing", "parts.scheduling"]

ROOMS = ("store", "custody", "people", "clips", "feed", "safety", "jobs")
settings.register_profile("here", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
_SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared``: odd clips and vectors that are not in the repository."""
    if not _SHARED.is_dir():
        pytest.skip(f"{_SHARED} is not there: its clips and vectors are not in the repository")
    return _SHARED


@pytest.fixture(scope="session", autouse=True)
def real_servers() -> Iterator[None]:
    """Those that were begun for Kurzums of this process end with it."""
    yield
    servers.close()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon of 2026-11-22 UTC until it is moved."""
    return FixedClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def entropy() -> Callable[[int], bytes]:
    """The same bytes in every run of a test."""
    return seeded()


@pytest.fixture
def ids(clock: FixedClock, entropy: Callable[[int], bytes]) -> Ids:
    return Ids(clock, entropy)


@pytest.fixture(scope="session")
def cluster() -> Iterator[TestCluster]:
    """A PostgreSQL cluster of this test process; ``template_empty`` has no table."""
    with temporary_cluster() as cluster:
        cluster.make("template_empty")
        yield cluster


@pytest.fixture(scope="session")
def migrated(cluster: TestCluster) -> str:
    """The name of a database with every room's migrations, to copy from."""
    cluster.make("kurzum_template")
    asyncio.run(migrate(cluster.conninfo("kurzum_template"), ROOMS, check=check))
    return "kurzum_template"


@pytest.fixture
def empty_conninfo(cluster: TestCluster) -> Iterator[str]:
    """A database without any migration."""
    conninfo = cluster.fresh("template_empty")
    yield conninfo
    cluster.drop(conninfo)


@pytest.fixture
def conninfo(cluster: TestCluster, migrated: str) -> Iterator[str]:
    """A migrated database of this test's own."""
    conninfo = cluster.fresh(migrated)
    yield conninfo
    cluster.drop(conninfo)


@pytest.fixture
async def database(conninfo: str) -> AsyncIterator[Database]:
    """That database, opened."""
    database = await Database.open(conninfo, name="test", wait_s=PATIENCE_S)
    yield database
    await database.close()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.in_folder(tmp_path / "blobs")


@pytest.fixture
def custodian(tmp_path: Path) -> Iterator[TestCustodian]:
    """The custodian of zone ``us`` in a process of its own."""
    custodian = TestCustodian(tmp_path)
    custodian.start()
    yield custodian
    custodian.stop()


@pytest.fixture
async def keys(custodian: TestCustodian, clock: FixedClock) -> AsyncIterator[Keys]:
    """The server's keys, on loan from ``custodian``."""
    async with patient_keys(custodian.sockets["server"], clock, seeded("keys")) as keys:
        yield keys


@pytest.fixture
async def worker_keys(custodian: TestCustodian, clock: FixedClock) -> AsyncIterator[Keys]:
    """The worker's: it may destroy, and make bots."""
    async with patient_keys(custodian.sockets["worker"], clock, seeded("worker keys")) as keys:
        yield keys
