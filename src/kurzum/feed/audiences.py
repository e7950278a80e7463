"""First audiences: to how many people each clip was shown, and how many watched it to its end.

Every new clip is to be shown to ``goal`` people, within its first day where there is traffic; until then, and
for no more than its first days, it is *unproven*, and slots of pages are kept for it (``explore``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import grown

_DAY_MS = 86_400_000
Bools = NDArray[np.bool_]


class AudienceConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``goal``: people; ``days``: so long a clip without them is owed them; ``to_end``: share of its length
    that is watched to the end."""

    goal: int = 100
    days: float = 3.0
    to_end: float = 0.95


class Audience(msgspec.Struct, frozen=True):
    """``shown``: people to whom feeds showed the clip; ``ended``: of these, who watched it to the end."""

    shown: int
    ended: int


class FirstAudience(msgspec.Struct, frozen=True, kw_only=True):
    """How a clip fares. ``shown``: people to whom feeds showed it; ``watched``: of these, to its end.

    ``goal``: so many people every new clip is shown to; ``state``: ``waiting`` (nobody saw it yet),
    ``running``, ``done``; ``promoted``: it is watched more than others, so it is shown on.
    """

    shown: int
    watched: int
    goal: int
    state: Literal["waiting", "running", "done"]
    promoted: bool


class Audiences:
    """``counts`` int32 [n, 2]: shown, ended; by the numbers of ``columns``."""

    def __init__(self, columns: Columns, config: AudienceConfig) -> None:
        self.config = config
        self._columns = columns
        self.counts: Int32 = np.zeros((0, 2), np.int32)

    def saw(self, clip: int, watched_ms: int) -> None:
        """A feed showed a clip to somebody for the first time, for so long."""
        self.counts = grown(self.counts, clip + 1)
        length = self._columns.duration_ms.item(clip)
        self.counts[clip, 0] += 1
        if length > 0 and watched_ms >= self.config.to_end * length:
            self.counts[clip, 1] += 1

    def of(self, clip: int) -> Audience:
        """The audience of a clip."""
        shown, ended = self.counts[clip].tolist() if clip < len(self.counts) else (0, 0)
        return Audience(shown, ended)

    def ended(self, clips: Rows) -> Int32:
        """How many watched each of these to the end."""
        self._cover()
        ended: Int32 = self.counts[clips, 1]
        return ended

    def waits(self, clips: Rows | Int32, now_ms: int) -> Bools:
        """Of each of these whether it is owed a first audience."""
        self._cover()
        young = now_ms - self._columns.published_us[clips] // 1000 < self.config.days * _DAY_MS
        waits: Bools = young & (self.counts[clips, 0] < self.config.goal)
        return waits

    def unproven(self, clips: Rows, now_ms: int) -> Rows:
        """Of these clips, the newest first, those that are owed an audience, the least shown first."""
        found = clips[self.waits(clips, now_ms)]
        return found[np.argsort(self.counts[found, 0], kind="stable")]

    def stored(self, ids_of: Callable[[Int32], bytes]) -> tuple[bytes, bytes]:
        """Ids of the clips that anybody saw, and their counts as int32 [n, 2]."""
        there = np.flatnonzero(self.counts[:, 0]).astype(np.int32)
        return ids_of(there), self.counts[there].astype("<i4").tobytes()

    def restore(self, clips: Int32, counts: bytes) -> None:
        """What ``stored`` gave, of clips by their numbers now."""
        self.counts = grown(self.counts, int(clips.max(initial=-1)) + 1)
        self.counts[clips] = np.frombuffer(counts, "<i4").reshape(-1, 2)

    def _cover(self) -> None:
        self.counts = grown(self.counts, len(self._columns.audience))
