"""What the feed knows of one viewer: what they have seen, were served, and want no more of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from kurzum.core.ids import uuid7_ms
from kurzum.feed.events import Event, Kind

MOST_SEEN = 20_000
SERVED_MS = 30 * 60 * 1000
"""So long a clip that was served but not shown yet is kept back, for the client may still show it."""


class Interests:
    """One viewer's state. ``learn`` and ``served`` change it; the same calls give the same state."""

    __slots__ = ("day", "hidden", "known", "last_page", "pages", "seen", "served_at", "unsaved")

    def __init__(self) -> None:
        self.seen: dict[UUID, int] = {}  # clip -> Unix ms of the last time on the screen
        self.hidden: set[UUID] = set()  # said to be of no interest
        self.served_at: dict[UUID, int] = {}  # clip -> Unix ms, for those not seen since
        self.known: dict[UUID, date] = {}  # batches since ``day`` that are in this state
        self.pages: dict[UUID, UUID | None] = {}  # pages of late -> last creator on them
        self.last_page: UUID | None = None
        self.day = date.min  # batches of earlier days are all in this state
        self.unsaved = 0  # batches taken in since the last snapshot

    def learn(self, event: Event) -> None:
        """Take in one event; in any order, for the latest time counts."""
        self.seen[event.clip] = max(event.at_ms, self.seen.get(event.clip, 0))
        self.served_at.pop(event.clip, None)
        if event.kind is Kind.NOT_INTERESTED:
            self.hidden.add(event.clip)

    def learn_batch(self, day: date, batch_id: UUID, events: Iterable[Event]) -> None:
        """Take in a batch once."""
        if batch_id in self.known:
            return
        for event in events:
            self.learn(event)
        self.known[batch_id] = day
        self.unsaved += 1

    def served(self, page_id: UUID, clips: Iterable[UUID], at_ms: int, last_creator: UUID | None) -> None:
        """Note that a page was handed out."""
        if page_id in self.pages:
            return
        for clip_id in clips:
            if self.seen.get(clip_id, 0) < at_ms:
                self.served_at[clip_id] = at_ms
        self.pages[page_id] = last_creator
        if self.last_page is None or page_id > self.last_page:
            self.last_page = page_id

    def forget_old(self, day: date, now_ms: int) -> None:
        """Let go of what cannot matter any more: batches before ``day``, old pages, the longest unseen."""
        self.day = max(self.day, day)
        self.known = {batch_id: made for batch_id, made in self.known.items() if made >= self.day}
        self.served_at = {c: at for c, at in self.served_at.items() if now_ms - at < SERVED_MS}
        self.pages = {
            page_id: creator
            for page_id, creator in self.pages.items()
            if page_id == self.last_page or now_ms - uuid7_ms(page_id) < SERVED_MS
        }
        if len(self.seen) > MOST_SEEN:
            kept = sorted(self.seen.items(), key=lambda item: item[1])[-MOST_SEEN:]
            self.seen = dict(kept)
            self.hidden &= self.seen.keys()

    def waits(self, clip_id: UUID, now_ms: int) -> bool:
        """Whether the clip was served lately and may still be shown from that page."""
        return now_ms - self.served_at.get(clip_id, -SERVED_MS) < SERVED_MS

    @property
    def last_creator(self) -> UUID | None:
        """Who made the last clip of the last page."""
        return None if self.last_page is None else self.pages.get(self.last_page)


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    v: int
    seen: bytes
    seen_ms: list[int]
    hidden: bytes
    known: bytes
    known_days: list[int]


def encode(state: Interests) -> bytes:
    """What is sealed as a snapshot: all but pages, which are kept for themselves."""
    return msgspec.msgpack.encode(
        _Stored(
            1,
            b"".join(clip_id.bytes for clip_id in state.seen),
            list(state.seen.values()),
            b"".join(clip_id.bytes for clip_id in sorted(state.hidden)),
            b"".join(batch_id.bytes for batch_id in state.known),
            [day.toordinal() for day in state.known.values()],
        )
    )


def decode(plain: bytes, day: date) -> Interests:
    """The state of a snapshot. ``day``: all batches of earlier days are in it. Raises msgspec.DecodeError."""
    stored = msgspec.msgpack.decode(plain, type=_Stored)
    state = Interests()
    state.day = day
    state.seen = dict(zip(_ids(stored.seen), stored.seen_ms, strict=True))
    state.hidden = set(_ids(stored.hidden))
    state.known = dict(zip(_ids(stored.known), map(date.fromordinal, stored.known_days), strict=True))
    return state


def _ids(joined: bytes) -> list[UUID]:
    return [UUID(bytes=joined[at : at + 16]) for at in range(0, len(joined), 16)]
