"""``kurzum feed ...``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from cyclopts import App
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from kurzum.app import operating
from kurzum.cli.saying import show
from kurzum.core.errors import Refused
from kurzum.feed.counterfactual import Counterfactual, Slots
from kurzum.feed.examination import ExamConfig, Examined, Pupil, examine
from kurzum.feed.watch_log import read

feed = App(name="feed", help="How good the feed is.")

_SAYS = {
    "page_gauc": "page: long views before others, by person and day (GAUC)",
    "taste_hr_5": "taste: the next long view in the best 5 of 100 (HR@5)",
    "taste_ndcg_10": "taste: how far up the best 10 (NDCG@10)",
    "find_hr_20": "find: the next long view in the first 20 of all (HR@20)",
    "find_ndcg_20": "find: how far up these (NDCG@20)",
    "find_cold_hr_20": "find, for people without a long view before (HR@20)",
    "coverage_20": "share of all clips that came up",
}
_TARGETS = {
    "best": "by the learner's highest score",
    "odds": "by odds of the learner's scores",
    "rate": "by what everybody watches most",
    "log": "as the log drew",
}
_BY = {"ips": "IPS", "snips": "SNIPS", "dr": "doubly robust"}


class Evaluation(msgspec.Struct, frozen=True):
    """What ``evaluate`` says to programs. ``unknown``: watches of clips that the log does not describe."""

    examined: Examined
    counterfactual: Counterfactual | None
    unknown: int


@feed.command
def evaluate(log: Path, *, warm: float = 0.25, seed: int = 1, json: bool = False) -> None:
    """Examine the feed's learner on a log: what it says before each watch, and what the watch then was.

    Where slots of the log were drawn by lot and it tells their propensities, it is also estimated what other
    ways of choosing would have earned there. docs/feed.md describes the measures and the form of a log.

    Parameters
    ----------
    log
        A file of JSON lines: {"kind": "clip", ...} and {"kind": "watch", ...}.
    warm
        Share of the log that is learned before anything is asked.
    seed
        Of all that is drawn by lot; the same seed gives the same figures.
    json
        As JSON, for programs.
    """
    if not 0 <= warm < 1:
        raise Refused(f"--warm {warm:g} leaves nothing to ask; give a share from 0 to below 1")
    if not log.is_file():
        raise Refused(f"{log} is no file, so nothing was evaluated; check the name")
    found = _evaluated(log, ExamConfig(warm=warm, seed=seed))
    if json:
        show(found)
    else:
        _print(found)


@feed.command
def replay(page: str, *, home: Path = Path("var"), zone: str | None = None, json: bool = False) -> None:
    """Rank a stored page of For You again, from its sealed record, and say whether it comes out the same.

    The custodian writes down that it was asked for. Of whoever saw the page nothing is told.

    Parameters
    ----------
    page
        The page's id, as its answer said.
    home
        Folder in which everything lives.
    zone
        The zone that has the page; each is asked if not given.
    json
        As JSON, for programs.
    """
    found = asyncio.run(operating.replay(home.absolute(), zone, page))
    if json:
        show(found)
    else:
        _print_page(found)


def _print_page(page: dict[str, Any]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    same = "comes out as it was served" if page["same"] else "comes out OTHERWISE than it was served"
    console.print(f"page {page['page']} of {page['at']}, configuration {page['engine']}: {same}")
    erased = f", {page['erased']} of them erased since" if page["erased"] else ""
    console.print(f"{len(page['picks'])} picks of {page['candidates']} candidates{erased}")
    table = Table(box=None, pad_edge=False)
    for name in ("slot", "clip", "why"):
        table.add_column(name)
    for name in ("score", "propensity"):
        table.add_column(name, justify="right")
    for slot, pick in enumerate(page["picks"], 1):
        why = ", ".join(pick["reasons"])
        clip = pick["clip"] or "(erased)"
        table.add_row(str(slot), clip, why, f"{pick['score']:.3f}", f"{pick['propensity']:.3f}")
    console.print(table)


def _evaluated(log: Path, config: ExamConfig) -> Evaluation:
    with _progress() as progress:
        reading = progress.add_task("reading the log", total=log.stat().st_size)
        known = read(log, lambda read_bytes: progress.advance(reading, read_bytes))
        if not known.watches:
            raise Refused(f"{log} has no watches of clips that it describes, so there is nothing to evaluate")
        pupil = Pupil(known, config)
        slots = Slots(pupil, known.watches)
        asking = progress.add_task("asking and teaching", total=len(known.watches))
        examined = examine(pupil, config, lambda done: progress.advance(asking, done), slots.take)
        progress.update(asking, completed=len(known.watches))
        estimated = slots.answers(np.random.default_rng(config.seed))
    return Evaluation(examined, estimated, known.unknown)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for whoever watches; nothing where standard error is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield progress


def _print(found: Evaluation) -> None:
    console = Console(highlight=False, soft_wrap=True)
    examined = found.examined
    console.print(
        f"{examined.watches:,} watches, {examined.long_share:.1%} of them long; asked at {examined.asked:,} "
        f"long views and over {examined.days:,} days of persons"
    )
    if found.unknown:
        console.print(f"{found.unknown:,} more were left out: the log does not say what their clips are")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, says in _SAYS.items():
        value = getattr(examined, name)
        table.add_row(says, "nothing to ask" if value is None else f"{value:.4f}")
    console.print(table)
    if found.counterfactual is None:
        console.print(
            "no slot of this log tells its propensity and the clips among which it was drawn, so nothing"
        )
        console.print("can be said of what other ways of choosing would have earned")
    else:
        console.print(_estimates(found.counterfactual))


def _estimates(found: Counterfactual) -> Table:
    title = (
        f"Long views in {found.slots:,} slots drawn by lot: {found.logged:.4f} of them were, as the log drew"
    )
    table = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="")
    table.add_column("if it were chosen")
    table.add_column("told by")
    for name in ("estimate", "95 % from", "to"):
        table.add_column(name, justify="right")
    for one in found.answers:
        says = (_TARGETS[one.target], f"  (worth {one.effective:,.0f} slots)", "")
        for line, (name, by) in zip(says, one.by.items(), strict=True):
            table.add_row(line, _BY[name], f"{by.value:.4f}", f"{by.low:.4f}", f"{by.high:.4f}")
    return table
