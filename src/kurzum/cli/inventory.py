"""``kurzum zone inventory``."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kurzum.app.inventory import Inventory, OfCategory, inventory_of
from kurzum.cli.saying import show

_WIDE = 160
"""Columns where there is no terminal that says how many it has."""

_SAYS = {
    "column": "in the database",
    "document": "in documents",
    "file": "in files",
    "event": "in events",
    "feature": "in features",
    "job": "in jobs",
    "memory": "in memory",
    "log": "in logs",
    "metric": "in metrics",
    "device": "on the device",
    "sent": "on its way",
}


def inventory(*, zone: str | None = None, home: Path = Path("var"), json: bool = False) -> None:
    """Print it.

    Parameters
    ----------
    zone
        One zone by its name; all of them where none is named.
    home
        Folder whose settings say how long things are kept. Nothing needs to run, or to be there.
    json
        As JSON, for programs.
    """
    found = inventory_of(home.absolute(), zone)
    if json:
        show(found)
    else:
        _lay_out(found)


def _lay_out(found: Inventory) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    for zone in found.zones:
        console.print(
            Text.assemble((zone.name, "bold"), f"  markets {' '.join(zone.markets)}  {zone.custodian}")
        )
    for category in found.categories:
        console.print()
        console.print(_category(category))


def _category(found: OfCategory) -> RenderableType:
    head = Text.assemble((found.category, "bold"), "  ", found.says)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("protected", found.protected)
    facts.add_row("a thief learns", found.thief)
    return Group(head, Padding(facts, (0, 0, 0, 2)), Padding(_places(found), (0, 0, 0, 2)))


def _places(found: OfCategory) -> RenderableType:
    if not found.places:
        return Text("there is nothing of this category", "dim")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, share in (("", 2), ("where", 5), ("what", 8), ("kept", 5)):
        table.add_column(name, ratio=share, overflow="fold")
    before = ""
    for place in found.places:
        kind = _SAYS[place.kind]
        table.add_row("" if kind == before else kind, place.place, ", ".join(place.fields), place.kept)
        before = kind
    return table
