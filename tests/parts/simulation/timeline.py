"""When viewers look: sessions over the days, more in the evening than at night."""

from __future__ import annotations

import msgspec
import numpy as np

from parts.simulation.world import DAY_MS, HOUR_MS, START_MS, World


class Session(msgspec.Struct, frozen=True):
    """A person looks from ``at_ms`` on, at so many clips."""

    at_ms: int
    person: int
    watches: int


def sessions(world: World, days: int) -> list[Session]:
    """All sessions of the first ``days``, in order of time; the same each time."""
    given = world.parameters
    rng = np.random.default_rng(given.seed + 1)
    hours = np.arange(24)
    busy = 1.15 + np.cos((hours - 20) / 24 * 2 * np.pi)
    found = []
    for day in range(days):
        watches = rng.poisson(world.viewers.activity[: given.viewers])
        for person, many in enumerate(watches.tolist()):
            parts = -(-many // given.session)
            at_h = rng.choice(hours, parts, p=busy / busy.sum())
            for part, hour in enumerate(at_h.tolist()):
                size = many // parts + (part < many % parts)
                at_ms = START_MS + day * DAY_MS + hour * HOUR_MS + int(rng.integers(HOUR_MS))
                found.append(Session(at_ms, person, size))
    return sorted(found, key=lambda one: (one.at_ms, one.person))
