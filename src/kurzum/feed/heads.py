"""Heads: how likely a view ends in a like, a share, a follow, or is left at once; learned from every view.

Of a clip it is known what was done about it, and what was to be expected of those who got it; of a person
what they did, and what was to be expected of what they got. So a clip gains nothing by being shown to people
who like everything, and a person nothing by what they are shown: each is compared with its like, as merit is
for long views (rates.py). Where an act is rare little is expected, so little is made of little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.calibration import Calibration
from kurzum.feed.growing import Floats, grown
from kurzum.feed.watches import UNKNOWN, Watch

HEADS = ("like", "share", "follow", "skip")
"""In this order for ever. A skip is counted among the views that were not long, whose time is known."""
CHANCES = ("long", *HEADS)
"""What may become of a view."""
_MANY, _SKIP = len(HEADS), HEADS.index("skip")
_RAREST, _COMMONEST = 1e-6, 0.99
_GOLDEN = 0x9E3779B97F4A7C15
_SUREST, _FAR = 30.0, 5.0
Row = list[float]
"""Of a clip or a person, by head: what was to be expected, what was done, and of how many views; [12]."""


Logs = tuple[float, float, float, float, float]
"""Log odds of any view; how much more for the clip, and for the person; those of a long view; one."""


class HeadsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``shares``: of views that end so, to begin with, which count as ``begun`` views.

    ``lean_clip``, ``lean_person``: acts' worth of what was to be expected, in what is known of a clip or a
    person. ``half_life_days``: after so long a clip's view counts half; ``keep``: what a person's view counts
    beside their next; ``wane``: what a view takes from those before it in what is known of all.
    ``one_in``: of so many views it is learned from one how to weigh, by steps of ``step``, and what became of
    it where nothing was done; it stands for as many. ``skip_ms``: who leaves before that skips.
    """

    shares: tuple[float, float, float, float] = (0.02, 0.002, 0.002, 0.5)
    begun: float = 100.0
    lean_clip: float = 4.0
    lean_person: float = 1.5
    half_life_days: float = 60.0
    keep: float = 0.995
    wane: float = 1e-5
    one_in: int = 8
    step: float = 0.02
    skip_ms: int = 2_000


class Heads:
    """``clips``, ``people`` float32 [n, 12]: a Row each. ``logs`` float32 [clips, 4]: log of the odds that a
    view of the clip ends so, by those that were to be expected.

    ``shares``, of each head: views, and those that ended so. ``weights``, of each head: by which the logs of
    clip and person, the log odds of a long view, and one are weighed to log odds (Platt 1999).
    """

    def __init__(self, config: HeadsConfig) -> None:
        self.config = config
        self.clips: Floats = np.zeros((0, 3 * _MANY), np.float32)
        self.people: Floats = np.zeros((0, 3 * _MANY), np.float32)
        self.logs: Floats = np.zeros((0, _MANY), np.float32)
        self.met: Int32 = np.zeros(0, np.int32)  # minutes since 1970 of the last view
        self.shares = [[config.begun, config.begun * share] for share in config.shares]
        self.weights = [[1.0, 1.0, 0.0, 0.0] for _ in HEADS]
        self.calibration = Calibration(len(CHANCES))
        self.count = 0

    def learn(self, watch: Watch, long: bool, long_odds: float) -> None:
        """A clip was shown to a person, and this is what they did.

        ``long_odds``: the log odds that were said for a long view.
        """
        config, clip, person = self.config, watch.clip, watch.person
        chosen = (self.count * _GOLDEN >> 32) % config.one_in == 0
        self.count += 1
        if not (chosen or watch.like or watch.share or watch.follow):
            return
        minute = watch.at_ms // 60_000
        views = _views(watch, long, chosen, config)
        self._room(clip, person)
        fade = 2 ** ((self.met.item(clip) - minute) / (1440 * config.half_life_days))
        theirs = [fade * number for number in self.clips[clip].tolist()]
        mine = [config.keep * number for number in self.people[person].tolist()]
        logs = self.logs[clip].tolist()
        long_odds = max(-_FAR, min(long_odds, _FAR))
        if chosen:
            self.calibration.learn(0, _chance(long_odds), long)
        for head, done, many in views:
            share = self.shares[head]
            even, times, own = self._odds(head, theirs, mine)
            if chosen:
                weighed = (math.log(even), math.log(times), math.log(own), long_odds, 1.0)
                said = self._said(head, weighed)
                self.calibration.learn(1 + head, said, done)
                self._weigh(head, weighed, config.step * (done - said))
            _count(theirs, head, even * own, done, many)
            _count(mine, head, even * times, done, many)
            stay = 1 - many * config.wane
            share[0], share[1] = share[0] * stay + many, share[1] * stay + done
            logs[head] = math.log(odds(theirs, head, config.lean_clip, even))
        self.clips[clip], self.people[person], self.logs[clip] = theirs, mine, logs
        self.met[clip] = minute

    def act(self, person: int, clip: int, like: bool, share: bool, follow: bool) -> None:
        """A person did this apart from a view, which was or will be told as one without."""
        self._room(clip, person)
        config, theirs, mine = self.config, self.clips[clip].tolist(), self.people[person].tolist()
        for head, done in enumerate((like, share, follow)):
            if done:
                even, times, own = self._odds(head, theirs, mine)
                # Of one view in some it was learned that it had come to nothing.
                logs = (math.log(even), math.log(times), math.log(own), 0.0, 1.0)
                self.calibration.add(1 + head, self._said(head, logs), 1 / config.one_in)
                self._weigh(head, logs, config.step / config.one_in)
                theirs[_MANY + head] += 1
                mine[_MANY + head] += 1
                self.shares[head][1] += 1
                self.logs[clip, head] = math.log(odds(theirs, head, config.lean_clip, even))
        self.clips[clip], self.people[person] = theirs, mine

    def lifts(self, clips: Rows | slice, size: int) -> Floats:
        """Log of how much likelier than by chance each head is for these clips, calibrated; float32 [4, n].

        ``size``: clips that there are.
        """
        if len(self.logs) < size:
            self.logs = grown(self.logs, size)
        chosen = self.logs[:size] if isinstance(clips, slice) else self.logs[clips]
        lifts: Floats = chosen.T * np.array(self.weights, np.float32)[:, :1]
        return lifts

    def chances(self, person: int, clips: Rows, long_odds: Floats) -> list[Floats]:
        """How likely each of CHANCES is when the person gets one of these clips, float32 [n] each.

        ``long_odds``: the log odds of a long view of each, float32 [n].
        """
        long_odds = np.clip(long_odds, -_FAR, _FAR)
        mine, sums = self.of(person).tolist(), self.lifts(clips, int(clips.max(initial=-1)) + 1)
        for head, (_, by_person, by_long, more) in enumerate(self.weights):
            even = _even(self.shares[head])
            own = odds(mine, head, self.config.lean_person, even)
            sums[head] += by_long * long_odds + np.float32(math.log(even) + by_person * math.log(own) + more)
        said = 1 / (1 + np.exp(-np.vstack((long_odds, sums))))
        chances = [self.calibration.corrected(n, one) for n, one in enumerate(said)]
        chances[-1] *= 1 - chances[0]  # of views that are not long
        return chances

    def of(self, person: int) -> Floats:
        """A person's Row, float32 [12]."""
        row: Floats = self.people[person] if person < len(self.people) else np.zeros(3 * _MANY, np.float32)
        return row

    def put(self, person: int, row: Floats) -> None:
        """Say a person's Row."""
        self.people = grown(self.people, person + 1)
        self.people[person] = row

    def forget(self, person: int) -> None:
        """Drop what a person did. What clips got from all together stays."""
        if person < len(self.people):
            self.people[person] = 0

    def _odds(self, head: int, theirs: Row, mine: Row) -> tuple[float, float, float]:
        """The odds of any view, and those of a clip's and a person's by what was to be expected."""
        config, even = self.config, _even(self.shares[head])
        return even, odds(theirs, head, config.lean_clip, even), odds(mine, head, config.lean_person, even)

    def _said(self, head: int, logs: Logs) -> float:
        """How likely a head is said to be, before what came of it corrects that."""
        even, times, own, long_odds, one = logs
        by_clip, by_person, by_long, more = self.weights[head]
        return _chance(even + by_clip * times + by_person * own + by_long * long_odds + more * one)

    def _weigh(self, head: int, logs: Logs, step: float) -> None:
        """Move weights by a step times what they weigh."""
        _, times, own, long_odds, one = logs
        by_clip, by_person, by_long, more = self.weights[head]
        self.weights[head] = [
            by_clip + step * times, by_person + step * own, by_long + step * long_odds, more + step * one
        ]  # fmt: skip

    def _room(self, clip: int, person: int) -> None:
        if clip >= len(self.met):
            self.clips, self.met = grown(self.clips, clip + 1), grown(self.met, clip + 1)
        self.logs = grown(self.logs, len(self.met))
        self.people = grown(self.people, person + 1)


def odds(row: Row, head: int, lean: float, even: float) -> float:
    """The odds that a view ends so, by those that were to be expected; ``even``: the odds of any view.

    ``lean``: acts' worth of what was to be expected, and as many views without as go with it.
    """
    expected, done, tried = row[head], row[_MANY + head], row[2 * _MANY + head]
    rest = lean / even
    return (done + lean) / (expected + lean) * (tried - expected + rest) / (max(0.0, tried - done) + rest)


def _even(share: Sequence[float]) -> float:
    """The odds of any view; acts that come apart from views may be more than these for a while."""
    ended = max(_RAREST, min(share[1] / share[0], _COMMONEST))
    return ended / (1 - ended)


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-_SUREST, min(log_odds, _SUREST))))


def _count(row: Row, head: int, expected: float, done: bool, many: float) -> None:
    row[head] += many * expected / (1 + expected)
    row[_MANY + head] += done
    row[2 * _MANY + head] += many


def _views(watch: Watch, long: bool, chosen: bool, config: HeadsConfig) -> list[tuple[int, bool, float]]:
    """What a view is for which heads, and how many views it stands for.

    Views without an act are many and alike: one in some stands for all of these, and so of skips.
    """
    many = 1.0 if watch.like or watch.share or watch.follow else float(config.one_in)
    views = [(0, watch.like, many), (1, watch.share, many), (2, watch.follow, many)]
    if chosen and not long and watch.watched_ms != UNKNOWN:
        views.append((_SKIP, watch.watched_ms < config.skip_ms, float(config.one_in)))
    return views
