"""Published clips as columns of numbers, and their order in time. Pure; ``register`` fills them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Numbers
from kurzum.clips.topics import MOST as MOST_TAGS
from kurzum.clips.topics import hashtags
from kurzum.core.clock import unix_us

_BYTES = attrgetter("bytes")
PUBLIC, FRIENDS = 1, 2
"""Who a clip in the columns is for. 0: it is not there (any more)."""
LANGUAGE = "lang:"
"""What a language's subject begins with; no hashtag can, for it has no colon."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A published clip as it is put into the columns."""

    clip_id: UUID
    person_id: UUID
    visibility: str
    market: str
    language: str
    published_at: datetime
    duration_ms: int = 0
    caption: str | None = None  # of clips for everybody alone


class Columns:
    """Columns over clip numbers; the clips of ``order`` alone are there.

    ``audience`` int8, ``creator`` int32 (number of ``people``, or -1), ``market`` and ``language`` int16
    (numbers of ``words``), ``published_us`` int64 (Unix microseconds), ``duration_ms`` int32, ``topics``
    int32 [n, 4]: numbers of ``subjects`` (the language, then hashtags; -1: none), ``totals`` int64 [n, 4]:
    likes, plays, saves, shares. ``order``: int32, the clips that are there, the newest first;
    ``creator_in_order``: who made each. ``version``: grows with each change.
    """

    def __init__(self) -> None:
        self.numbers = Numbers()
        self.people = Numbers()
        self.words: dict[str, int] = {}
        self.subjects: dict[str, int] = {}
        self._named: list[str] = []
        self.version = 0
        self.order: Int32 = np.zeros(0, np.int32)
        self.creator_in_order: Int32 = np.zeros(0, np.int32)
        self.audience: NDArray[np.int8] = np.zeros(0, np.int8)
        self.creator: Int32 = np.zeros(0, np.int32)
        self.market: NDArray[np.int16] = np.zeros(0, np.int16)
        self.language: NDArray[np.int16] = np.zeros(0, np.int16)
        self.published_us: NDArray[np.int64] = np.zeros(0, np.int64)
        self.duration_ms: Int32 = np.zeros(0, np.int32)
        self.topics: Int32 = np.zeros((0, 1 + MOST_TAGS), np.int32)
        self.totals: NDArray[np.int64] = np.zeros((0, 4), np.int64)

    def row(self, clip_id: UUID) -> int:
        """The number of a clip; one that is not there gets an empty row."""
        number = self.numbers.of(clip_id.bytes)
        self.cover(number)
        return number

    def rows(self, clip_ids: Sequence[UUID]) -> NDArray[np.intp]:
        """The numbers of clips, as ``row`` has them."""
        return np.array([self.row(clip_id) for clip_id in clip_ids], np.intp)

    def cover(self, number: int) -> None:
        """Make sure that the columns reach to this number."""
        if number < len(self.audience):
            return
        size = max(1024, 2 * number + 2)
        self.audience = _longer(self.audience, size)
        self.creator = _longer(self.creator, size, -1)
        self.market = _longer(self.market, size)
        self.language = _longer(self.language, size)
        self.published_us = _longer(self.published_us, size)
        self.duration_ms = _longer(self.duration_ms, size)
        self.topics = _longer(self.topics, size, -1)
        self.totals = _longer(self.totals, size)

    def word(self, text: str | None) -> int:
        """The number of a market or language; -1 for one that no clip has."""
        return -1 if text is None else self.words.get(text, -1)

    def subject(self, number: int) -> str:
        """The subject of a number."""
        if len(self._named) < len(self.subjects):
            self._named = list(self.subjects)
        return self._named[number]

    def languages(self) -> list[int]:
        """The numbers of subjects that are languages."""
        return [number for subject, number in self.subjects.items() if subject.startswith(LANGUAGE)]

    def subject_number(self, subject: str) -> int:
        """The number of a subject, a new one where it has none yet."""
        return self.subjects.setdefault(subject, len(self.subjects))

    def totals_of(self, clip_ids: Sequence[UUID]) -> list[list[int] | None]:
        """Likes, plays, saves, shares of late of each of these clips; None for one that is not there."""
        known, size = self.numbers.known, len(self.audience)
        numbers = [number if number < size else -1 for number in map(known, map(_BYTES, clip_ids))]
        if -1 in numbers or np.count_nonzero(self.audience[numbers]) < len(numbers):
            return [self.totals[n].tolist() if n >= 0 and self.audience[n] else None for n in numbers]
        found: list[list[int] | None] = self.totals[numbers].tolist()
        return found

    def behind(self, clip_ids: Sequence[UUID], count: int) -> list[UUID]:
        """The ``count`` public clips that are next older than each of these that are there."""
        known, size = self.numbers.known, len(self.audience)
        asked = [number for number in map(known, map(_BYTES, clip_ids)) if 0 <= number < size]
        if not asked:
            return []
        places = np.searchsorted(-self.published_us[self.order], -self.published_us[asked])
        places = np.unique(places[:, None] + np.arange(1, count + 1))
        clips = self.order[places[places < len(self.order)]]
        return [self.numbers.id(number) for number in clips[self.audience[clips] == PUBLIC].tolist()]

    def put(self, entry: Entry) -> int:
        """Put a clip in, or anew; its number. Call ``sort`` after the last one."""
        number, words = self.row(entry.clip_id), self.words
        self.audience[number] = PUBLIC if entry.visibility == "public" else FRIENDS
        self.creator[number] = self.people.of(entry.person_id.bytes)
        self.market[number] = words.setdefault(entry.market, len(words))
        self.language[number] = words.setdefault(entry.language, len(words))
        self.published_us[number] = unix_us(entry.published_at)
        self.duration_ms[number] = entry.duration_ms
        self.topics[number] = self._topics(entry)
        return number

    def _topics(self, entry: Entry) -> list[int]:
        named = (f"{LANGUAGE}{entry.language}", *hashtags(entry.caption))
        found = [self.subject_number(subject) for subject in named]
        return found + [-1] * (1 + MOST_TAGS - len(found))

    def take_out(self, numbers: Collection[int]) -> None:
        """Take clips out. Call ``sort`` afterwards."""
        self.audience[list(numbers)] = 0

    def sort(self) -> None:
        """Bring ``order`` up to date."""
        there = np.flatnonzero(self.audience[: len(self.numbers)]).astype(np.int32)
        self.order = there[np.argsort(-self.published_us[there], kind="stable")]
        self.creator_in_order = self.creator[self.order]
        self.version += 1


def _longer(column: NDArray[Any], size: int, fill: int = 0) -> NDArray[Any]:
    fresh = np.full((size, *column.shape[1:]), fill, column.dtype)
    fresh[: len(column)] = column
    return fresh
