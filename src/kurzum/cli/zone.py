"""``kurzum zone ...``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from cyclopts import App

from kurzum.app.status import status_of
from kurzum.cli.standing import show

zone = App(name="zone", help="What the zones of this machine do.")


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
