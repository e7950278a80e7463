"""How a Kurzum stands, laid out for people."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kurzum.app.status import ProcessStatus, Status, ZoneStatus

_UNITS = ("B", "kB", "MB", "GB", "TB")
_GOOD, _BAD, _QUIET = "green", "bold red", "dim"


def show(found: Status) -> None:
    """Print it. Without a terminal there are no colours, and lines are as long as they need to be."""
    console = Console(highlight=False, soft_wrap=True)
    running = Text("running", _GOOD) if found.running else Text("not running", _BAD)
    console.print(Text.assemble(found.home, "  ", running, f"  (process {found.pid})" if found.pid else ""))
    if not found.running:
        console.print(
            "Nothing runs here; what follows is from its last run and from the disk. Start it with kurzum up."
        )
    for zone in found.zones:
        console.print()
        console.print(_zone(found, zone))


def _zone(found: Status, zone: ZoneStatus) -> RenderableType:
    word = Text("ready", _GOOD) if zone.ready else Text("not ready" if found.running else "stopped", _BAD)
    head = Text.assemble((zone.name, "bold"), "  ", zone.origin, "  ", word)
    return Group(
        head, Padding(_facts(found, zone), (0, 0, 0, 2)), Padding(_processes(zone), (0, 0, 0, 2)),
        *(Text(f"  {line}") for line in (*zone.sealing, *zone.restored)),
        *(Text(f"  {line}", _QUIET) for line in zone.isolation),
    )  # fmt: skip


def _facts(found: Status, zone: ZoneStatus) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row("markets", " ".join(zone.markets))
    table.add_row("custodian", zone.custodian)
    if found.running:
        table.add_row("answers", _answers(zone.answers))
        table.add_row("queue", _queue(zone))
        table.add_row("clips", _listed(zone.clips) if zone.clips is not None else "not known")
        fell_back = Text(f"{zone.fell_back} times since the server started", _BAD if zone.fell_back else "")
        table.add_row("plain list", fell_back if zone.fell_back is not None else "not known")
        table.add_row("migrations", "not known" if zone.migrations is None else str(zone.migrations))
    table.add_row("ledger", f"{zone.ledger_size} entries")
    last = {"zone": zone.backed_up.zone, "keys": zone.backed_up.keys}
    said = (f"{name} {f'{at:%Y-%m-%d %H:%M} UTC' if at else 'never'}" for name, at in last.items())
    table.add_row("backed up", ", ".join(said))
    table.add_row("disk", ", ".join(f"{name} {size(taken)}" for name, taken in zone.disk.items()))
    return table


def _answers(answers: Mapping[str, str]) -> Text:
    if not answers:
        return Text("none from the server", _BAD)
    words = [(f"{part} {answer}", _GOOD if answer == "yes" else _BAD) for part, answer in answers.items()]
    return Text(", ").join(Text(*one) for one in words)


def _queue(zone: ZoneStatus) -> str:
    if zone.queue is None:
        return "not known"
    said = []
    for lane in zone.queue:
        parts = {"waiting": lane.waiting, "running": lane.running, "later": lane.later, "failed": lane.failed}
        if any(parts.values()):
            since = f" (the oldest for {ago(lane.oldest_s)})" if lane.waiting else ""
            said.append(f"{lane.lane}: {_listed({name: n for name, n in parts.items() if n})}{since}")
    return "; ".join(said) or "empty"


def _processes(zone: ZoneStatus) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=_QUIET)
    table.add_column("process")
    table.add_column("state")
    for name in ("pid", "since", "restarts", "memory"):
        table.add_column(name, justify="right")
    for process in zone.processes:
        table.add_row(*_cells(process))
    return table


def _cells(process: ProcessStatus) -> list[RenderableType]:
    state = Text(process.state, _GOOD if process.state == "running" else _BAD)
    if process.pid is None:
        return [process.role, state, "-", "-", str(process.restarts), "-"]
    more = f" in {process.members}" if process.members > 1 else ""
    memory = "not known" if process.memory_bytes is None else size(process.memory_bytes) + more
    since = ago(time.time() - process.since)
    return [process.role, state, str(process.pid), since, str(process.restarts), memory]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def size(count: int) -> str:
    """Bytes for people: 3 digits and a unit."""
    value = float(count)
    for unit in _UNITS:
        if value < 999.5 or unit == _UNITS[-1]:
            return f"{value:.3g} {unit}" if value < 999.5 else f"{value:.0f} {unit}"
        value /= 1000
    return ""


def ago(seconds: float) -> str:
    """How long, in the two largest units."""
    whole = max(0, round(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    first = next((place for place, (value, _) in enumerate(parts) if value), 3)
    return " ".join(f"{value} {unit}" for value, unit in parts[first : first + 2] if value) or "0 s"
