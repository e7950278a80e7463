"""The database of a zone for a command: by the running Kurzum's door, or started for as long as it takes."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from kurzum.app import postgres, roles
from kurzum.app.bucket import bucket_of, endpoint_of
from kurzum.app.charge import Charge
from kurzum.app.database import conninfo
from kurzum.app.folders import make_folders
from kurzum.app.homelock import hold, holder
from kurzum.app.identities import Cast, casts
from kurzum.app.launch import CannotStart, Started, start
from kurzum.app.places import DATABASE_SOCKET, Places, places
from kurzum.core.errors import Refused, Unavailable
from kurzum.core.settings import Settings
from kurzum.store.blobs import Blobs
from kurzum.store.cluster import Cluster

_PATIENCE_S = 60.0
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


class NoDatabase(Unavailable):
    """The zone's database does not answer a command; says why."""

    code = "no_database"


def refuse_foreign(home: Path) -> None:
    """Only who made a HOME may work on it. Raises Refused."""
    zones = home / "zones"
    if zones.is_dir() and zones.stat().st_uid != os.geteuid():
        raise Refused(
            f"{home} was made by user {zones.stat().st_uid}, you are {os.geteuid()}; nothing was done; "
            "do this as that user"
        )


def cast_of(settings: Settings, zone: str) -> Cast:
    """Who the zone's processes are."""
    return casts(settings.home, [one.name for one in settings.zones], settings.user_numbers)[zone]


@contextmanager
def database(settings: Settings, zone: str) -> Iterator[str]:
    """The connection string of the zone's database, for as long as the block lasts. Raises NoDatabase."""
    where = places(settings.home, zone)
    with ExitStack() as stack:
        if holder(settings.home) is None:
            _refuse_nothing(settings, zone, where)
            stack.enter_context(hold(settings.home))
            stack.enter_context(started(settings, zone, where, cast_of(settings, zone)))
        told = conninfo(_charge(settings, zone, where), "server")
        try:
            psycopg.connect(told, connect_timeout=10).close()
        except psycopg.Error as error:
            raise NoDatabase(
                f"the database of zone '{zone}' does not answer ({str(error).strip()}); nothing was changed; "
                "see 'kurzum zone status', and try again"
            ) from None
        yield told


@contextmanager
def started(settings: Settings, zone: str, where: Places, cast: Cast) -> Iterator[None]:
    """The zone's own PostgreSQL, or the way to another, with no zone around it. The HOME must be held."""
    if settings.zone(zone).database_url is not None:
        make_folders(settings.home, where, cast)
        with tempfile.TemporaryFile() as said:
            process = start(
                roles.pinhole(settings, zone, where), cast.identity("postgres"), output=said.fileno()
            )
            process.granted()
            with _ended(process, signal.SIGTERM):
                _wait_for(where.door("db-server") / DATABASE_SOCKET, process)
                yield
        return
    make_folders(settings.home, where, cast)
    with cluster_started(postgres.cluster_of(where, cast, settings.postgres_programs), where, cast):
        yield


@contextmanager
def cluster_started(cluster: Cluster, where: Places, cast: Cast) -> Iterator[None]:
    """A cluster, made if it is not there, with no zone around it. The HOME must be held."""
    postgres.make(cluster, where, cast)
    with tempfile.TemporaryFile() as said:
        process = start(postgres.task(cluster, where), cast.identity("postgres"), output=said.fileno())
        process.granted()
        with _ended(process, signal.SIGINT):
            postgres.wait_until_ready(cluster, process)
            yield


def blobs_of(settings: Settings, name: str, where: Places) -> Blobs:
    """The zone's blobs. A bucket is called from here, with this machine's network. Raises NoCredentials."""
    zone = settings.zone(name)
    bucket = bucket_of(zone)
    if bucket is None:
        return Blobs.in_folder(where.blobs)
    return Blobs.in_bucket(msgspec.structs.replace(bucket, endpoint=endpoint_of(zone)))


def _refuse_nothing(settings: Settings, zone: str, where: Places) -> None:
    # Starting what is not there would make it.
    if settings.zone(zone).database_url is None and not (where.of("postgres") / "data").is_dir():
        raise NoDatabase(f"zone '{zone}' of {settings.home} has no database; nothing was done; check --home")


def environment(told: str) -> dict[str, str]:
    """The connection for PostgreSQL's programs: by the environment, so that no list of processes shows it."""
    known = conninfo_to_dict(told)
    named = {_VARIABLES[key]: str(value) for key, value in known.items() if key in _VARIABLES and value}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PGCONNECT_TIMEOUT": "30"} | named


def _charge(settings: Settings, zone: str, where: Places) -> Charge:
    return Charge(settings=settings, zone=zone, folder=where.folder, sockets=where.sockets)


@contextmanager
def _ended(process: Started, how: int) -> Iterator[None]:
    try:
        yield
    finally:
        process.process.send_signal(how)
        try:
            process.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.process.kill()
            process.process.wait()


def _wait_for(socket: Path, process: Started) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not socket.exists():
        if process.process.poll() is not None or time.monotonic() > end:
            raise CannotStart("the way to the zone's database was not ready; its data is untouched")
        time.sleep(0.05)
