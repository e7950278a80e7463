"""Events: what clients send, checked and cut to what can be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from kurzum.core.clock import from_ms, unix_ms
from kurzum.core.ids import uuid7_ms
from kurzum.feed.errors import BadBatch

WINDOW_MS = 48 * 3600 * 1000
MOST_EVENTS = 100
MOST_LOOPS = 1_000


class Kind(StrEnum):
    """What a viewer did. The list is closed."""

    IMPRESSION = "impression"
    PLAY = "play"
    PAUSE = "pause"
    SKIP = "skip"
    LIKE = "like"
    SAVE = "save"
    SHARE = "share"
    COMMENT = "comment"
    FOLLOW = "follow"
    NOT_INTERESTED = "not_interested"
    REPORT = "report"


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One event as a client sends it. ``at``: the client's time; ``watched_ms``: over all loops."""

    id: UUID
    kind: Kind
    clip: UUID
    page: UUID | None = None
    at: Annotated[datetime, Meta(tz=True)]
    watched_ms: Annotated[int, Meta(ge=0, le=1 << 40)] | None = None
    loops: Annotated[int, Meta(ge=0, le=1 << 20)] | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events that travel together. ``id``: UUIDv7 made by the client, the same over every retry."""

    id: UUID
    v: Literal[1]
    events: Annotated[list[Sent], Meta(min_length=1, max_length=MOST_EVENTS)]


class Event(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One event as it is kept: Unix ms by the server's clock, ``watched_ms`` no longer than can be."""

    id: UUID
    kind: Kind
    clip: UUID
    page: UUID | None
    at_ms: int
    watched_ms: int | None
    loops: int | None


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed of a batch. ``v``: the schema."""

    v: int
    events: tuple[Event, ...]


def day_of(batch_id: UUID, now: datetime) -> date:
    """The day that a batch belongs to, of its own id. Raises BadBatch where that is over 48 h from now."""
    try:
        made_ms = uuid7_ms(batch_id)
    except ValueError:
        raise BadBatch("A batch needs an id that is a UUIDv7. Nothing of it was kept.") from None
    if abs(made_ms - unix_ms(now)) > WINDOW_MS:
        raise BadBatch(
            "This batch says that it is more than 48 hours from now, so it was not kept. Check the clock."
        )
    return from_ms(made_ms).astimezone(UTC).date()


def clean(batch: Batch, durations_ms: Mapping[UUID, int], now: datetime) -> tuple[Event, ...]:
    """The events of a batch that are about known clips, each id once, cut to what can be.

    ``durations_ms``: of the clips that there are. Times are held within the past 48 h, watched time
    within the clip's length times the loops and one more.
    """
    latest_ms = unix_ms(now)
    seen: set[UUID] = set()
    kept = []
    for sent in batch.events:
        duration_ms = durations_ms.get(sent.clip)
        if duration_ms is None or sent.id in seen:
            continue
        seen.add(sent.id)
        loops = None if sent.loops is None else min(sent.loops, MOST_LOOPS)
        watched_ms = sent.watched_ms
        if watched_ms is not None:
            watched_ms = min(watched_ms, duration_ms * ((loops or 0) + 1))
        at_ms = min(max(unix_ms(sent.at), latest_ms - WINDOW_MS), latest_ms)
        kept.append(Event(sent.id, sent.kind, sent.clip, sent.page, at_ms, watched_ms, loops))
    return tuple(kept)


def totals(events: tuple[Event, ...]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Plays and shares to add to the clips' totals: at most one of each a clip and batch."""
    plays = {event.clip: 1 for event in events if event.kind is Kind.PLAY}
    shares = {event.clip: 1 for event in events if event.kind is Kind.SHARE}
    return plays, shares


def encode(events: tuple[Event, ...]) -> bytes:
    """The bytes that are sealed."""
    return msgspec.msgpack.encode(Kept(1, events))


def decode(plain: bytes) -> tuple[Event, ...]:
    """What ``encode`` made. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(plain, type=Kept).events
