"""What a clip looks like from outside: the card that every list, page and feed shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from kurzum.clips.states import State

T = TypeVar("T")
SUFFIX = {"mp4": "mp4", "hls": "m3u8", "playlist": "m3u8", "segments": "m4s", "poster": "webp"}
"""How the address of each kind of file ends."""


class Creator(msgspec.Struct, frozen=True):
    """Who made a clip, as everybody sees them. ``zone``: their home."""

    handle: str
    name: str
    bot: bool
    zone: str


class Rendition(msgspec.Struct, frozen=True):
    """One playable form. ``kind``: ``mp4`` or ``hls``; ``bitrate`` in bits/s."""

    name: str
    kind: str
    url: str
    width: int
    height: int
    bitrate: int
    codecs: str


class Poster(msgspec.Struct, frozen=True):
    """A still picture of the clip (WebP)."""

    url: str
    width: int
    height: int


class Counts(msgspec.Struct, frozen=True):
    """A clip's public totals."""

    likes: int = 0
    plays: int = 0
    saves: int = 0
    shares: int = 0


class Mine(msgspec.Struct, frozen=True):
    """What the viewer did to the clip and its creator."""

    liked: bool = False
    saved: bool = False
    following: bool = False
    own: bool = False


class Rejection(msgspec.Struct, frozen=True):
    """Why a clip was refused: a stable code and a sentence for its owner."""

    code: str
    message: str


class Sound(msgspec.Struct, frozen=True):
    """A sound that clips share."""

    id: UUID
    title: str
    creator: str | None


class Limit(msgspec.Struct, frozen=True):
    """A limit on a clip, for its owner: what kind, and the statement of reasons behind it."""

    kind: str
    statement: UUID
    reason: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A clip as its viewer sees it. ``rejection`` and ``limits`` are for its owner alone."""

    id: UUID
    zone: str
    state: State
    progress: float
    caption: str
    language: str
    visibility: str
    duration_ms: int | None
    width: int | None
    height: int | None
    created_at: datetime
    published_at: datetime | None
    colour: str | None
    placeholder: str | None
    rejection: Rejection | None
    limits: tuple[Limit, ...] = ()
    creator: Creator | None
    sound: Sound | None = None
    renditions: tuple[Rendition, ...]
    poster: Poster | None
    counts: Counts
    mine: Mine


Creators = Callable[[Sequence[UUID]], Awaitable[dict[UUID, Creator]]]
"""The creators of these person ids; who is missing has no card shown."""

Followed = Callable[[UUID, Sequence[UUID]], Awaitable[Collection[UUID]]]
"""Whom the viewer of a pid follows, at least all of these person ids that they do."""


_MOST_SHARED = 10_000
_shared: dict[Any, Any] = {}


def shared(value: T) -> T:
    """The same value, as one object for all cards, so that thousands of them in memory stay small and near.

    For words and numbers of which there are few: names, codecs, sizes.
    """
    if len(_shared) >= _MOST_SHARED:
        found: T = _shared.get(value, value)
        return found
    known: T = _shared.setdefault(value, value)
    return known


def media_url(clip_id: UUID, digest: str, kind: str) -> str:
    """The address of one file of a clip."""
    return f"/media/{clip_id}/{digest}.{SUFFIX[kind]}"


def files(clip_id: UUID, rows: Sequence[Sequence[Any]]) -> tuple[tuple[Rendition, ...], Poster | None]:
    """Renditions (MP4 from large to small, then HLS) and poster from rows of kind, name, digest, size, ..."""
    renditions: list[Rendition] = []
    poster: Poster | None = None
    for kind, name, digest, width, height, bitrate, codecs in rows:
        url = media_url(clip_id, digest, kind)
        if kind == "poster":
            poster = Poster(url, shared(width), shared(height))
        else:
            size = shared(width), shared(height)
            renditions.append(Rendition(shared(name), shared(kind), url, *size, bitrate, shared(codecs)))
    renditions.sort(key=lambda r: (r.kind != "mp4", -r.height * r.width))
    return tuple(renditions), poster
