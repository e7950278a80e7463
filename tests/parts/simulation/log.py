"""What a simulated zone would log: slots drawn by lot among a few clips, each with its propensity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kurzum.feed.watch_log import Log, LoggedClip, LoggedWatch
from kurzum.feed.watches import Watch
from parts.simulation.timeline import sessions
from parts.simulation.watching import Watching
from parts.simulation.world import World

Chances = Callable[[int, list[int]], list[float]]
"""With which chance a policy shows a person each of these clips."""
_SWIPE_MS = 30_000


def logged(world: World, days: int, among: int, chances: Chances | None = None) -> Log:
    """Each slot shows one of so many clips that are new to the person, drawn by ``chances``, else each as
    likely."""
    rng = np.random.default_rng(world.parameters.seed + 3)
    watching, clips = Watching(world), world.clips
    seen: dict[int, set[int]] = {}
    watches = []
    for session in sessions(world, days):
        for n in range(session.watches):
            at_ms = session.at_ms + n * _SWIPE_MS
            there = int(np.searchsorted(clips.published_ms, at_ms, side="right"))
            before = seen.setdefault(session.person, set())
            pool = [one for one in rng.permutation(there).tolist() if one not in before][:among]
            if not pool:
                break
            weights = chances(session.person, pool) if chances else [1 / len(pool)] * len(pool)
            place = int(rng.choice(len(pool), p=weights))
            watch = watching.watch(session.person, pool[place], at_ms, 0, 0)
            before.add(pool[place])
            watches.append(_line(watch, weights[place], pool))
    watches.sort(key=lambda one: one.at_ms)
    return Log(described(world), watches, 0)


def described(world: World) -> list[LoggedClip]:
    """What a log says of the clips."""
    clips = world.clips
    return [
        LoggedClip(
            clip=n, creator=int(clips.creators[n]), topics=tuple(f"topic {tag}" for tag in tags),
            duration_ms=int(clips.duration_ms[n]), published_ms=int(clips.published_ms[n]),
        )
        for n, tags in enumerate(clips.tags)
    ]  # fmt: skip


def _line(watch: Watch, propensity: float, among: list[int]) -> LoggedWatch:
    return LoggedWatch(
        person=watch.person, clip=watch.clip, at_ms=watch.at_ms, watched_ms=watch.watched_ms,
        duration_ms=watch.duration_ms, long=watch.watched_ms >= watch.duration_ms, like=watch.like,
        share=watch.share, comment=watch.comment, follow=watch.follow, hidden=watch.hidden,
        propensity=propensity, among=tuple(among),
    )  # fmt: skip
