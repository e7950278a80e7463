"""What the feed knows of one viewer: what they have seen, were served, and want no more of. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32, Numbers, Rows
from kurzum.feed.batch_ids import BatchIds
from kurzum.feed.choices import Choices
from kurzum.feed.events import Event, Kind

MOST_SEEN = 20_000
SERVED_MS = 30 * 60 * 1000
"""So long a clip that was served but not shown yet is kept back, for the client may still show it."""
NOBODY = 1 << 40
"""A number in the learner that no person has."""
_PAGES_BEFORE_SWEEP = 64
Bools = NDArray[np.bool_]


class Interests:
    """One viewer's state. ``learn`` and ``served`` change it; the same calls give the same state.

    Clips are held by their ``numbers``: a bit for each that is not new, and some 12 bytes for each time on
    the screen; a viewer with a thousand clips behind them takes some 20 kB.
    """

    __slots__ = (
        "_bits", "_most_pages", "_seen", "_seen_ms", "_served", "_served_ms", "choices", "day", "hidden",
        "known", "last_creator", "last_page", "numbers", "pages", "person", "reset_ms", "unsaved",
    )  # fmt: skip

    def __init__(self, numbers: Numbers | None = None) -> None:
        self.numbers = numbers if numbers is not None else Numbers()
        self._bits: NDArray[np.uint8] = np.zeros(0, np.uint8)  # seen or of no interest, by number
        self._seen = array("i")  # clips on the screen, in the order of learning, some more than once
        self._seen_ms = array("q")
        self._served = array("i")  # clips handed out of late
        self._served_ms = array("q")
        self.hidden: set[int] = set()  # said to be of no interest
        self.known = BatchIds()  # batches since ``day`` that are in this state
        self.pages = BatchIds()  # pages of late
        self.last_page: UUID | None = None
        self.last_creator: UUID | None = None  # who made the last clip of the last page
        self._most_pages = _PAGES_BEFORE_SWEEP
        self.day = date.min  # batches of earlier days are all in this state
        self.unsaved = 0  # batches taken in since the last snapshot
        self.person = NOBODY  # number in the learner, where the history of watches is
        self.reset_ms = 0  # the history begins after this
        self.choices = Choices()

    @property
    def seen(self) -> dict[UUID, int]:
        """Clip -> Unix ms of the last time on the screen."""
        clips, at_ms = self.latest()
        return {
            self.numbers.id(number): ms for number, ms in zip(clips.tolist(), at_ms.tolist(), strict=True)
        }

    def saw(self, clips: Int32, at_ms: NDArray[np.int64]) -> None:
        """Clips were on the screen at these times; in any order, for the latest time counts."""
        self._mark(clips)
        self._seen.frombytes(clips.astype(np.int32).tobytes())
        self._seen_ms.frombytes(at_ms.astype(np.int64).tobytes())
        if len(self._seen) > 2 * MOST_SEEN:
            self._forget_repeats()

    def learn(self, event: Event) -> None:
        """Take in one event."""
        number = self.numbers.of(event.clip.bytes)
        self.saw(np.array([number], np.int32), np.array([event.at_ms], np.int64))
        if event.kind is Kind.NOT_INTERESTED:
            self.hidden.add(number)

    def learn_batch(self, day: date, batch_id: UUID, events: Iterable[Event]) -> bool:
        """Take in a batch once; whether it was new."""
        if batch_id in self.known:
            return False
        numbers: list[int] = []
        at_ms: list[int] = []
        for event in events:
            numbers.append(self.numbers.of(event.clip.bytes))
            at_ms.append(event.at_ms)
            if event.kind is Kind.NOT_INTERESTED:
                self.hidden.add(numbers[-1])
        self.saw(np.array(numbers, np.int32), np.array(at_ms, np.int64))
        self.known.add(batch_id, day)
        self.unsaved += 1
        return True

    def served(self, page_id: UUID, clips: Iterable[UUID], at_ms: int, last_creator: UUID | None) -> None:
        """Note that a page was handed out."""
        if page_id in self.pages:
            return
        for clip_id in clips:
            self._served.append(self.numbers.of(clip_id.bytes))
            self._served_ms.append(at_ms)
        if len(self.pages) > self._most_pages:
            self._forget_pages(at_ms)
            self._most_pages = max(_PAGES_BEFORE_SWEEP, 2 * len(self.pages))
        self.pages.add(page_id)
        if self.last_page is None or page_id > self.last_page:
            self.last_page, self.last_creator = page_id, last_creator

    def seen_or_hidden(self, size: int) -> Bools:
        """For each number below ``size`` whether the clip was on the screen or is of no interest."""
        bits = np.unpackbits(self._bits[: (size + 7) // 8], bitorder="little", count=None)
        if len(bits) >= size:
            return bits[:size].view(bool)
        whole = np.zeros(size, bool)
        whole[: len(bits)] = bits
        return whole

    def waiting(self, now_ms: int) -> Int32:
        """The clips that were served lately and may still be shown from their page, some maybe seen since."""
        served = np.frombuffer(self._served, np.int32)
        at_ms = np.frombuffer(self._served_ms, np.int64)
        return served[now_ms - at_ms < SERVED_MS]

    def lately(self, clips: Rows, seen: bool) -> NDArray[np.int64]:
        """When each of these clips was last on the screen (``seen``) or served: Unix ms, 0 for never."""
        numbers, at_ms = self.latest() if seen else _latest(self._served, self._served_ms)
        if not len(numbers):
            return np.zeros(len(clips), np.int64)
        places = np.minimum(np.searchsorted(numbers, clips), len(numbers) - 1)
        return np.where(numbers[places] == clips, at_ms[places], 0)

    def forget_old(self, day: date, now_ms: int) -> None:
        """Let go of what cannot matter any more: batches before ``day``, old pages, the longest unseen."""
        self.day = max(self.day, day)
        self.known.forget_before(self.day)
        self._forget_pages(now_ms)
        self._forget_repeats()

    def weight(self) -> int:
        """About how many bytes this state takes, without what states share."""
        columns = (self._bits, self._seen, self._seen_ms, self._served, self._served_ms)
        held = sum(len(column) * column.itemsize for column in columns)
        return held + self.known.weight() + self.pages.weight()

    def _mark(self, clips: Int32) -> None:
        if len(clips) == 0:
            return
        most = int(clips.max()) // 8 + 1
        if most > len(self._bits):
            fresh = np.zeros(max(most, len(self.numbers) // 8 + 1), np.uint8)
            fresh[: len(self._bits)] = self._bits
            self._bits = fresh
        np.bitwise_or.at(self._bits, clips >> 3, np.left_shift(1, clips & 7).astype(np.uint8))

    def latest(self) -> tuple[Int32, NDArray[np.int64]]:
        """Each clip that was on the screen, by number, and its last time there in Unix ms."""
        return _latest(self._seen, self._seen_ms)

    def _forget_repeats(self) -> None:
        """Keep one time for each clip, and no more than the latest ``MOST_SEEN`` clips."""
        clips, at_ms = self.latest()
        kept = np.argsort(-at_ms, kind="stable")[:MOST_SEEN][::-1]
        self._seen, self._seen_ms = array("i"), array("q")
        self._bits = np.zeros(0, np.uint8)
        self.saw(clips[kept], at_ms[kept])
        self.hidden &= set(self._seen)

    def _forget_pages(self, now_ms: int) -> None:
        self.pages.forget_made_before(now_ms - SERVED_MS + 1)
        still = now_ms - np.frombuffer(self._served_ms, np.int64) < SERVED_MS
        served, at_ms = (
            np.frombuffer(self._served, np.int32)[still],
            np.frombuffer(self._served_ms, np.int64)[still],
        )
        self._served, self._served_ms = array("i", served.tolist()), array("q", at_ms.tolist())


def _latest(clips: array[int], at_ms: array[int]) -> tuple[Int32, NDArray[np.int64]]:
    """Each clip once, with its latest time, in the order of their numbers."""
    numbers, times = np.frombuffer(clips, np.int32), np.frombuffer(at_ms, np.int64)
    order = np.lexsort((times, numbers))
    numbers, times = numbers[order], times[order]
    last = np.append(numbers[1:] != numbers[:-1], True)[: len(numbers)]
    return numbers[last], times[last]


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    v: int
    seen: bytes
    seen_ms: bytes | list[int]  # a list in version 1
    hidden: bytes
    known: bytes
    known_days: list[int]
    history: bytes = b""  # as the learner gives it; from version 3 on
    reset_ms: int = 0


def encode(state: Interests, history: bytes = b"") -> bytes:
    """What is sealed as a snapshot: all but pages and choices, which are kept for themselves."""
    clips, at_ms = state.latest()
    known, days = state.known.stored()
    return msgspec.msgpack.encode(
        _Stored(
            3,
            state.numbers.joined(clips),
            at_ms.astype("<i8").tobytes(),
            state.numbers.joined(np.array(sorted(state.hidden), np.int32)),
            known,
            days,
            history,
            state.reset_ms,
        )
    )


def decode(plain: bytes, day: date, numbers: Numbers | None = None) -> tuple[Interests, bytes]:
    """The state of a snapshot, and its history for the learner. Raises msgspec.DecodeError.

    ``day``: all batches of earlier days are in it.
    """
    stored = msgspec.msgpack.decode(plain, type=_Stored)
    state = Interests(numbers)
    state.day = day
    at_ms = stored.seen_ms
    times = np.frombuffer(at_ms, "<i8") if isinstance(at_ms, bytes) else np.array(at_ms, np.int64)
    state.saw(state.numbers.of_many(stored.seen), times)
    state.hidden = set(state.numbers.of_many(stored.hidden).tolist())
    state.known = BatchIds(stored.known, stored.known_days)
    state.reset_ms = stored.reset_ms
    return state, stored.history
