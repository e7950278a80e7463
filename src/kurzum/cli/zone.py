"""``kurzum zone ...``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from cyclopts import App

from kurzum.app.status import status_of
from kurzum.cli.standing import show

zone = App(name="zone", help="What the zones of this machine do, and their backups.")
zone.command(
    "kurzum.cli.zone_backup:backup",
    name="backup",
    help="""Back up database, blobs, uploads on their way and ledger, while Kurzum runs or not. No keys.

A second backup into the same folder copies only what is new. What is sealed in it opens only together with
the custodian's keys: see kurzum custodian backup.""",
)
zone.command(
    "kurzum.cli.zone_upgrade:upgrade",
    name="upgrade",
    help="""Bring the zones' own PostgreSQL data to the version of the programs here, while nothing runs.

The data of before is kept until you delete it with --drop-old: it holds everything that the zone held.""",
)
zone.command(
    "kurzum.cli.zone_backup:restore",
    name="restore",
    help="""Bring a zone back from its backup into a home that does not have it, or check the backup.

Without the custodian's keys only what is public comes back: restore them next, before the first start.""",
)
zone.command(
    "kurzum.cli.inventory:inventory",
    name="inventory",
    help="""Show what the zones keep of people: each field by category, how it is protected, for how long.

The code itself says so, and does not start with a field that is not among them. Nothing needs to run.""",
)


@zone.command
def status(*, home: Path = Path("var"), json: bool = False) -> None:
    """Show zones, processes, queue, clips, disk and what was not granted. Exits 0 also when nothing runs.

    Parameters
    ----------
    home
        Folder in which everything lives.
    json
        As JSON, for programs.
    """
    found = asyncio.run(status_of(home.absolute()))
    if json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    show(found)
