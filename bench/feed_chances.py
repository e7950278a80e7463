"""Whether chances come true on a recorded log, for `feed_eval.py --engine bench.feed_chances:engine`.

Each event's chances are asked before it is learned; the table is of the last two days, printed at the end.
What `feed_eval.py` itself prints with this engine means nothing: the learner is asked for nothing else.
"""

from __future__ import annotations

import atexit
import sys
from array import array
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from kurzum.feed.heads import CHANCES
from kurzum.feed.learner import LearnerConfig
from kurzum.feed.replay import LoggedClip, LoggedEvent, Replay
from kurzum.feed.watches import UNKNOWN

DAY_MS = 86_400_000
_BINS = 15
Doubles = NDArray[np.float64]


class Chances(Replay):
    """Keeps what was said before each event that tells its watched time, and what came."""

    def __init__(self, clips: Sequence[LoggedClip], seed: int) -> None:
        super().__init__(clips, LearnerConfig(), seed)
        self._days = array("q")
        self._said, self._came = array("d"), array("d")
        self._newest = 0
        atexit.register(self._report)

    def learn(self, event: LoggedEvent) -> None:
        """Note what is said of one event, then take it in."""
        clip, person = self.number(event.clip), self._people.get(event.person)
        if clip >= 0 and person is not None and event.watched_ms != UNKNOWN:
            told = self.learner.chances(person, np.array([clip]))
            self._days.append(event.at_ms // DAY_MS)
            self._said.extend(float(told[name][0]) for name in CHANCES)
            skipped = not event.long_view and event.watched_ms < self.learner.config.heads.skip_ms
            self._came.extend((event.long_view, event.like, event.share, event.follow, skipped))
        super().learn(event)

    def rank(self, person: int, at_ms: int, limit: int, exclude: Collection[int]) -> list[int]:
        """Nothing, at no cost."""
        return []

    def score(self, person: int, clips: Sequence[int], at_ms: int) -> list[float]:
        """Nothing, at no cost."""
        return [0.0] * len(clips)

    def _report(self) -> None:
        days = np.array(self._days)
        late = days >= days.max() - 1
        said, came = (np.array(one).reshape(-1, len(CHANCES))[late] for one in (self._said, self._came))
        print(f"{late.sum()} views", file=sys.stderr)
        for n, name in enumerate(CHANCES):
            mine, theirs = said[:, n], came[:, n]
            print(
                f"{name:7} came {theirs.mean():.5f} said {mine.mean():.5f} AUC {_auc(theirs, mine):.3f} "
                f"ECE {_ece(theirs, mine):.5f}",
                file=sys.stderr,
            )


def _ece(came: Doubles, said: Doubles) -> float:
    """Expected calibration error: what was said beside what came, in bins of as many views each."""
    parts = np.array_split(np.argsort(said, kind="stable"), _BINS)
    return float(sum(len(part) * abs(said[part].mean() - came[part].mean()) for part in parts) / len(said))


def _auc(came: Doubles, said: Doubles) -> float:
    _, which, many = np.unique(said, return_inverse=True, return_counts=True)
    places = (np.cumsum(many) - (many - 1) / 2)[which]
    ones = came.sum()
    return float((places[came == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(came) - ones)))


def engine(clips: Sequence[LoggedClip], seed: int) -> Chances:
    """The production learner, asked for chances alone."""
    return Chances(clips, seed)
