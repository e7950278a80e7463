"""What each person watched of late: a row of bounded length for each, the newest last.

Rows are half as long again as what is kept: a watch is written behind the last, and only when a row is full
what is kept moves to its beginning.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32
from kurzum.feed.growing import Floats, grown

SHORT, LONG, HIDDEN = 0, 1, 2
"""What became of a watch: no long view, a long view, said to be of no interest."""


class HistoryConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``length``: watches that are kept of a person; about 9 bytes each."""

    length: int = 64


class History(msgspec.Struct, frozen=True):
    """One person's latest watches, oldest first. ``worth``: as evidence; ``fate``: SHORT, LONG, HIDDEN."""

    clips: Int32
    worth: Floats
    fate: NDArray[np.int8]


_NOTHING = History(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int8))


class Histories:
    """People are numbers; of somebody who is not known the history is empty."""

    def __init__(self, config: HistoryConfig) -> None:
        self._length = config.length
        self._width = config.length + max(1, config.length // 2)
        self._clips: Int32 = np.zeros((0, self._width), np.int32)
        self._worth: Floats = np.zeros((0, self._width), np.float32)
        self._fate: NDArray[np.int8] = np.zeros((0, self._width), np.int8)
        self._end: Int32 = np.zeros(0, np.int32)  # behind the newest

    def of(self, person: int, most: int | None = None) -> History:
        """A person's history, or its latest ``most`` watches; views of this state, not copies."""
        if person >= len(self._end):
            return _NOTHING
        end = self._end.item(person)
        start = max(0, end - (self._length if most is None else min(most, self._length)))
        return History(
            self._clips[person, start:end], self._worth[person, start:end], self._fate[person, start:end]
        )

    def latest(self, person: int, most: int) -> tuple[Int32, Floats]:
        """The clips of a person's latest ``most`` watches, and what these are worth."""
        if person >= len(self._end):
            return _NOTHING.clips, _NOTHING.worth
        end = self._end.item(person)
        start = max(0, end - min(most, self._length))
        return self._clips[person, start:end], self._worth[person, start:end]

    def has(self, person: int, clip: int) -> bool:
        """Whether a clip is in a person's history."""
        return bool((self.latest(person, self._length)[0] == clip).any())

    def add(self, person: int, clip: int, worth: float, fate: int) -> None:
        """A person watched a clip."""
        self._room(person)
        end = self._end.item(person)
        if end == self._width:
            end = self._length - 1
            for rows in (self._clips, self._worth, self._fate):
                rows[person, :end] = rows[person, -end:].copy()
        self._clips[person, end], self._worth[person, end], self._fate[person, end] = clip, worth, fate
        self._end[person] = end + 1

    def put(self, person: int, clips: Int32, worth: Floats, fate: NDArray[np.int8]) -> None:
        """Say what a person watched, oldest first, in place of what was known; the latest are kept."""
        self._room(person)
        self.forget(person)
        many = min(len(clips), self._length)
        rest = len(clips) - many
        self._clips[person, :many] = clips[rest:]
        self._worth[person, :many] = worth[rest:]
        self._fate[person, :many] = fate[rest:]
        self._end[person] = many

    def forget(self, person: int) -> None:
        """Drop what is known of a person."""
        if person < len(self._end):
            self._clips[person], self._worth[person], self._fate[person] = 0, 0, 0
            self._end[person] = 0

    def _room(self, person: int) -> None:
        if person >= len(self._end):
            self._clips = grown(self._clips, person + 1)
            self._worth = grown(self._worth, person + 1)
            self._fate = grown(self._fate, person + 1)
            self._end = grown(self._end, person + 1)
