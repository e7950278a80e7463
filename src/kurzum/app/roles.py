"""What each process of a zone is started as: its program, what it may read and write, how it ends."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kurzum.app import pinhole as database_pinhole
from kurzum.app import pinhole_s3 as s3_pinhole
from kurzum.app.bucket import bucket_of, listening_of
from kurzum.app.charge import charge
from kurzum.app.folders import make_standby
from kurzum.app.front import Door, caddy, caddyfile, client_folder
from kurzum.app.front_s3 import outside
from kurzum.app.identities import Cast
from kurzum.app.launch import SOURCE, Task, code, python
from kurzum.app.places import S3_PINHOLE, Places
from kurzum.core.settings import Settings

WORK_BYTES = 6 << 30
"""Room of the worker's folder in memory: used only as far as there is something in it."""

GROUP_MASK = 0o007
"""Server and worker share the folder of blobs by a group of their own."""


def custodian(settings: Settings, zone: str, where: Places, cast: Cast, sheet: int) -> Task:
    """The custodian: its two folders and one socket a caller. ``sheet``: where it counts; see ``sheets``.

    Makes its second folder first. Raises Refused.
    """
    callers = {role: cast.identity(role).uid for role in ("server", "worker")}
    standby = where.standby(settings.zone(zone).custodian_standby)
    make_standby(standby, cast)
    return Task(
        argv=python("kurzum.app.custodian"),
        folder=where.of("custodian"),
        reads=code(),
        writes=(standby, where.door("keys-server"), where.door("keys-worker")),
        descriptors=(sheet,),
        stdin=charge(
            settings,
            zone,
            where,
            {"sheet": sheet},
            callers={role: uid for role, uid in callers.items() if uid is not None},
        ),
    )


def migration(settings: Settings, zone: str, where: Places) -> Task:
    """Brings the database up to date and ends. Runs as the server, before it."""
    return Task(
        argv=python("kurzum.app.migrate"),
        folder=where.of("server"),
        reads=(*code(), where.door("db-server")),
        stdin=charge(settings, zone, where),
    )


def settling(settings: Settings, zone: str, where: Places) -> Task:
    """Does what is due after a restore and ends. Runs as the worker, which alone may destroy keys."""
    return Task(
        argv=python("kurzum.app.settle"),
        folder=where.of("worker"),
        reads=(*code(), where.door("db-worker"), where.door("keys-worker")),
        writes=(where.blobs, where.staging),
        mask=GROUP_MASK,
        stdin=charge(settings, zone, where),
    )


def pinhole(settings: Settings, zone: str, where: Places) -> Task:
    """The way to a database that is not ours: it has the machine's network."""
    roots = database_pinhole.roots_of(settings.zone(zone).database_url or "")
    return Task(
        argv=python("kurzum.app.pinhole"),
        folder=where.of("postgres"),
        reads=(*code(), *([roots] if roots else [])),
        writes=(where.door("db-server"), where.door("db-worker")),
        shares_network=True,
        stdin=charge(settings, zone, where),
    )


def pinhole_s3(settings: Settings, zone: str, where: Places) -> Task:
    """The way to a zone's blobs in S3: it has the machine's network."""
    roots = settings.zone(zone).blobs_ca
    return Task(
        argv=python("kurzum.app.pinhole_s3"),
        folder=where.of(S3_PINHOLE),
        reads=(*code(), *([roots] if roots else [])),
        writes=(where.door("s3-server"), where.door("s3-worker"), where.door("s3-front")),
        shares_network=True,
        stdin=charge(settings, zone, where),
    )


def server(
    settings: Settings,
    zone: str,
    where: Places,
    web: int,
    admin: int,
    sheets: Mapping[str, int],
    inside: int | None = None,
) -> Task:
    """The server. ``web``, ``admin``: listening sockets that it is handed; ``sheets``: what others count;
    ``inside``: see ``_in_s3``."""
    handed = {"web": web, "admin": admin} | {f"sheet {name}": sheet for name, sheet in sheets.items()}
    task = Task(
        argv=python("kurzum.app.server"),
        folder=where.of("server"),
        reads=(*code(), where.door("db-server"), where.door("keys-server")),
        writes=(where.blobs, where.staging),
        mask=GROUP_MASK,
        descriptors=tuple(handed.values()),
    )
    return _in_s3(task, settings, zone, where, "s3-server", handed, inside)


def worker(settings: Settings, zone: str, where: Places, sheet: int, inside: int | None = None) -> Task:
    """The worker, with a folder in memory for what it decodes. ``sheet``: where it counts; ``inside``: see
    ``_in_s3``."""
    task = Task(
        argv=python("kurzum.app.worker"),
        folder=where.of("worker"),
        reads=(*code(), where.door("db-worker"), where.door("keys-worker")),
        writes=(where.blobs, where.staging, where.of("work")),
        work=where.of("work"),
        work_bytes=WORK_BYTES,
        mask=GROUP_MASK,
        # For the children that draw demo clips: a worker's own Python takes no such hint.
        env={"TMPDIR": str(where.of("work")), "PYTHONPATH": str(SOURCE)},
        descriptors=(sheet,),
    )
    return _in_s3(task, settings, zone, where, "s3-worker", {"sheet": sheet}, inside)


def front(settings: Settings, zone: str, where: Places, listening: tuple[int, ...]) -> Task:
    """The front door. Writes its configuration first."""
    client = client_folder()
    known = settings.zone(zone)
    s3 = outside(known, where.door("s3-front") / s3_pinhole.FRONT)
    door = Door(known, listening, where.door("web") / "s", where.blobs, client, s3)
    rules = where.rules / "Caddyfile"
    _replace(rules, caddyfile(door))
    program = caddy()
    home = where.of("front")
    doors = (where.door("web"), *([where.door("s3-front")] if s3 else []))
    return Task(
        argv=(str(program), "run", "--config", str(rules), "--adapter", "caddyfile"),
        folder=home,
        reads=(program, rules, *doors, where.blobs, *([client] if client.is_dir() else [])),
        guarded=(where.blobs,),
        env={"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        death=signal.SIGKILL,
        descriptors=listening,
    )


def _in_s3(
    task: Task,
    settings: Settings,
    zone: str,
    where: Places,
    pair: str,
    descriptors: dict[str, int],
    inside: int | None,
) -> Task:
    """The task with its charge; where the zone's blobs are in S3, with a socket of its own network that the
    pinhole takes up. ``inside``: a descriptor that the socket is to take the place of."""
    known = settings.zone(zone)
    bucket = bucket_of(known)
    if bucket is None or inside is None:
        return replace(task, stdin=charge(settings, zone, where, descriptors))
    address, port, names = listening_of(known)
    hosts = where.rules / "hosts"
    _replace(hosts, names)
    return replace(
        task,
        reads=(*task.reads, where.door(pair)),
        hosts=hosts,
        listens=(address, port, inside),
        stdin=charge(settings, zone, where, descriptors | {"s3": inside}, bucket),
    )


def _replace(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as fresh:
        fresh.write(text)
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).replace(path)
