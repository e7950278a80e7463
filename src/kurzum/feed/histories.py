"""What each person watched of late: a row of bounded length for each, the newest last."""

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


class Histories:
    """``clips`` int32 [people, length] (-1: none), ``worth`` float32, ``fate`` int8; ``count`` int32."""

    def __init__(self, config: HistoryConfig) -> None:
        self._length = config.length
        self.clips: Int32 = np.full((0, config.length), -1, np.int32)
        self.worth: Floats = np.zeros((0, config.length), np.float32)
        self.fate: NDArray[np.int8] = np.zeros((0, config.length), np.int8)
        self.count: Int32 = np.zeros(0, np.int32)

    def of(self, person: int, most: int | None = None) -> History:
        """A person's history, or its latest ``most`` watches; views of this state, not copies."""
        if person >= len(self.count):
            person_clips = np.zeros(0, np.int32)
            return History(person_clips, person_clips.astype(np.float32), person_clips.astype(np.int8))
        known = min(int(self.count[person]), self._length)
        start = self._length - (known if most is None else min(most, known))
        return History(self.clips[person, start:], self.worth[person, start:], self.fate[person, start:])

    def add(self, person: int, clip: int, worth: float, fate: int) -> None:
        """A person watched a clip."""
        self._room(person)
        for rows, value in ((self.clips, clip), (self.worth, worth), (self.fate, fate)):
            row = rows[person]
            row[:-1] = row[1:]
            row[-1] = value
        self.count[person] += 1

    def put(self, person: int, clips: Int32, worth: Floats, fate: NDArray[np.int8]) -> None:
        """Say what a person watched, oldest first, in place of what was known; the latest are kept."""
        self._room(person)
        self.forget(person)
        many = min(len(clips), self._length)
        rest, row = len(clips) - many, slice(self._length - many, None)
        self.clips[person, row] = clips[rest:]
        self.worth[person, row] = worth[rest:]
        self.fate[person, row] = fate[rest:]
        self.count[person] = many

    def forget(self, person: int) -> None:
        """Drop what is known of a person."""
        if person < len(self.count):
            self.clips[person], self.worth[person], self.fate[person] = -1, 0, 0
            self.count[person] = 0

    def _room(self, person: int) -> None:
        if person >= len(self.count):
            self.clips = grown(self.clips, person + 1, -1)
            self.worth = grown(self.worth, person + 1)
            self.fate = grown(self.fate, person + 1)
            self.count = grown(self.count, person + 1)
