"""Heads: how likely a view ends in a like, a share, a follow, or is left at once; learned from every view.

A clip has for each head what was done about it and what was to be expected of those who got it, a person
what they did and what was to be expected of what they got. So a clip gains nothing by being shown to people
who like everything, and a person nothing by what they are shown: each is compared with its like, as merit is
for long views (rates.py). Where an act is rare, little is expected, so little is made of little.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats, grown
from kurzum.feed.watches import UNKNOWN, Watch

HEADS = ("like", "share", "follow", "skip")
"""In this order for ever. A skip is counted among the views that were not long, whose time is known."""
_MANY, _SKIP = len(HEADS), HEADS.index("skip")
_SUREST = 30.0
Doubles = NDArray[np.float64]


class HeadsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``shares``: of views that end so, to begin with, which count as ``begun`` views.

    ``lean_clip``, ``lean_person``: acts' worth of what was to be expected, in what is known of a clip or a
    person. ``half_life_days``: after so long a clip's view counts half; ``keep``: what a person's view counts
    beside their next; ``wane``: the same of a view among all. ``step``: of calibrating; ``skip_ms``:
    who leaves before that skips.
    """

    shares: tuple[float, float, float, float] = (0.02, 0.002, 0.002, 0.5)
    begun: float = 100.0
    lean_clip: float = 3.0
    lean_person: float = 3.0
    half_life_days: float = 60.0
    keep: float = 0.995
    wane: float = 1 - 1e-5
    step: float = 0.005
    skip_ms: int = 2_000


class Heads:
    """``clips``, ``people`` float32 [n, 8]: expected of each head, then done; ``logs`` float32 [clips, 4]:
    log of how much likelier than expected each head is for a clip.

    ``shares`` float64 [4, 2]: views, and those that ended so. ``weights`` float64 [4, 3]: by which the
    logs of clip and person, and one, are weighed to log odds (Platt 1999).
    """

    def __init__(self, config: HeadsConfig) -> None:
        self.config = config
        self.clips: Floats = np.zeros((0, 2 * _MANY), np.float32)
        self.people: Floats = np.zeros((0, 2 * _MANY), np.float32)
        self.logs: Floats = np.zeros((0, _MANY), np.float32)
        self.met: Int32 = np.zeros(0, np.int32)  # minutes since 1970 of the last view
        self.shares: Doubles = config.begun * np.array([(1.0, share) for share in config.shares])
        self.weights: Doubles = np.array([(1.0, 1.0, 0.0)] * _MANY)

    def learn(self, watch: Watch, long: bool) -> None:
        """A clip was shown to a person, and this is what they did."""
        config, clip, person, minute = self.config, watch.clip, watch.person, watch.at_ms // 60_000
        self._room(clip, person)
        timed = not long and watch.watched_ms != UNKNOWN
        skipped = timed and watch.watched_ms < config.skip_ms
        fade = 2 ** ((int(self.met[clip]) - minute) / (1440 * config.half_life_days))
        theirs = [fade * number for number in self.clips[clip].tolist()]
        mine = [config.keep * number for number in self.people[person].tolist()]
        logs = self.logs[clip].tolist()
        for head, done in enumerate((watch.like, watch.share, watch.follow, skipped)):
            if head == _SKIP and not timed:
                continue
            logs[head] = self._learn_one(head, theirs, mine, done)
        self.clips[clip], self.people[person], self.logs[clip] = theirs, mine, logs
        self.met[clip] = minute

    def _learn_one(self, head: int, theirs: list[float], mine: list[float], done: bool) -> float:
        """Take in what became of one view; the clip's log of now."""
        config, at = self.config, _MANY + head
        tried, ended = self.shares[head].tolist()
        share = ended / tried
        of_clip = (theirs[at] + config.lean_clip) / (theirs[head] + config.lean_clip)
        of_person = (mine[at] + config.lean_person) / (mine[head] + config.lean_person)
        self._calibrate(head, share, math.log(of_clip), math.log(of_person), done)
        theirs[head] += share * of_person
        mine[head] += share * of_clip
        theirs[at] += done
        mine[at] += done
        self.shares[head] = tried * config.wane + 1, ended * config.wane + done
        return math.log((theirs[at] + config.lean_clip) / (theirs[head] + config.lean_clip))

    def _calibrate(self, head: int, share: float, of_clip: float, of_person: float, done: bool) -> None:
        by_clip, by_person, more = self.weights[head].tolist()
        odds = math.log(share / (1 - share)) + by_clip * of_clip + by_person * of_person + more
        missed = self.config.step * (done - 1 / (1 + math.exp(-max(-_SUREST, min(odds, _SUREST)))))
        self.weights[head] = by_clip + missed * of_clip, by_person + missed * of_person, more + missed

    def act(self, person: int, clip: int, like: bool, share: bool, follow: bool) -> None:
        """A person did this apart from a view, which was or will be told as one without."""
        self._room(clip, person)
        done = np.array((like, share, follow, False), np.float32)
        self.clips[clip, _MANY:] += done
        self.people[person, _MANY:] += done
        self.shares[:, 1] += done
        lean = np.float32(self.config.lean_clip)
        expected, theirs = self.clips[clip, :_MANY], self.clips[clip, _MANY:]
        self.logs[clip] = np.log((theirs + lean) / (expected + lean))

    def lifts(self, clips: Rows | slice, size: int) -> Floats:
        """Log of how much likelier than by chance each head is for these clips, calibrated; float32 [4, n].

        ``size``: clips that there are.
        """
        if len(self.logs) < size:
            self.logs = grown(self.logs, size)
        chosen = self.logs[:size] if isinstance(clips, slice) else self.logs[clips]
        lifts: Floats = chosen.T * self.weights[:, :1].astype(np.float32)
        return lifts

    def chances(self, person: int, clips: Rows, size: int) -> Floats:
        """How likely each head is when the person gets one of these clips, float32 [4, n].

        Of a skip: how likely it is where the view is no long one.
        """
        lean, mine = self.config.lean_person, self.of(person)
        share = self.shares[:, 1] / self.shares[:, 0]
        odds = np.log(share / (1 - share)) + self.weights[:, 2]
        odds += self.weights[:, 1] * np.log((mine[_MANY:] + lean) / (mine[:_MANY] + lean))
        chances: Floats = (1 / (1 + np.exp(-self.lifts(clips, size) - odds[:, None]))).astype(np.float32)
        return chances

    def of(self, person: int) -> Floats:
        """What was expected of a person, and what they did: float32 [8], a row of ``people``."""
        row: Floats = self.people[person] if person < len(self.people) else np.zeros(2 * _MANY, np.float32)
        return row

    def put(self, person: int, row: Floats) -> None:
        """Say what was expected of a person, and what they did."""
        self.people = grown(self.people, person + 1)
        self.people[person] = row

    def forget(self, person: int) -> None:
        """Drop what a person did. What clips got from all together stays."""
        if person < len(self.people):
            self.people[person] = 0

    def _room(self, clip: int, person: int) -> None:
        if clip >= len(self.met):
            self.clips, self.met = grown(self.clips, clip + 1), grown(self.met, clip + 1)
        self.logs = grown(self.logs, len(self.met))
        self.people = grown(self.people, person + 1)
