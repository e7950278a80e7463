"""How watch time and fairness to creators move with the share of exploration."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from bench.simulation.plot import Line, drawn
from parts.simulation.reckoning import Reckoning


class Point(msgspec.Struct, frozen=True):
    """A policy with so large a share of slots by lot, and what came of it."""

    share: float
    came: Reckoning


def picture(ours: Sequence[Point], loops: Sequence[Point], others: Sequence[tuple[str, Reckoning]]) -> str:
    """The trade-off as SVG; to the right is more watch time, below is fairer."""
    lines = [
        Line("Kurzum", [(one.came.watch_s, one.came.gini, f"{one.share:.0%}") for one in ours]),
        Line("Loops' rule", [(one.came.watch_s, one.came.gini, f"{one.share:.0%}") for one in loops]),
        *(Line(name, [(came.watch_s, came.gini, "")]) for name, came in others),
    ]
    return drawn(
        "Watch time against fairness, by share of slots by lot",
        "mean seconds watched of a clip on the screen",
        "Gini coefficient of impressions over creators",
        lines,
    )


def fairest_at(points: Sequence[Point], watch_s: float) -> float | None:
    """The lowest Gini coefficient that is reached with at least that watch time; between two points it is
    told by the straight line. None where no point comes up to it."""
    found = [one.came.gini for one in points if one.came.watch_s >= watch_s]
    ordered = sorted(points, key=lambda one: one.share)
    for one, other in pairwise(ordered):
        a, b = one.came, other.came
        if (a.watch_s - watch_s) * (b.watch_s - watch_s) < 0:
            part = (watch_s - a.watch_s) / (b.watch_s - a.watch_s)
            found.append(a.gini + part * (b.gini - a.gini))
    return min(found, default=None)
