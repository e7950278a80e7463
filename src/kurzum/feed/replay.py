"""The learner on a recorded log, without a database: ``engine(clips, seed)`` for ``feed_eval.py``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np

from kurzum.feed.interests import NOBODY
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watches import Watch


class LoggedClip(Protocol):
    """A clip of the log."""

    @property
    def id(self) -> int: ...
    @property
    def creator(self) -> int: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def published_ms(self) -> int: ...
    @property
    def sound(self) -> int: ...


class LoggedEvent(Protocol):
    """Something that a person of the log did."""

    @property
    def person(self) -> int: ...
    @property
    def clip(self) -> int: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def watched_ms(self) -> int: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def long_view(self) -> bool: ...
    @property
    def like(self) -> bool: ...
    @property
    def follow(self) -> bool: ...
    @property
    def comment(self) -> bool: ...
    @property
    def share(self) -> bool: ...
    @property
    def dislike(self) -> bool: ...


class Replay:
    """Learns events in order of time; ``rank`` and ``score`` teach it nothing."""

    def __init__(self, clips: Sequence[LoggedClip], config: LearnerConfig, seed: int) -> None:
        self.learner = Learner(config, seed)
        self._clips = [clip.id for clip in clips]
        self._at = {clip: n for n, clip in enumerate(self._clips)}
        self._people: dict[int, int] = {}
        creators: dict[int, int] = {}
        sounds: dict[int, int] = {}
        topics: dict[str, int] = {}
        for n, clip in enumerate(clips):
            self.learner.traits.put(
                n,
                creators.setdefault(clip.creator, len(creators)),
                sounds.setdefault(clip.sound, len(sounds)),
                [topics.setdefault(tag, len(topics)) for tag in clip.tags],
                clip.duration_ms,
                clip.published_ms,
            )

    def learn(self, event: LoggedEvent) -> None:
        """Take in one event; one about a clip that is not known is left out."""
        clip = self._at.get(event.clip)
        if clip is None:
            return
        person = self._people.setdefault(event.person, len(self._people))
        self.learner.learn(
            Watch(
                person=person, clip=clip, at_ms=event.at_ms, watched_ms=event.watched_ms,
                duration_ms=event.duration_ms, long=event.long_view, like=event.like, share=event.share,
                comment=event.comment, follow=event.follow, hidden=event.dislike,
            )
        )  # fmt: skip

    def number(self, clip: int) -> int:
        """The learner's number of a clip, -1 where there is none."""
        return self._at.get(clip, -1)

    def rank(self, person: int, at_ms: int, limit: int, exclude: Collection[int]) -> list[int]:
        """The best ``limit`` clips of the whole catalogue without ``exclude``, the best first."""
        at = self._at
        out = [at[clip] for clip in exclude if clip in at]
        best = self.learner.rank(self._people.get(person, NOBODY), at_ms, limit, out)
        clips = self._clips
        return [clips[n] for n in best.tolist()]

    def score(self, person: int, clips: Sequence[int], at_ms: int) -> list[float]:
        """How good each of these clips would be for the person now; lowest for unknown ones."""
        at = self._at
        numbers = np.array([at.get(clip, 0) for clip in clips], np.intp)
        scores = self.learner.score(self._people.get(person, NOBODY), numbers, at_ms).tolist()
        return [score if clip in at else -1e9 for clip, score in zip(clips, scores, strict=True)]


def engine(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """The production learner for a log, in its default configuration."""
    return Replay(clips, LearnerConfig(), seed)
