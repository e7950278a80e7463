"""The benchmarks: run by `make bench`, one by `make bench PART=name`, so many times each by `TIMES=n`.

Each figure stands beside the bare tool's, measured in the same run. Written to bench/results.json; with
``--book`` (`make bench-book`) docs/benchmarks.md is brought up to date from there, and nothing is measured.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import book, measures
from bench.measures.figure import Figure, Measure
from bench.proofs.part import ROOT, code_version

RESULTS = ROOT / "bench" / "results.json"


def known() -> dict[str, Measure]:
    """Every measure by its name: the ``MEASURES`` of the modules beside ``figure``."""
    found: dict[str, Measure] = {}
    for module in sorted(pkgutil.iter_modules(measures.__path__), key=lambda one: one.name):
        for measure in getattr(importlib.import_module(f"bench.measures.{module.name}"), "MEASURES", ()):
            found[measure.name] = measure
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print the table. Exit code 1: a bar was missed or a measure failed."""
    there = known()
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--part", default="", help="one of: " + ", ".join(there))
    asked.add_argument("--times", type=int, default=5, help="how often each is measured")
    asked.add_argument("--book", action="store_true", help="write docs/benchmarks.md from bench/results.json")
    given = asked.parse_args(words)
    if given.part and given.part not in there:
        asked.error(f"there is no measurement '{given.part}'; name one of {', '.join(there)}")
    if given.book:
        return book.main(RESULTS)
    results: dict[str, list[Figure]] = {}
    failed: list[str] = []
    for measure in [there[given.part]] if given.part else list(there.values()):
        busy = tell_of_load()
        print(f"{measure.name}: {measure.says} (about {measure.minutes:g} minutes)", flush=True)
        try:
            results[measure.name] = measure.run(given.times)
        except Exception:
            traceback.print_exc()
            failed.append(measure.name)
        else:
            write(measure, results[measure.name], busy)
    show(results)
    for name in failed:
        print(f"{name} could not be measured; see above")
    missed = any(one.held is False for figures in results.values() for one in figures)
    return 1 if missed or failed else 0


def tell_of_load() -> float:
    """The machine's load before a measure; said aloud where others use the processor too."""
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        print(f"the machine is busy (load {load:.1f}): times will be off, their ratios less so", flush=True)
    return round(load, 1)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    cores = sum(line.startswith("processor") for line in _lines("/proc/cpuinfo"))
    memory = next(
        (int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    return {
        "cpu": cpu, "cores": cores, "memory_gib": round(memory / 1024**2, 1),
        "kernel": platform.release(), "python": platform.python_version(),
    }  # fmt: skip


def write(measure: Measure, figures: Sequence[Figure], load: float) -> None:
    """Keep a measure's figures beside those of the others; figures of another machine are dropped."""
    record = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    here = machine()
    if record.get("machine") != here:
        record = {"machine": here}
    record.setdefault("measures", {})[measure.name] = {
        "says": measure.says, "code": code_version(), "load_before": load, "minutes": measure.minutes,
        "figures": [_said(one) for one in figures],
    }  # fmt: skip
    RESULTS.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")


def show(results: dict[str, list[Figure]]) -> None:
    """The table."""
    table = Table(title="Benchmarks")
    for column in ("measure", "figure", "ours", "bare", "ratio", "bar", ""):
        table.add_column(column, overflow="fold")
    for name, figures in results.items():
        for one in figures:
            bar = "" if one.bar is None else f"{one.sense} {one.bar:g}"
            held = {None: "", True: "held", False: "MISSED"}[one.held]
            bare = "" if one.against is None else f"{one.against:.4g}"
            ratio = "" if one.ratio is None else f"{one.ratio:.3g}"
            table.add_row(name, one.name, f"{one.value:.4g} {one.unit}", bare, ratio, bar, held)
    Console().print(table)
    print(f"written to {RESULTS.relative_to(ROOT)}")


def _said(one: Figure) -> dict[str, Any]:
    return {
        "name": one.name, "unit": one.unit, "ours": one.value, "bare": one.against, "ratio": one.ratio,
        "bar": one.bar, "sense": one.sense, "held": one.held, "note": one.note,
        "samples": {"ours": list(one.ours), "bare": list(one.bare)},
    }  # fmt: skip


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
