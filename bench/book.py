"""The table of docs/benchmarks.md, from bench/results.json: `make bench-book`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BOOK = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGINS, ENDS = "<!-- figures: written by make bench-book -->", "<!-- end of figures -->"


def main(results: Path) -> int:
    """Bring the book up to date. Exit code 1: nothing was measured yet, or the book has lost its marks."""
    if not results.exists():
        print("nothing was measured yet: run make bench first")
        return 1
    before, begins, rest = BOOK.read_text("utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        print(f"{BOOK} has no place for the figures: it needs the lines {BEGINS} and {ENDS}")
        return 1
    figures = "\n".join(lines(json.loads(results.read_text("utf-8"))))
    BOOK.write_text(f"{before}{BEGINS}\n{figures}\n{ENDS}{after}", "utf-8")
    print(f"written to docs/{BOOK.name}")
    return 0


def lines(record: dict[str, Any]) -> Iterator[str]:
    """The machine, then a table for each measure with the command that prints it."""
    here = record["machine"]
    yield (
        f"Machine: {here['cpu']}, {here['cores']} cores, {here['memory_gib']:g} GiB, "
        f"Linux {here['kernel']}, Python {here['python']}."
    )
    for name, measured in sorted(record["measures"].items()):
        yield ""
        yield f"### {name}: {measured['says']}"
        yield ""
        times = max((len(one["samples"]["ours"]) for one in measured["figures"]), default=0)
        yield (
            f"`make bench PART={name}`, {times} times, code `{measured['code']}`, "
            f"load of the machine before: {measured.get('load_before', 0):g}."
        )
        yield ""
        yield "| figure | ours | bare | ratio | bar | |"
        yield "| --- | ---: | ---: | ---: | --- | --- |"
        yield from (row(one) for one in measured["figures"])
        notes = {one["note"]: None for one in measured["figures"] if one["note"]}
        if notes:
            yield ""
            yield from (f"- {note}" for note in notes)


def row(one: dict[str, Any]) -> str:
    """A figure as a line of the table: medians, how far apart our samples are, whether the bar was met."""
    unit, spread = one["unit"], ""
    if len(ours := one["samples"]["ours"]) > 1:
        spread = f" ({number(min(ours))} to {number(max(ours))})"
    bare = "" if one["bare"] is None else f"{number(one['bare'])} {unit}"
    ratio = "" if one["ratio"] is None else number(one["ratio"])
    bar = "" if one["bar"] is None else f"{one['sense']} {one['bar']:g}{'' if ratio else ' ' + unit}"
    verdict = {None: "", True: "held", False: "**missed**"}[one["held"]]
    return f"| {one['name']} | {number(one['ours'])} {unit}{spread} | {bare} | {ratio} | {bar} | {verdict} |"


def number(value: float) -> str:
    """Three digits that count; whole numbers stay whole."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
