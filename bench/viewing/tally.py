"""What came of a crowd's requests: how many of each kind, how long they took, and what went wrong."""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.table import Table

_KEPT_WORDS = 40


@dataclass
class Kind:
    """One kind of request. ``waits_ms``: until its answer was whole."""

    waits_ms: array[float] = field(default_factory=lambda: array("f"))
    errors: int = 0
    bytes: int = 0

    def percentile(self, percent: float) -> float:
        """In ms; not a number where there was none."""
        ordered = sorted(self.waits_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


class Tally:
    """All kinds. ``words``: what went wrong, each with how often."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.words: Counter[str] = Counter()
        self.began = time.monotonic()

    def kind(self, name: str) -> Kind:
        """The figures of one kind."""
        return self.kinds.setdefault(name, Kind())

    @contextmanager
    def timed(self, name: str) -> Iterator[Kind]:
        """Time a request; whoever asks adds its bytes and says what went wrong."""
        began = time.perf_counter()
        kind = self.kind(name)
        yield kind
        kind.waits_ms.append((time.perf_counter() - began) * 1000)

    def wrong(self, name: str, words: str) -> None:
        """Note that a request of that kind went wrong."""
        self.kind(name).errors += 1
        if len(self.words) < _KEPT_WORDS or f"{name}: {words}" in self.words:
            self.words[f"{name}: {words}"] += 1

    @property
    def requests(self) -> int:
        """How many in all."""
        return sum(len(kind.waits_ms) for kind in self.kinds.values())

    @property
    def errors(self) -> int:
        """How many went wrong."""
        return sum(kind.errors for kind in self.kinds.values())

    def table(self) -> Table:
        """Everything, for people."""
        took = time.monotonic() - self.began
        table = Table(title=f"{self.requests} requests in {took:.0f} s, {self.errors} went wrong")
        for column in (
            "kind",
            "requests",
            "a second",
            "errors",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "most ms",
            "MB",
        ):
            table.add_column(column, justify="left" if column == "kind" else "right")
        for name, kind in sorted(self.kinds.items()):
            times = [f"{kind.percentile(percent):.1f}" for percent in (50, 95, 99, 100)]
            count = len(kind.waits_ms)
            table.add_row(
                name, str(count), f"{count / took:.2f}", str(kind.errors), *times, f"{kind.bytes / 1e6:.1f}"
            )
        return table
