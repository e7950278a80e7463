"""What a viewer did that stands behind a cause: the clip, the creator, the topic, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from kurzum.clips.columns import LANGUAGE, Columns
from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.explain import Reason, plainly
from kurzum.feed.growing import Floats
from kurzum.feed.histories import LONG, History
from kurzum.feed.leanings import Leanings
from kurzum.feed.learner import Learner, recency_of
from kurzum.feed.rank import LEARNED

_CARRIES = 0.1
_TOPIC = LEARNED.index("topic")


class Because:
    """Tells reasons for a viewer's page. ``clips``: of the slate, by number; ``leaning``: what it counts."""

    def __init__(
        self,
        learner: Learner,
        person: int,
        leanings: Leanings,
        columns: Columns,
        clips: Rows,
        market: str | None,
        language: str,
        leaning: float,
    ) -> None:
        self._learner = learner
        self._columns = columns
        self._clips = clips
        self._plain: Mapping[str, Reason] = plainly(market, language)
        self._history: History = learner.histories.of(person)
        self._leanings = leanings
        self._leaning = leaning
        self._long: Int32 = self._history.clips[self._history.fate == LONG]

    def __call__(self, row: int, code: str) -> Reason | None:
        """The reason of a row of the slate, or None where nothing of it can be told."""
        plain = self._plain.get(code)
        if plain is not None:
            return plain
        clip = int(self._clips[row])
        if code == "because_clip":
            return self._clip(clip)
        if code == "because_creator":
            creator = int(self._columns.creator[clip])
            watches = int((self._columns.creator[self._long] == creator).sum())
            return Reason(code, {"watches": str(watches)}) if watches else None
        return self._topic(clip) if code == "because_topic" else None

    def _clip(self, clip: int) -> Reason | None:
        """The clip watched long that led to this one most."""
        config, history = self._learner.covisits.config, self._history
        watched = history.clips[-config.history :]
        weights = history.worth[-len(watched) :] * recency_of(config.recency, len(watched))
        parts = self._learner.covisits.causes(watched, weights, clip)
        parts[history.fate[-len(watched) :] != LONG] = 0
        best = int(np.argmax(parts)) if len(parts) else -1
        if best < 0 or parts[best] < _CARRIES:
            return None
        return Reason("because_clip", {"clip": str(self._columns.numbers.id(int(watched[best])))})

    def _topic(self, clip: int) -> Reason | None:
        """The topic of the clip that the viewer watches most, of what they are shown or beyond others."""
        columns, adds = self._columns, self._adds
        topics = [topic for topic in columns.topics[clip].tolist() if topic >= 0]
        best = max(topics, key=adds.item, default=-1)
        watches = self._watches[best] if best >= 0 else 0
        if not watches or adds[best] <= 0:
            return None
        word = columns.subject(best)
        if word.startswith(LANGUAGE):
            return Reason("because_language", {"language": word.removeprefix(LANGUAGE)})
        return Reason("because_topic", {"topic": word, "watches": str(watches)})

    @cached_property
    def _adds(self) -> Floats:
        return topic_adds(self._learner, self._history, self._leanings, self._leaning)

    @cached_property
    def _watches(self) -> Counter[int]:
        """How many of the clips watched long have each topic; a clip has none twice."""
        return Counter(self._columns.topics[self._long].ravel().tolist())


def topic_adds(learner: Learner, history: History, leanings: Leanings, leaning: float) -> Floats:
    """What each topic adds to a clip's score, float32 [topics + 1]. ``leaning``: what leaning counts."""
    adds = learner.affinities.topic_lifts(history, learner.traits)
    adds *= np.float32(learner.blend.published.worth[_TOPIC])
    size = min(len(adds), len(leanings.odds)) - 1  # of a topic that is newer than these nothing is told
    adds[:size] += leanings.odds[:size] * np.float32(leaning)
    return adds
