"""``kurzum zone ...``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from cyclopts import App

from kurzum.app.status import Status, ZoneStatus, status_of

zone = App(name="zone", help="What the zones of this machine do.")


@zone.command
def status(*, home: Path = Path("var"), json: bool = False) -> None:
    """Show zones, processes, ports, ledger size and migrations. Exits 0 also when nothing runs.

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
    print(f"{found.home}: {'running' if found.running else 'not running'}")
    for one in found.zones:
        _show(found, one)


def _show(found: Status, one: ZoneStatus) -> None:
    served = {True: "ready", False: "not ready"}[one.ready]
    print(f"\n{one.name}  {one.origin}  {served if found.running else 'stopped'}")
    print(f"  markets {' '.join(one.markets)}; custodian: {one.custodian}")
    answers = ", ".join(f"{part} {answer}" for part, answer in one.answers.items())
    print(
        f"  {answers or 'no answer from the server'}; migrations {one.migrations}; ledger {one.ledger_size}"
    )
    for process in one.processes:
        pid = f"process {process.pid}" if process.pid else "no process"
        print(f"  {process.role:10} {process.state:9} {pid:15} restarts {process.restarts}")
    for line in one.isolation:
        print(f"  {line}")
