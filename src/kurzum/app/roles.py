"""What each process of a zone is started as: its program, what it may read and write, how it ends."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kurzum.app.charge import charge
from kurzum.app.front import Door, caddy, caddyfile, client_folder
from kurzum.app.launch import SOURCE, Task, code, python
from kurzum.app.places import Places
from kurzum.core.settings import Settings

WORK_BYTES = 6 << 30
"""Room of the worker's folder in memory: used only as far as there is something in it."""

GROUP_MASK = 0o007
"""Server and worker share the folder of blobs by a group of their own."""


def custodian(settings: Settings, zone: str, where: Places, sheet: int) -> Task:
    """The custodian: its own folder and one socket a caller. ``sheet``: where it counts; see ``sheets``."""
    return Task(
        argv=python("kurzum.app.custodian"),
        folder=where.of("custodian"),
        reads=code(),
        writes=(where.door("keys-server"), where.door("keys-worker")),
        descriptors=(sheet,),
        stdin=charge(settings, zone, where, {"sheet": sheet}),
    )


def migration(settings: Settings, zone: str, where: Places) -> Task:
    """Brings the database up to date and ends. Runs as the server, before it."""
    return Task(
        argv=python("kurzum.app.migrate"),
        folder=where.of("server"),
        reads=(*code(), where.door("db-server")),
        stdin=charge(settings, zone, where),
    )


def pinhole(settings: Settings, zone: str, where: Places) -> Task:
    """The way to a database that is not ours: the only process of a zone that has the machine's network."""
    return Task(
        argv=python("kurzum.app.pinhole"),
        folder=where.of("postgres"),
        reads=code(),
        writes=(where.door("db-server"), where.door("db-worker")),
        shares_network=True,
        stdin=charge(settings, zone, where),
    )


def server(
    settings: Settings, zone: str, where: Places, web: int, admin: int, sheets: Mapping[str, int]
) -> Task:
    """The server. ``web``, ``admin``: listening sockets that it is handed; ``sheets``: what others count."""
    handed = {"web": web, "admin": admin} | {f"sheet {name}": sheet for name, sheet in sheets.items()}
    return Task(
        argv=python("kurzum.app.server"),
        folder=where.of("server"),
        reads=(*code(), where.door("db-server"), where.door("keys-server")),
        writes=(where.blobs, where.staging),
        mask=GROUP_MASK,
        descriptors=tuple(handed.values()),
        shares_network=_needs_network(settings, zone),
        stdin=charge(settings, zone, where, handed),
    )


def worker(settings: Settings, zone: str, where: Places, sheet: int) -> Task:
    """The worker, with a folder in memory for what it decodes. ``sheet``: where it counts."""
    return Task(
        argv=python("kurzum.app.worker"),
        folder=where.of("worker"),
        reads=(*code(), where.door("db-worker"), where.door("keys-worker")),
        writes=(where.blobs, where.staging, where.of("work")),
        work=where.of("work"),
        work_bytes=WORK_BYTES,
        mask=GROUP_MASK,
        shares_network=_needs_network(settings, zone),
        # For the children that draw demo clips: a worker's own Python takes no such hint.
        env={"TMPDIR": str(where.of("work")), "PYTHONPATH": str(SOURCE)},
        descriptors=(sheet,),
        stdin=charge(settings, zone, where, {"sheet": sheet}),
    )


def front(settings: Settings, zone: str, where: Places, listening: tuple[int, ...]) -> Task:
    """The front door. Writes its configuration first."""
    client = client_folder()
    door = Door(settings.zone(zone), listening, where.door("web") / "s", where.blobs, client)
    rules = where.rules / "Caddyfile"
    _replace(rules, caddyfile(door))
    program = caddy()
    home = where.of("front")
    return Task(
        argv=(str(program), "run", "--config", str(rules), "--adapter", "caddyfile"),
        folder=home,
        reads=(program, rules, where.door("web"), where.blobs, *([client] if client.is_dir() else [])),
        guarded=(where.blobs,),
        env={"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        death=signal.SIGKILL,
        descriptors=listening,
    )


def _needs_network(settings: Settings, zone: str) -> bool:
    """Blobs elsewhere are spoken to by a library that knows no unix sockets; ``zone status`` says so."""
    return settings.zone(zone).blobs_url is not None


def _replace(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as fresh:
        fresh.write(text)
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).replace(path)
