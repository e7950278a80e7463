"""What a process has learned from everybody: its learner, who is in it at the moment, and which batches are.

A viewer has a number in the learner while their state is in memory; afterwards it is somebody else's. What a
viewer's batches taught about clips stays, and names nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from uuid import UUID

import msgspec
import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Rows
from kurzum.feed import telling
from kurzum.feed.audiences import Audiences, FirstAudience
from kurzum.feed.blend import UNWANTED
from kurzum.feed.events import Event
from kurzum.feed.explore import Beliefs, ExploreConfig
from kurzum.feed.growing import Floats
from kurzum.feed.interests import NOBODY
from kurzum.feed.leanings import LeaningConfig, Leanings, leanings
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.rank import LEARNED, TOLD
from kurzum.feed.watches import UNKNOWN

SEED = 1
_RATE = LEARNED.index("rate")
_REFRESH = 200
"""After so many batches it is told anew what creators' clips promise."""


class Shared:
    """``mark``: a moment of the database, all of whose batches are in the learner; None: none need be."""

    def __init__(self, columns: Columns, audiences: Audiences, config: LearnerConfig | None = None) -> None:
        self.columns = columns
        self._audiences = audiences
        self.config = config or LearnerConfig()
        self.learner = Learner(self.config, SEED)
        self.mark: str | None = None
        self.count = 0  # batches, for whoever asks when to take a snapshot
        self._learned: set[bytes] = set()  # since a moment before ``mark``: are these, and no others
        self._young: set[bytes] = set()  # of those: since ``begin``
        self.beliefs = Beliefs(ExploreConfig())
        self._free: list[int] = []
        self._given = 0
        self._covered = (-1, -1)

    def enter(self) -> int:
        """A number in the learner for a viewer."""
        if self._free:
            return self._free.pop()
        self._given += 1
        return self._given - 1

    def leave(self, person: int) -> None:
        """The viewer is not in memory any more: nothing of theirs stays under the number."""
        self.learner.forget(person)
        self._free.append(person)

    def cover(self) -> None:
        """Tell the learner the clips of the columns as they are now."""
        columns, size = self.columns, len(self.columns.numbers)
        if self._covered == (columns.version, size):
            return
        columns.cover(size - 1)
        self.learner.traits.adopt(
            columns.creator[:size], columns.topics[:size], columns.duration_ms[:size],
            columns.published_us[:size] // 1000,
            columns.languages(),
        )  # fmt: skip
        self._covered = (columns.version, size)
        self.beliefs.refresh(self.learner)

    def knows(self, batch_id: UUID) -> bool:
        """Whether a batch that is not of ``mark`` has been learned from."""
        return batch_id.bytes in self._learned

    def learn(self, person: int, batch_id: UUID, events: Iterable[Event], since_ms: int = 0) -> None:
        """Learn from a batch, once. ``since_ms``: what was before that is left out."""
        if batch_id.bytes in self._learned:
            return
        self.cover()
        self._learned.add(batch_id.bytes)
        self._young.add(batch_id.bytes)
        self.count += 1
        for watch in telling.watches(person, events, self.columns):
            if watch.at_ms > since_ms:
                if watch.watched_ms != UNKNOWN and not self.learner.histories.has(person, watch.clip):
                    self._audiences.saw(watch.clip, watch.watched_ms)
                telling.learn(self.learner, watch)
        if self.count % _REFRESH == 0:
            self.beliefs.refresh(self.learner)

    def leanings(self, person: int) -> Leanings:
        """What a viewer leans to, and how much is to be found out: of nobody in particular nothing."""
        learner = self.learner
        history = learner.histories.of(person)
        found = leanings(history, learner.traits, learner.rates, learner.affinities, LeaningConfig())
        return found if person != NOBODY else msgspec.structs.replace(found, unknown=0.0)

    def told_of(self, person: int, leanings: Leanings, clips: Rows, at_ms: int) -> Floats:
        """What is learned of clips for a viewer: by ``rank.TOLD``, float32 [k, n]."""
        learner = self.learner
        table = np.empty((len(TOLD), len(clips)), np.float32)
        learned = table[2 : 2 + len(LEARNED)]
        learned[:] = learner.features(person, clips, at_ms, len(LEARNED))
        table[:2] = leanings.of(clips, learner.traits)
        table[:2, learned[UNWANTED] > 0] = np.minimum(table[:2, learned[UNWANTED] > 0], 0)
        table[2 + len(LEARNED) : -1] = self.beliefs.of(learner, clips)
        table[-1] = self._audiences.waits(clips, at_ms)
        return table

    def audience(self, clip: int, at_ms: int) -> FirstAudience:
        """How a clip fares."""
        self.cover()
        counts, goal = self._audiences.of(clip), self._audiences.config.goal
        clips = np.array([clip])
        owed = bool(self._audiences.waits(clips, at_ms)[0])
        (belief,), (doubt,) = self.beliefs.of(self.learner, clips)
        mean = self.learner.rates.mean
        return FirstAudience(
            shown=counts.shown,
            watched=counts.ended,
            goal=goal,
            state="done" if not owed else "running" if counts.shown else "waiting",
            promoted=bool(not owed and belief - doubt > math.log(mean / (1 - mean))),
        )

    def ordinary(self) -> float:
        """What an ordinary clip gets for its rate."""
        rates = self.learner.rates
        return self.learner.blend.published.worth[_RATE] * math.log(rates.mean / (1 - rates.mean))

    def recall(self, person: int, events: Iterable[Event], since_ms: int = 0) -> None:
        """Tell a viewer's history a batch that was learned from before."""
        self.cover()
        for watch in telling.watches(person, events, self.columns):
            if watch.at_ms > since_ms:
                telling.recall(self.learner, watch)

    def begin(self) -> None:
        """A snapshot is begun: the moment of its mark is now."""
        self._young = set()

    def taken(self, mark: str) -> None:
        """It is durable: what was learned before it began need not be remembered by its batches."""
        self.mark, self._learned = mark, self._young
        self._young = set(self._young)

    def learned(self) -> bytes:
        """The ids of the batches that ``knows`` knows, 16 bytes each."""
        return b"".join(sorted(self._learned))

    def replace(self, learner: Learner, mark: str | None, learned: bytes) -> None:
        """Go on from a snapshot. Nobody may be in the learner."""
        self.learner, self.mark = learner, mark
        self._learned = {learned[at : at + 16] for at in range(0, len(learned), 16)}
        self._free, self._given, self._covered = [], 0, (-1, -1)
