"""A policy before the viewers of a world: clips are published, pages asked, watches told, all is noted."""

from __future__ import annotations

import heapq
from array import array
from collections import deque
from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.watches import Watch
from parts.simulation.policy import Pick, Policy
from parts.simulation.timeline import sessions
from parts.simulation.watching import Watching
from parts.simulation.world import DAY_MS, START_MS, World

REPEAT_MS = 30 * DAY_MS
_SWIPE_MS = 800
_REMEMBERED = 5


class Shown(msgspec.Struct, frozen=True):
    """All that was on screens, in order of time. ``repeat``: the person had seen the clip within 30 days
    although there were others that they had not."""

    persons: Rows
    clips: Rows
    at_ms: NDArray[np.int64]
    watched_ms: NDArray[np.int64]
    whole: NDArray[np.bool_]
    repeat: NDArray[np.bool_]


class Stage:
    """Runs a policy in a world."""

    def __init__(self, world: World, policy: Policy) -> None:
        self.world = world
        self.policy = policy
        self.watching = Watching(world)
        self.published = 0
        self._seen: dict[int, dict[int, int]] = {}  # person -> clip -> when last
        self._times: dict[tuple[int, int], int] = {}
        self._recent: dict[int, deque[int]] = {}
        self._offered: dict[int, int] = {}  # person -> clips that there were when their page was made
        self._notes = tuple(array("q") for _ in range(6))

    def publish_until(self, at_ms: int) -> None:
        """Tell the policy of the clips that came out."""
        clips = self.world.clips
        until = int(np.searchsorted(clips.published_ms, at_ms, side="right"))
        for clip in range(self.published, until):
            self.policy.publish(
                clip, int(clips.creators[clip]), clips.tags[clip],
                int(clips.duration_ms[clip]), int(clips.published_ms[clip]),
            )  # fmt: skip
        self.published = until

    def page(self, person: int, at_ms: int) -> list[Pick]:
        """A page for a person."""
        self.publish_until(at_ms)
        self._offered[person] = self.published
        return self.policy.page(person, at_ms, self.world.parameters.page)

    def show(self, person: int, clip: int, at_ms: int, hidden: bool = False) -> Watch:
        """A clip is on a person's screen; what they do is learned. ``hidden``: they want no such clips."""
        recent = self._recent.setdefault(person, deque(maxlen=_REMEMBERED))
        topic = int(self.world.clips.topics[clip, 0])
        times = self._times.get((person, clip), 0)
        watch = self.watching.watch(person, clip, at_ms, times, sum(one == topic for one in recent))
        if hidden:
            watch = msgspec.structs.replace(watch, hidden=True, like=False, share=False, follow=False)
        recent.append(topic)
        self._note(watch)
        self._times[person, clip] = times + 1
        self.policy.learn(watch)
        return watch

    def run(self, days: int, told: Callable[[int], None] | None = None) -> None:
        """Let the world's viewers look for so many days. ``told``: is called with each day that begins."""
        waiting = [
            (one.at_ms, n, one.person, one.watches) for n, one in enumerate(sessions(self.world, days))
        ]
        heapq.heapify(waiting)
        left: dict[int, int] = {}
        pages: dict[int, list[Pick]] = {}
        day = -1
        while waiting:
            at_ms, n, person, begins = heapq.heappop(waiting)
            if told is not None and (at_ms - START_MS) // DAY_MS > day:
                day = (at_ms - START_MS) // DAY_MS
                told(day)
            if begins and person in left:
                left[person] += begins  # still at it: they go on for longer
                continue
            left[person] = left.get(person, 0) + begins - 1
            page = pages.get(person) or self.page(person, at_ms)[::-1]
            watch = self.show(person, page.pop()[0], at_ms)
            pages[person] = page
            if left[person]:
                heapq.heappush(waiting, (at_ms + watch.watched_ms + _SWIPE_MS, n, person, 0))
            else:
                del left[person], pages[person]

    def shown(self) -> Shown:
        """Everything until now."""
        persons, clips, at_ms, watched_ms, whole, repeat = (
            np.frombuffer(note, np.int64).copy() for note in self._notes
        )
        return Shown(persons, clips, at_ms, watched_ms, whole > 0, repeat > 0)

    def _note(self, watch: Watch) -> None:
        seen = self._seen.setdefault(watch.person, {})
        last = seen.get(watch.clip)
        repeat = (
            last is not None
            and watch.at_ms - last < REPEAT_MS
            and len(seen) < self._offered.get(watch.person, self.published)
        )
        seen[watch.clip] = watch.at_ms
        whole = watch.watched_ms >= watch.duration_ms
        for note, value in zip(
            self._notes,
            (watch.person, watch.clip, watch.at_ms, watch.watched_ms, whole, repeat),
            strict=True,
        ):
            note.append(int(value))
