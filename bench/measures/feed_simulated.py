"""Simulated viewers of known tastes: what the feed finds out, whom it shows, beside simpler rules.

The same world each time (`tests/parts/simulation/world.py`), so it is measured once however often is asked;
figures hang on nothing but the code. `python -m bench.feed_simulated --picture FILE` draws the trade-off.
"""

from __future__ import annotations

import os

from bench import feed_simulated
from bench.measures.figure import Figure, Measure
from parts.simulation.world import Parameters


def run(_times: int) -> list[Figure]:
    """Once."""
    ran = feed_simulated.measure(Parameters(), lambda wish: print(f"  {wish}"), os.cpu_count() or 1)
    return feed_simulated.figures(ran)


MEASURES = (Measure("feed_simulated", "the feed before viewers of known tastes", minutes=20, run=run),)
