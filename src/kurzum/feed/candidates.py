"""Candidates: which clips could be on a page, and why each is among them. Drawn from the clips' register."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.columns import PUBLIC, Columns
from kurzum.clips.numbers import Int32
from kurzum.core.clock import unix_ms

MOST = 300
NEW, SERVED, SEEN = 0, 1, 2
"""Lanes: new to the viewer; served lately, not known to be seen; seen. A later one is used only to fill."""
NOWHERE = -1
_HELD_MS = 1_000
_MOST_HELD = 1_000
_NEWEST = 1_000
"""Of so many of the newest clips the popular ones are chosen."""
_LIKE, _SAVE, _SHARE, _PLAY = 4, 4, 6, 1
_AGE_POWER, _AGE_PLUS_H = 0.8, 2.0

Bools = NDArray[np.bool_]


class Source(StrEnum):
    """Where a candidate came from."""

    FRESH = "fresh"
    POPULAR_MARKET = "popular_market"
    POPULAR_LANGUAGE = "popular_language"
    POPULAR = "popular"
    FOLLOWED = "followed"


RANKED = (Source.POPULAR_MARKET, Source.POPULAR_LANGUAGE, Source.POPULAR)
"""The lists in which a candidate's place counts, in the order of the columns of ``Candidates.places``."""


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """Clips that could be on the page, a row each, at most 300. Numbers are those of the register.

    ``clips``, ``creators`` int32; ``markets``, ``languages`` int16; ``published_ms`` int64; ``places`` int16
    [n, 3]: place, from 0, in each list of RANKED, or NOWHERE; ``lanes`` int8; ``lately`` int64: Unix ms when
    a clip of a later lane was last served or seen, else 0.
    """

    clips: Int32
    creators: Int32
    markets: NDArray[np.int16]
    languages: NDArray[np.int16]
    published_ms: NDArray[np.int64]
    places: NDArray[np.int16]
    lanes: NDArray[np.int8]
    lately: NDArray[np.int64]


class Sizes(msgspec.Struct, frozen=True):
    """How many clips are taken of each list."""

    fresh: int = 160
    fresh_market: int = 80
    popular_market: int = 60
    popular_language: int = 60
    popular: int = 60
    followed: int = 60


Visible = Callable[[Int32], Awaitable[Bools]]
"""Of each of these clips whether this viewer may see it in a feed."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when candidates are gathered.

    ``past``: bool by clip number, seen or of no interest; ``hidden``: of no interest; ``waiting``: served of
    late; ``lately``: when clips were last seen (true) or served. ``followed``, ``own``: numbers of creators.
    """

    market: str | None
    language: str
    followed: Int32
    own: int
    past: Bools
    hidden: Sequence[int]
    waiting: Int32
    lately: Callable[[Int32, bool], NDArray[np.int64]]
    enough: int
    now: datetime


class _Lists(msgspec.Struct, frozen=True):
    """What is the same for all viewers of a market and language for a second: numbers, the best first."""

    version: int
    until_ms: int
    fresh: Int32
    fresh_market: Int32
    popular_market: Int32
    popular_language: Int32
    popular: Int32


class Gatherer:
    """Gathers candidates. Lists that are the same for many viewers are made once a second."""

    def __init__(self, columns: Columns, sizes: Sizes) -> None:
        self.columns = columns
        self._sizes = sizes
        self._held: dict[tuple[int, int], _Lists] = {}
        self._scratch: Int32 = np.zeros(0, np.int32)

    async def gather(self, wanted: Wanted, visible: Visible) -> Candidates:
        """At most 300 visible clips, those that are new to the viewer first. One's own are not among them.

        The columns must be up to date. Clips that were met before are added where too few are new.
        """
        lists = self._lists(wanted.market, wanted.language, unix_ms(wanted.now))
        past = wanted.past
        past[wanted.waiting] = True
        drawn = self._draw(lists, wanted, ~past)
        clips = await self._judge(self._once(drawn), wanted, visible)
        lanes = np.zeros(len(clips), np.int8)
        if len(clips) < wanted.enough:
            met = await self._judge(self._met(wanted), wanted, visible)
            met = met[: MOST - len(clips)]
            lanes = np.concatenate((lanes, self._lanes(met, wanted)))
            clips = np.concatenate((clips, met))
        return self._rows(clips, lanes, drawn, wanted)

    def _lists(self, market: str | None, language: str, now_ms: int) -> _Lists:
        key = (self.columns.word(market), self.columns.word(language))
        held = self._held.get(key)
        if held is None or held.version != self.columns.version or not 0 < held.until_ms - now_ms <= _HELD_MS:
            if len(self._held) > _MOST_HELD:
                self._held.clear()
            held = self._held[key] = self._listed(*key, now_ms)
        return held

    def _listed(self, market: int, language: int, now_ms: int) -> _Lists:
        columns = self.columns
        order = columns.order[columns.audience[columns.order] == PUBLIC]
        of_market = order[columns.market[order] == market]
        of_language = order[columns.language[order] == language]
        return _Lists(
            columns.version,
            now_ms + _HELD_MS,
            order,
            of_market,
            *(self._popular(clips[:_NEWEST], now_ms) for clips in (of_market, of_language, order)),
        )

    def _popular(self, clips: Int32, now_ms: int) -> Int32:
        """Those with most reactions for their age, of which there are any."""
        likes, plays, saves, shares = self.columns.totals[clips].T
        worth = _LIKE * likes + _SAVE * saves + _SHARE * shares + _PLAY * plays
        age_h = np.maximum(0, now_ms - self.columns.published_us[clips] // 1000) / 3_600_000
        heat = worth / (_AGE_PLUS_H + age_h) ** _AGE_POWER
        order = np.argsort(-heat, kind="stable")
        hot: Int32 = clips[order[heat[order] > 0]]
        return hot

    def _draw(self, lists: _Lists, wanted: Wanted, new: Bools) -> dict[Source, list[Int32]]:
        """The first new ones of each list."""
        sizes = self._sizes
        drawn = {
            Source.FOLLOWED: [self._followed(wanted.followed, new)] if len(wanted.followed) else [],
            Source.FRESH: [_first(lists.fresh, new, sizes.fresh)],
            Source.POPULAR_LANGUAGE: [_first(lists.popular_language, new, sizes.popular_language)],
            Source.POPULAR: [_first(lists.popular, new, sizes.popular)],
        }
        if wanted.market is not None:
            drawn[Source.FRESH].append(_first(lists.fresh_market, new, sizes.fresh_market))
            drawn[Source.POPULAR_MARKET] = [_first(lists.popular_market, new, sizes.popular_market)]
        return drawn

    def _followed(self, creators: Int32, new: Bools) -> Int32:
        """The newest new clips of these people, also those that are for friends alone."""
        columns = self.columns
        theirs = np.zeros(len(columns.people), bool)
        theirs[creators] = True
        return _first(columns.order[theirs[columns.creator_in_order]], new, self._sizes.followed)

    def _once(self, drawn: Mapping[Source, Sequence[Int32]]) -> Int32:
        """Each clip once, where it stands first."""
        clips = np.concatenate([part for parts in drawn.values() for part in parts])
        if len(self._scratch) < len(self.columns.audience):
            self._scratch = np.zeros(len(self.columns.audience), np.int32)
        places = np.arange(len(clips), dtype=np.int32)
        self._scratch[clips[::-1]] = places[::-1]
        once: Int32 = clips[self._scratch[clips] == places]
        return once

    async def _judge(self, clips: Int32, wanted: Wanted, visible: Visible) -> Int32:
        """Those that may be seen and are somebody else's, at most 300."""
        allowed = await visible(clips)
        allowed &= self.columns.creator[clips] != wanted.own
        return clips[allowed][:MOST]

    def _met(self, wanted: Wanted) -> Int32:
        """The newest of the clips that the viewer has met but does not mind to meet again."""
        columns = self.columns
        again = wanted.past.copy()
        again[list(wanted.hidden)] = False
        return columns.order[again[columns.order]][: 2 * MOST]

    def _lanes(self, clips: Int32, wanted: Wanted) -> NDArray[np.int8]:
        seen = wanted.lately(clips, True) > 0
        return np.where(seen, SEEN, SERVED).astype(np.int8)

    def _rows(
        self,
        clips: Int32,
        lanes: NDArray[np.int8],
        drawn: Mapping[Source, Sequence[Int32]],
        wanted: Wanted,
    ) -> Candidates:
        columns = self.columns
        lately = np.zeros(len(clips), np.int64)
        if lanes.any():
            for lane in (SERVED, SEEN):
                of_lane = lanes == lane
                lately[of_lane] = wanted.lately(clips[of_lane], lane == SEEN)
        return Candidates(
            clips=clips,
            creators=columns.creator[clips],
            markets=columns.market[clips],
            languages=columns.language[clips],
            published_ms=columns.published_us[clips] // 1000,
            places=self._places(clips, drawn),
            lanes=lanes,
            lately=lately,
        )

    def _places(self, clips: Int32, drawn: Mapping[Source, Sequence[Int32]]) -> NDArray[np.int16]:
        """The place of each clip in each list of RANKED, among those that are new to the viewer."""
        places = np.full((len(clips), len(RANKED)), NOWHERE, np.int16)
        scratch = self._scratch
        for column, source in enumerate(RANKED):
            for first in drawn.get(source, ()):
                scratch[clips] = NOWHERE
                scratch[first] = np.arange(len(first), dtype=np.int32)
                places[:, column] = scratch[clips]
        return places


def _first(order: Int32, wanted: Bools, size: int) -> Int32:
    """The first ``size`` of an order that are wanted; looks no further than it must."""
    found = order[: 4 * size]
    found = found[wanted[found]]
    if len(found) < size and len(order) > 4 * size:
        found = order[wanted[order]]
    return found[:size]
