"""``kurzum up``."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kurzum.app import settings_file, supervisor


def up(
    *,
    home: Path = Path("var"),
    port: int | None = None,
    zones: str | None = None,
    demo: Annotated[bool | None, Parameter(negative="--no-demo")] = None,
) -> None:
    """Start every zone and stay in the foreground; Ctrl-C stops everything.

    Once every zone serves it prints `ready us=http://us.localhost:8000 world=http://world.localhost:8100`.
    What is not given comes from HOME/kurzum.toml, which is written with the settings used.

    Parameters
    ----------
    home
        Folder in which everything lives.
    port
        Port of the first zone; the others follow, 100 apart.
    zones
        Zones to start, as us,world; all that are known if not given.
    demo
        Whether clips drawn by code are to be there, at least five a zone before it counts as ready.
    """
    chosen = [name.strip() for name in zones.split(",") if name.strip()] if zones is not None else None
    used, known = settings_file.read(home.absolute(), os.environ, port=port, zones=chosen, demo=demo)
    supervisor.up(used, known, say)


def say(line: str) -> None:
    """One line for whoever watches; that nobody does is no reason to stop."""
    with contextlib.suppress(OSError):
        print(line, flush=True)
