"""The feed before simulated viewers of known tastes, beside popularity, Loops' rule and lots.

    PYTHONPATH=tests:. python -m bench.feed_simulated --picture docs/pictures/feed-tradeoff.svg --json FILE

Every parameter is in ``tests/parts/simulation/world.py``. All policies show unseen clips first, the least
recently seen after. ``make bench PART=feed_simulated`` measures the same beside the other benchmarks.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.measures.figure import Figure
from bench.simulation.runs import LOOPS, OURS, POPULAR, RANDOM, Ran, Wish, run_all
from bench.simulation.tradeoff import Point, fairest_at, picture
from kurzum.feed.rank import Config
from parts.simulation.world import Parameters

SHARE, LOOPS_SHARE = 1 / Config().explore_every, 0.3
"""The share of slots by lot that the server has by default, and Loops' rule as published."""
OUR_SHARES = (0.0, 1 / 20, SHARE, 1 / 5, 1 / 3, 1 / 2, 1.0)
LOOPS_SHARES = (0.0, 0.15, 0.3, 0.5, 0.75, 1.0)
TRADEOFF_DAYS = 10


def measure(parameters: Parameters, told: Callable[[Wish], None], workers: int) -> list[Ran]:
    """Every run: the long ones with probes of ours, then the shorter ones of the trade-off."""
    return run_all(parameters, wishes(parameters), workers, told)


def wishes(parameters: Parameters) -> list[Wish]:
    """What is run."""
    days, short = parameters.days, min(TRADEOFF_DAYS, parameters.days)
    return [
        Wish(OURS, SHARE, days, probes=True),
        Wish(LOOPS, LOOPS_SHARE, days, probes=True),
        Wish(POPULAR, 0.0, days),
        Wish(RANDOM, 1.0, days),
        *(Wish(OURS, share, short) for share in OUR_SHARES),
        *(Wish(LOOPS, share, short) for share in LOOPS_SHARES),
        Wish(POPULAR, 0.0, short),
        Wish(RANDOM, 1.0, short),
    ]


def figures(ran: Sequence[Ran]) -> list[Figure]:
    """The figures and their bars."""
    ours, loops, popular, lots = ran[:4]
    probed = ours.probed
    assert probed is not None
    curve = points(ran, OURS)
    [loops_short] = [one for one in points(ran, LOOPS) if one.share == LOOPS_SHARE]
    fairest = fairest_at(curve, loops_short.came.watch_s)
    return [
        Figure("one strong taste: share of a page after 10 watches", "median", [_median(probed.found)],
               bar=0.5, sense="at least"),
        Figure("a topic of no interest: share of the next page", "mean", [statistics.fmean(probed.refused)],
               bar=0.02),
        Figure("of that topic in truth, named or not", "mean", [statistics.fmean(probed.refused_true)]),
        Figure("a taste that turned: share of a page 20 watches on", "median",
               [_median(probed.turned)], bar=0.5, sense="at least"),
        Figure("the taste before: share of that page", "median", [_median(probed.turned_old)]),
        Figure("clips again within 30 days while unseen ones remain", "of all", [float(ours.came.repeats)],
               bar=0),
        Figure("new clips seen by 100 people within a day", "share", [ours.came.first], bar=0.95,
               sense="at least"),
        Figure("slots for that", "share", [ours.came.new_slots]),
        Figure("mean watch time, beside popularity's", "s", [ours.came.watch_s], [popular.came.watch_s],
               bar=1, sense="at least"),
        Figure("mean watch time, beside Loops' rule", "s", [ours.came.watch_s], [loops.came.watch_s], bar=1,
               sense="at least"),
        Figure("mean watch time, beside lots", "s", [ours.came.watch_s], [lots.came.watch_s]),
        Figure("Gini over creators, beside popularity's", "Gini", [ours.came.gini], [popular.came.gini],
               bar=1),
        Figure("Gini over creators at the watch time of Loops' rule", "Gini",
               [1.0 if fairest is None else fairest], [loops_short.came.gini], bar=1),
        Figure("Gini over creators as served, beside Loops' rule", "Gini", [ours.came.gini],
               [loops.came.gini]),
    ]  # fmt: skip


def points(ran: Sequence[Ran], policy: str) -> list[Point]:
    """A policy's points of the trade-off."""
    return [Point(one.wish.share, one.came) for one in ran[4:] if one.wish.policy == policy]


def drawn(ran: Sequence[Ran]) -> str:
    """The picture of the trade-off."""
    others = [(word, points(ran, name)[0].came) for word, name in (("popularity", POPULAR), ("lots", RANDOM))]
    return picture(points(ran, OURS), points(ran, LOOPS), others)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, draw. Exit code 1: a bar was missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=int, default=Parameters().days)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--picture", type=Path, help="where to write the trade-off as SVG")
    asked.add_argument("--json", type=Path, help="where to write all that was measured")
    given = asked.parse_args(words)
    parameters = Parameters(days=given.days)
    with _progress() as progress:
        task = progress.add_task("simulating", total=len(wishes(parameters)))
        ran = measure(parameters, lambda _: progress.advance(task), given.workers)
    if given.picture:
        given.picture.write_text(drawn(ran), "utf-8")
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(ran), indent=1))
    found = figures(ran)
    show(found, ran)
    return 1 if any(one.held is False for one in found) else 0


def show(found: Sequence[Figure], ran: Sequence[Ran]) -> None:
    """Two tables: figures beside their bars, and every run."""
    console = Console(soft_wrap=True)
    table = Table("figure", "ours", "beside", "bar", "", title="Simulated viewers")
    for one in found:
        bar = "" if one.bar is None else f"{one.sense} {one.bar:g}"
        beside = "" if one.against is None else f"{one.against:.4g}"
        held = {None: "", True: "held", False: "MISSED"}[one.held]
        table.add_row(one.name, f"{one.value:.4g} {one.unit}", beside, bar, held)
    console.print(table)
    runs = Table(
        "policy", "by lot", "days", "watch s", "whole", "Gini", "first audience", "repeats", title="Runs"
    )
    for each in ran:
        came = each.came
        runs.add_row(
            each.wish.policy, f"{each.wish.share:.0%}", str(each.wish.days), f"{came.watch_s:.2f}",
            f"{came.whole:.3f}", f"{came.gini:.3f}", f"{came.first:.3f}", str(came.repeats),
        )  # fmt: skip
    console.print(runs)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _median(shares: Sequence[float]) -> float:
    return float(statistics.median(shares))


if __name__ == "__main__":
    sys.exit(main())
