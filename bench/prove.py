"""The long proofs: run by `make prove`, one part by `make prove PART=name`, bounded by `MINUTES=n`.

Parts resume and add up over runs; what they have shown is in bench/proofs.json. Exit code 0: every part that
was asked for has reached its goal without a failed round, or held for as long as it was given.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench import proofs
from bench.proofs.part import RECORD, ROOT, Part, Tally, forget, resume


def parts() -> dict[str, Part]:
    """Every part by its name: the ``PARTS`` of the modules beside ``part``."""
    found: dict[str, Part] = {}
    for module in sorted(pkgutil.iter_modules(proofs.__path__), key=lambda one: one.name):
        for part in getattr(importlib.import_module(f"bench.proofs.{module.name}"), "PARTS", ()):
            found[part.name] = part
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for and print the table."""
    known = parts()
    asked = argparse.ArgumentParser(prog="make prove", description=__doc__)
    asked.add_argument("--part", default="", help="one of: " + ", ".join(known))
    asked.add_argument("--minutes", type=float, default=None, help="at most so long for each part")
    asked.add_argument("--anew", action="store_true", help="begin the parts anew, not where they stopped")
    given = asked.parse_args(words)
    if given.part and given.part not in known:
        asked.error(f"there is no part '{given.part}'; name one of {', '.join(known)}")
    tallies = []
    for part in [known[given.part]] if given.part else list(known.values()):
        if given.anew:
            forget(part.name)
        tally = resume(part, given.minutes)
        print(f"{part.name}: {part.says} ({tally.done} of {part.goal} done)", flush=True)
        part.run(tally)
        tallies.append(tally)
    show(tallies)
    bounded = given.minutes is not None
    held = all(not t.failed_rounds and (bounded or t.done >= t.part.goal) for t in tallies)
    return 0 if held else 1


def show(tallies: Sequence[Tally]) -> None:
    """The table of what was shown."""
    table = Table(title="Proofs")
    for column in ("part", "rounds", "failed", "minutes", "figures"):
        table.add_column(column, overflow="fold")
    for tally in tallies:
        figures = "\n".join(f"{name}: {words}" for name, words in tally.summary().items())
        table.add_row(
            tally.part.name,
            f"{tally.done} of {tally.part.goal} {tally.part.unit}",
            str(tally.failed_rounds),
            f"{tally.seconds / 60:.1f}",
            figures,
        )
    console = Console()
    console.print(table)
    for tally in tallies:
        for failure in tally.failures:
            console.print(f"{tally.part.name}, {failure}")
    console.print(f"written to {RECORD.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
