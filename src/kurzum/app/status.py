"""The facts that ``kurzum zone status`` shows."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kurzum.app import backed_up, custody_door, restored, settings_file, state
from kurzum.app.ask import NoAnswer, ask
from kurzum.app.backed_up import BackedUp
from kurzum.app.disk import used
from kurzum.app.footprint import proportional, tree
from kurzum.app.homelock import holder
from kurzum.app.places import S3_PINHOLE, Places, places
from kurzum.app.told import Lane, Standing
from kurzum.core.errors import NotFound
from kurzum.custody.wire import Attested

_SECONDS = 8.0


class NoHome(NotFound):
    """The folder holds no Kurzum."""

    code = "no_home"


class ProcessStatus(state.Process, frozen=True, kw_only=True):
    """One process. ``members``: it and its children; ``memory_bytes``: their PSS, None where not known."""

    members: int = 0
    memory_bytes: int | None = None


class ZoneStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One zone. ``answers``: database, custodian, worker -> yes or no; ``isolation``: plain sentences.

    ``ledger_size``: entries; ``disk``: blobs and staging -> bytes here, database -> bytes here or where it
    is; ``backed_up``: when last. None where the server does not answer: ``migrations``: how many ran,
    ``queue``: its lanes, ``clips``: how many by state, ``fell_back``: how often the plain list was served, as
    the engine failed or was late. ``restored``: sentences, where it came from a backup.
    ``sealing``: sentences on the epoch key and its shares; ``attested``: what the custodian says of itself.
    """

    name: str
    origin: str
    port: int
    markets: tuple[str, ...]
    custodian: str
    ready: bool
    answers: dict[str, str]
    processes: tuple[ProcessStatus, ...]
    isolation: tuple[str, ...]
    migrations: int | None
    ledger_size: int
    queue: tuple[Lane, ...] | None
    clips: dict[str, int] | None
    fell_back: int | None
    disk: dict[str, int]
    backed_up: BackedUp
    restored: tuple[str, ...] = ()
    sealing: tuple[str, ...] = ()
    attested: Attested | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Everything. ``pid``: the supervisor, None when nothing runs."""

    home: str
    running: bool
    pid: int | None
    zones: tuple[ZoneStatus, ...]


async def status_of(home: Path) -> Status:
    """How it stands in that HOME. Raises NoHome."""
    if not (home / settings_file.NAME).is_file():
        raise NoHome(f"{home} holds no Kurzum; name another --home, or start one there with kurzum up")
    pid = holder(home)
    known = state.read(home)
    zones = [await _zone(home, zone, running=pid is not None) for zone in (known.zones if known else ())]
    return Status(home=str(home), running=pid is not None, pid=pid, zones=tuple(zones))


async def _zone(home: Path, zone: state.Zone, *, running: bool) -> ZoneStatus:
    where = places(home, zone.name)
    told = await _asked(where) if running else None
    attested = await custody_door.attested(where) if running else None
    answers = told.answers if told else {}
    return ZoneStatus(
        name=zone.name,
        origin=zone.origin,
        port=zone.port,
        markets=zone.markets,
        custodian=zone.custodian,
        ready=running and bool(answers) and all(answer == "yes" for answer in answers.values()),
        answers=answers,
        processes=tuple(_process(process, running=running) for process in zone.processes),
        isolation=tuple(isolation(zone)),
        migrations=told.migrations if told else None,
        ledger_size=0,
        queue=told.queue if told else None,
        clips=told.clips if told else None,
        fell_back=told.fell_back if told else None,
        disk={
            "blobs": used(where.blobs),
            # One elsewhere has no folder here, and tells its size itself.
            "database": used(where.of("postgres")) or (told.database_bytes if told else None) or 0,
            "staging": used(where.staging),
        },
        backed_up=backed_up.read(where.folder),
        restored=tuple(restored.sentences(restored.read(where))),
        sealing=tuple(custody_door.sentences(attested) if attested else custody_door.lying(where)),
        attested=attested,
    )


def _process(process: state.Process, *, running: bool) -> ProcessStatus:
    known = msgspec.structs.asdict(process)
    if not running:
        return ProcessStatus(**known | {"state": "stopped", "pid": None})
    members = tree(process.pid) if process.pid is not None else []
    return ProcessStatus(**known, members=len(members), memory_bytes=proportional(members))


def isolation(zone: state.Zone) -> list[str]:
    """What keeps the zone's processes apart on this machine, and what does not."""
    lines = [
        "each process is a user of its own"
        if zone.users
        else "all processes are one user; users of their own need root"
    ]
    for process in zone.processes:
        if process.role == "pinhole":
            lines.append("pinhole has the machine's network: it forwards to the database's address alone")
        elif process.role == S3_PINHOLE:
            lines.append(f"{S3_PINHOLE} has the machine's network: it forwards to the address of S3 alone")
        elif process.network not in ("own", None):
            lines.append(f"{process.role} could reach the network: {process.network}")
        if process.work not in ("memory", None):
            lines.append(
                f"{process.role} has no folder in memory of its own: what it decodes lies {process.work}"
            )
    if all(process.network == "own" for process in zone.processes):
        lines.append("no process has a network: only the front door's listening socket was handed in")
    return lines


async def _asked(where: Places) -> Standing | None:
    try:
        answer = await ask(where.admin, "/status", seconds=_SECONDS)
        return msgspec.json.decode(answer.body, type=Standing)
    except (NoAnswer, msgspec.DecodeError):
        return None
