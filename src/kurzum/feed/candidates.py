"""Candidates: which clips could be on a page, and why each is among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec

from kurzum.clips import Facts
from kurzum.core.clock import unix_ms

MOST = 300


class Source(StrEnum):
    """Where a candidate came from."""

    FRESH = "fresh"
    POPULAR_MARKET = "popular_market"
    POPULAR_LANGUAGE = "popular_language"
    POPULAR = "popular"
    FOLLOWED = "followed"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A clip that could be on the page. ``places``: its place, from 0, in each list that has it."""

    clip_id: UUID
    creator: UUID
    market: str
    language: str
    published_ms: int
    places: Mapping[Source, int]


class Catalogue(Protocol):
    """The lists of the catalogue that the feed draws from."""

    async def fresh(
        self, market: str | None, language: str | None, limit: int, before: datetime
    ) -> list[UUID]: ...

    async def popular(
        self, market: str | None, language: str | None, limit: int, now: datetime
    ) -> list[UUID]: ...

    async def by_people(
        self, person_ids: Sequence[UUID], cursor: str | None = None, limit: int = 30
    ) -> tuple[list[UUID], str | None]: ...

    async def facts(self, clip_ids: Iterable[UUID]) -> dict[UUID, Facts]: ...


class Sizes(msgspec.Struct, frozen=True):
    """How many clips are asked for of each list."""

    fresh: int = 160
    fresh_market: int = 80
    popular_market: int = 60
    popular_language: int = 60
    popular: int = 60
    followed: int = 60
    deeper: int = 300
    rounds: int = 10


Visible = Callable[[Iterable[UUID]], Awaitable[frozenset[UUID]]]
"""Which of these clips this viewer may see in a feed."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when candidates are gathered. ``new``: whether a clip would be new to the viewer."""

    market: str | None
    language: str
    followed: Sequence[UUID]
    own: UUID | None
    new: Callable[[UUID], bool]
    enough: int
    now: datetime


class Gatherer:
    """Gathers candidates. Lists that are the same for many viewers are asked for once a second."""

    def __init__(self, catalogue: Catalogue, sizes: Sizes) -> None:
        self._catalogue = catalogue
        self._sizes = sizes
        self._held: dict[tuple[str, str | None, str | None], tuple[int, list[UUID]]] = {}

    async def gather(self, wanted: Wanted, visible: Visible) -> list[Candidate]:
        """At most 300 visible clips, those that are new to the viewer first. One's own are not among them."""
        places = await self._lists(wanted)
        found = await self._judge(places, wanted, visible)
        before = wanted.now
        for _ in range(self._sizes.rounds):
            if sum(wanted.new(one.clip_id) for one in found) >= wanted.enough:
                break
            older = await self._catalogue.fresh(None, None, self._sizes.deeper, before)
            unknown: dict[UUID, dict[Source, int]] = {
                clip_id: {} for clip_id in older if clip_id not in places
            }
            if len(older) < self._sizes.deeper and not unknown:
                break
            facts = await self._catalogue.facts(older[-1:])
            places |= unknown
            found += await self._judge(unknown, wanted, visible)
            last = facts.get(older[-1])
            if len(older) < self._sizes.deeper or last is None or last.published_at in (None, before):
                break
            before = last.published_at or before
        found.sort(key=lambda one: not wanted.new(one.clip_id))
        return found[:MOST]

    async def _lists(self, wanted: Wanted) -> dict[UUID, dict[Source, int]]:
        sizes, market, language = self._sizes, wanted.market, wanted.language
        lists: list[tuple[Source, list[UUID]]] = [
            (Source.FRESH, await self._fresh(None, None, sizes.fresh, wanted.now)),
            (
                Source.POPULAR_LANGUAGE,
                await self._popular(None, language, sizes.popular_language, wanted.now),
            ),
            (Source.POPULAR, await self._popular(None, None, sizes.popular, wanted.now)),
        ]
        if market is not None:
            lists += [
                (Source.FRESH, await self._fresh(market, None, sizes.fresh_market, wanted.now)),
                (Source.POPULAR_MARKET, await self._popular(market, None, sizes.popular_market, wanted.now)),
            ]
        if wanted.followed:
            clips, _ = await self._catalogue.by_people(wanted.followed, None, sizes.followed)
            lists.append((Source.FOLLOWED, clips))
        places: dict[UUID, dict[Source, int]] = {}
        for source, clip_ids in lists:
            for place, clip_id in enumerate(clip_ids):
                places.setdefault(clip_id, {}).setdefault(source, place)
        return places

    async def _judge(
        self, places: Mapping[UUID, Mapping[Source, int]], wanted: Wanted, visible: Visible
    ) -> list[Candidate]:
        allowed = await visible(places)
        facts = await self._catalogue.facts(allowed)
        return [
            Candidate(
                clip_id=clip_id, creator=clip.person_id, market=clip.market, language=clip.language,
                published_ms=unix_ms(clip.published_at), places=places[clip_id],
            )
            for clip_id in places
            if (clip := facts.get(clip_id)) is not None
            and clip.published_at is not None
            and clip.person_id != wanted.own
        ]  # fmt: skip

    async def _fresh(self, market: str | None, language: str | None, limit: int, now: datetime) -> list[UUID]:
        key = ("fresh", market, language)
        known = self._known(key, now)
        if known is None:
            known = await self._catalogue.fresh(market, language, limit, now)
            self._hold(key, known, now)
        return known

    async def _popular(
        self, market: str | None, language: str | None, limit: int, now: datetime
    ) -> list[UUID]:
        key = ("popular", market, language)
        known = self._known(key, now)
        if known is None:
            known = await self._catalogue.popular(market, language, limit, now)
            self._hold(key, known, now)
        return known

    def _known(self, key: tuple[str, str | None, str | None], now: datetime) -> list[UUID] | None:
        held = self._held.get(key)
        return held[1] if held is not None and 0 <= unix_ms(now) - held[0] < 1_000 else None

    def _hold(self, key: tuple[str, str | None, str | None], clips: list[UUID], now: datetime) -> None:
        if len(self._held) > 1_000:
            self._held.clear()
        self._held[key] = (unix_ms(now), clips)
