"""The facts that ``kurzum zone status`` shows."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kurzum.app import settings_file, state
from kurzum.app.ask import NoAnswer, ask
from kurzum.app.homelock import holder
from kurzum.app.places import Places, places
from kurzum.core.errors import NotFound

_SECONDS = 5.0


class NoHome(NotFound):
    """The folder holds no Kurzum."""

    code = "no_home"


class ZoneStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One zone. ``answers``: database, custodian, worker -> yes or no; ``isolation``: plain sentences.

    ``ledger_size``: entries; ``migrations``: how many ran, None where the server does not answer.
    """

    name: str
    origin: str
    port: int
    markets: tuple[str, ...]
    custodian: str
    ready: bool
    answers: dict[str, str]
    processes: tuple[state.Process, ...]
    isolation: tuple[str, ...]
    migrations: int | None
    ledger_size: int


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
    answers, migrations = await _asked(where) if running else ({}, None)
    ready = running and bool(answers) and all(answer == "yes" for answer in answers.values())
    idle = [msgspec.structs.replace(p, state="stopped", pid=None) for p in zone.processes]
    return ZoneStatus(
        name=zone.name,
        origin=zone.origin,
        port=zone.port,
        markets=zone.markets,
        custodian=zone.custodian,
        ready=ready,
        answers=answers,
        processes=zone.processes if running else tuple(idle),
        isolation=tuple(isolation(zone)),
        migrations=migrations,
        ledger_size=0,
    )


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
        elif process.network == "asked for":
            lines.append(f"{process.role} has the machine's network: the zone's blobs are elsewhere")
        elif process.network not in ("own", None):
            lines.append(f"{process.role} could reach the network: {process.network}")
        if process.work not in ("memory", None):
            lines.append(
                f"{process.role} has no folder in memory of its own: what it decodes lies {process.work}"
            )
    if all(process.network == "own" for process in zone.processes):
        lines.append("no process has a network: only the front door's listening socket was handed in")
    return lines


async def _asked(where: Places) -> tuple[dict[str, str], int | None]:
    try:
        told = (await ask(where.admin, "/status", seconds=_SECONDS)).json()
    except NoAnswer:
        return {}, None
    return told.get("answers", {}), told.get("migrations")
