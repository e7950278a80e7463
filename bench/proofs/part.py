"""A part of the long proofs: rounds that add up over runs until the part's goal is reached."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "bench" / "proofs.json"
_KEPT_FAILURES = 50


@dataclass(frozen=True)
class Part:
    """``goal``: how many rounds, each ``unit``, make it whole. ``minutes``: how long about, on 2 cores."""

    name: str
    says: str
    goal: int
    unit: str
    minutes: float
    run: Callable[[Tally], None]


@dataclass
class Tally:
    """The rounds of one part: how many are done in all runs, and whether another one is wanted now.

    A part's ``run`` asks ``wanted`` before each round, takes ``done`` as the seed of that round, so that no
    run repeats another's, and ends it with ``passed`` or ``failed``. Each round is written down at once.
    """

    part: Part
    ends_at: float | None = None
    done: int = 0
    failures: list[str] = field(default_factory=list)
    failed_rounds: int = 0
    seconds: float = 0.0
    figures: dict[str, list[float]] = field(default_factory=dict)
    of_code: dict[str, int] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)

    def wanted(self) -> bool:
        """Whether another round is to be done: the goal is not reached and time is left."""
        in_time = self.ends_at is None or time.monotonic() < self.ends_at
        return self.done < self.part.goal and in_time

    def passed(self, rounds: int = 1, **figures: float) -> None:
        """So many rounds held; ``figures``: what was measured in them."""
        self._end(rounds, figures)

    def failed(self, why: str, rounds: int = 1, **figures: float) -> None:
        """So many rounds did not hold: what was seen, in words that let one look for the cause."""
        self.failed_rounds += rounds
        self.failures = [*self.failures, f"round {self.done}: {why}"][-_KEPT_FAILURES:]
        print(f"  {self.part.name}, round {self.done}: {why}", flush=True)
        self._end(rounds, figures)

    def _end(self, rounds: int, figures: dict[str, float]) -> None:
        now = time.monotonic()
        self.seconds += now - self._since
        self._since = now
        self.done += rounds
        for name, value in figures.items():
            self.figures.setdefault(name, []).append(round(value, 4))
        code = code_version()
        self.of_code[code] = self.of_code.get(code, 0) + rounds
        _write(self)

    def summary(self) -> dict[str, str]:
        """Median and greatest of each figure, in words."""
        return {
            name: f"median {statistics.median(values):g}, most {max(values):g}"
            for name, values in self.figures.items()
        }


def resume(part: Part, minutes: float | None) -> Tally:
    """The part's tally so far, to be gone on with for at most so many minutes."""
    ends_at = None if minutes is None else time.monotonic() + 60 * minutes
    known = _read().get(part.name, {})
    kept = ("done", "failures", "failed_rounds", "seconds", "figures", "of_code")
    return Tally(part, ends_at, **{name: known[name] for name in kept if name in known})


def forget(name: str) -> None:
    """Begin the part anew."""
    record = _read()
    record.pop(name, None)
    _put(record)


def code_version() -> str:
    """Which code was proven: the commit, with a mark when files differ from it."""
    shown = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return shown.stdout.strip() or "no git"


def _write(tally: Tally) -> None:
    record = _read()
    record[tally.part.name] = {
        "says": tally.part.says,
        "goal": tally.part.goal,
        "unit": tally.part.unit,
        "done": tally.done,
        "failed_rounds": tally.failed_rounds,
        "failures": tally.failures,
        "seconds": round(tally.seconds, 1),
        "figures": tally.figures,
        "of_code": tally.of_code,
    }
    _put(record)


def _read() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _put(record: dict[str, Any]) -> None:
    fresh = RECORD.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    fresh.replace(RECORD)
