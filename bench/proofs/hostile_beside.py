"""Somebody uploads hostile files without end: others who ask for pages hardly notice."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.proofs.part import Part, Tally
from parts.caller import Caller, small_clip
from parts.hostile import kinds
from parts.hostile_mutations import mutant
from parts.hostile_seeds import Seed, seeds
from parts.processes import state_of
from parts.running import running

BAR, SENDERS = 2.0, 2
PHASE_S, PAUSE_S = 15.0, 0.004
"""How long each half of a round is, and how long one who asks waits before the next page."""
SETTINGS = "[editions.default]\nclip_min_ms = 1000\nclip_max_ms = 20000\n"
MUTANTS_BETWEEN = 5
MOST_SENT = 64 << 20
"""A larger file is a test of the wire."""
_PAGES = ("/api/feed?limit=10", "/healthz", "/api/people/viewer", "/api/feed?limit=10", "/")


@dataclass
class Senders:
    """People who upload whatever comes next, each in a thread of its own, until told to stop."""

    callers: Sequence[Caller]
    files: Callable[[], Path]
    ended: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self._stop.clear()
        self._threads = [threading.Thread(target=self._send, args=(one,)) for one in self.callers]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self, caller: Caller) -> None:
        try:
            while not self._stop.is_set():
                source = self.files()
                clip = caller.clip(source, source.name[:40])
                self.ended.append(clip["state"])
                if clip["state"] not in ("published", "rejected") or _failed(clip):
                    self.trouble.append(f"{source.name}: {clip['state']} {clip.get('rejection')}")
        except Exception as error:
            self.trouble.append(f"{type(error).__name__}: {error}"[:400])


def beside(tally: Tally) -> None:
    """Rounds of two halves, quiet and beside senders, the first of them in turn."""
    with (
        tempfile.TemporaryDirectory(prefix="beside") as place,
        running(unlimited=True, settings=SETTINGS) as zone,
    ):
        folder = Path(place)
        origin = zone.tool_origin("us")
        asker = Caller(origin, "US").join("viewer")
        asker.clip(small_clip(folder))
        callers = [Caller(origin, "US").join(f"sender{n}") for n in range(SENDERS)]
        senders = Senders(callers, _in_turn(folder, seeds(folder / "seeds")))
        worker = state_of(zone.home, "us")["worker"]["pid"]
        while tally.wanted():
            _round(tally, asker, senders)
            if (now := state_of(zone.home, "us")["worker"]["pid"]) != worker:
                tally.failed(f"the worker ended and was started anew ({worker}, {now})")
                worker = now
        judge(tally)
        for caller in (asker, *callers):
            caller.close()


def judge(tally: Tally) -> None:
    """One round's p99 says little on a small machine: what counts is the median of their ratios."""
    ratios = tally.figures.get("ratio", [])
    if ratios and statistics.median(ratios) >= BAR:
        tally.failed(f"p99 beside hostile files is {statistics.median(ratios):.2f} times the one without")


def _round(tally: Tally, asker: Caller, senders: Senders) -> None:
    halves: dict[bool, list[float]] = {}
    before = len(senders.ended)
    for sending in (False, True) if tally.done % 2 else (True, False):
        if sending:
            senders.start()
        halves[sending] = _asked(asker.http)
        if sending:
            senders.stop()
    alone, beside = _p99_ms(halves[False]), _p99_ms(halves[True])
    figures: dict[str, Any] = {
        "p99_alone_ms": alone, "p99_beside_ms": beside, "ratio": beside / alone,
        "median_alone_ms": statistics.median(halves[False]) * 1000,
        "median_beside_ms": statistics.median(halves[True]) * 1000,
        "slowest_beside_ms": max(halves[True]) * 1000, "slowest_alone_ms": max(halves[False]) * 1000,
        "files_met": len(senders.ended) - before,
    }  # fmt: skip
    if senders.trouble:
        tally.failed(f"{senders.trouble[:3]}", **figures)
        senders.trouble.clear()
    else:
        tally.passed(**figures)


def _asked(http: httpx.Client) -> list[float]:
    """Seconds that each page took, asked one after the other for ``PHASE_S``."""
    took: list[float] = []
    end = time.monotonic() + PHASE_S
    for page in itertools.cycle(_PAGES):
        began = time.monotonic()
        if began > end:
            return took
        answer = http.get(page)
        took.append(time.monotonic() - began)
        assert answer.status_code == 200, f"{page}: {answer.status_code}"
        time.sleep(PAUSE_S)
    return took


def _in_turn(folder: Path, good: Sequence[Seed]) -> Callable[[], Path]:
    """Hostile files without end: each kind that is small enough to send, some mutations after each."""
    named = itertools.cycle(_made(folder, good))
    numbers, lock = itertools.count(), threading.Lock()

    def next_file() -> Path:
        with lock:
            number = next(numbers)
            if number % (MUTANTS_BETWEEN + 1) == 0:
                return next(named)
        path = folder / f"mutant-{number}"
        path.write_bytes(mutant(good, number).data)
        return path

    return next_file


def _made(folder: Path, good: Sequence[Seed]) -> list[Path]:
    made = []
    for kind in kinds():
        kind.write(folder / kind.name, good)
        if (folder / kind.name).stat().st_size <= MOST_SENT:
            made.append(folder / kind.name)
    return made


def _failed(clip: dict[str, object]) -> bool:
    rejection = clip.get("rejection")
    return isinstance(rejection, dict) and rejection.get("code") == "failed"


def _p99_ms(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=100)[98] * 1000


PARTS = [
    Part("hostile-beside-others", "p99 of pages beside hostile uploads", 10, "rounds", 8, beside),
]
