"""What a viewer does with a clip: how long they watch, and what else. Lots are of world, person and clip."""

from __future__ import annotations

import math

import numpy as np

from kurzum.feed.growing import Floats
from kurzum.feed.watches import Watch
from parts.simulation.world import World

_GOLDEN = 0x9E3779B97F4A7C15
_ALL_64 = (1 << 64) - 1
_LIKE, _SHARE, _COMMENT, _FOLLOW = 0.25, 0.04, 0.03, 0.03
"""Chances after a clip that was watched to its end, times the chance that it would be."""
_TOO_MUCH = 0.01
"""The chance of saying that a clip is of no interest, where it was left and was not likely to please."""
_SKIP_MS = 2_000


class Watching:
    """How the viewers of a world watch."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._odds: dict[int, Floats] = {}

    def odds(self, person: int) -> Floats:
        """Log odds that a person watches each clip of the world to its end, fresh and rested; float32 [n]."""
        found = self._odds.get(person)
        if found is None:
            given, clips, viewers = self.world.parameters, self.world.clips, self.world.viewers
            found = (
                np.float32(given.base)
                + viewers.ready[person]
                + np.float32(given.of_topic) * (clips.weights @ viewers.loves[person])
                + np.float32(given.of_style) * (clips.styles @ viewers.styles[person])
                + np.float32(given.of_quality) * clips.quality
            )
            self._odds[person] = found
        return found

    def turn(self, person: int, loves: Floats) -> None:
        """From now on a person loves other topics."""
        self.world.viewers.loves[person] = loves
        self._odds.pop(person, None)

    def watch(self, person: int, clip: int, at_ms: int, before: int, tired: int) -> Watch:
        """What they do. ``before``: how often they watched it already; ``tired``: how many of the last five
        clips had its topic."""
        given = self.world.parameters
        odds = float(self.odds(person)[clip]) - given.tired * tired - (given.again if before else 0.0)
        chance = 1 / (1 + math.exp(-odds))
        lot = Lots(given.seed, person, clip, before)
        duration_ms = int(self.world.clips.duration_ms[clip])
        if lot.next() < chance:
            loops = 1.0 + (lot.next() if lot.next() < 0.2 * chance else 0.0)
            acts = [lot.next() < often * chance for often in (_LIKE, _SHARE, _COMMENT, _FOLLOW)]
            return Watch(
                person=person, clip=clip, at_ms=at_ms, watched_ms=int(duration_ms * loops),
                duration_ms=duration_ms, like=acts[0], share=acts[1], comment=acts[2], follow=acts[3],
            )  # fmt: skip
        skips = lot.next() < 0.8 * (1 - chance)
        watched_ms = 300 + lot.next() * (_SKIP_MS - 300) if skips else (0.1 + 0.8 * lot.next()) * duration_ms
        hidden = lot.next() < _TOO_MUCH * (1 - chance)
        return Watch(
            person=person, clip=clip, at_ms=at_ms, watched_ms=int(watched_ms), duration_ms=duration_ms,
            hidden=hidden,
        )  # fmt: skip


class Lots:
    """Numbers from 0 to 1, the same for the same words (splitmix64, Steele et al., 2014)."""

    __slots__ = ("_state",)

    def __init__(self, *words: int) -> None:
        state = 0
        for word in words:
            state = _mixed(state ^ word)
        self._state = state

    def next(self) -> float:
        """The next number."""
        self._state = (self._state + _GOLDEN) & _ALL_64
        return _mixed(self._state) / (1 << 64)


def _mixed(value: int) -> int:
    value = (value + _GOLDEN) & _ALL_64
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _ALL_64
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _ALL_64
    return value ^ (value >> 31)
