"""Candidates: which clips could be on a page, and why each is among them. Drawn from the clips' register."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.columns import PUBLIC, Columns
from kurzum.clips.numbers import Int32, Rows
from kurzum.core.clock import unix_ms
from kurzum.feed.audiences import Audiences
from kurzum.feed.growing import Floats

MOST = 300
NEW, SERVED, SEEN = 0, 1, 2
"""Lanes: new to the viewer; served lately, not known to be seen; seen. A later one is used only to fill."""
NOWHERE = -1
_HELD_MS = 1_000
_HEAD = 1_000
"""So many clips of each list are looked through at once; few viewers have met nearly all of these."""
_MOST_HELD = 1_000
_NEWEST = 1_000
"""Of so many of the newest clips the popular ones are chosen."""
_MOST_OF_THEIRS = 1_000
"""So many clips of those whom somebody follows are held; who has met all of them has more looked up."""
_LIKE, _SAVE, _SHARE, _ENDED = 4, 4, 6, 1
_PLAYS_PLUS = 10
_AGE_POWER, _AGE_PLUS_H = 0.8, 2.0

Bools = NDArray[np.bool_]
_COUNT = np.arange(MOST, dtype=np.int32)


class Source(StrEnum):
    """Where a candidate came from."""

    FRESH = "fresh"
    POPULAR_MARKET = "popular_market"
    POPULAR_LANGUAGE = "popular_language"
    POPULAR = "popular"
    FOLLOWED = "followed"
    NEAR = "near"
    UNPROVEN = "unproven"


RANKED = (Source.POPULAR_MARKET, Source.POPULAR_LANGUAGE, Source.POPULAR)
"""The lists in which a candidate's place counts, in the order of the columns of ``Candidates.places``."""


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """Clips that could be on the page, a row each, at most 300. Numbers are those of the register.

    ``clips`` intp; ``creators`` int32; ``markets``, ``languages`` int16; ``published_ms`` int64; ``places``
    int16 [n, 3]: place, from 0, in each list of RANKED, or NOWHERE; ``lanes`` int8; ``lately`` int64: Unix ms
    when a clip of a later lane was last served or seen, else 0; ``topics`` int32: the first hashtag, or -1;
    ``learned`` float32 [k, n]: what is learned, by ``rank.TOLD``.
    """

    clips: Rows
    creators: Int32
    markets: NDArray[np.int16]
    languages: NDArray[np.int16]
    published_ms: NDArray[np.int64]
    places: NDArray[np.int16]
    lanes: NDArray[np.int8]
    lately: NDArray[np.int64]
    topics: Int32
    learned: Floats


class Sizes(msgspec.Struct, frozen=True):
    """How many clips are taken of each list. ``near``: by what the viewer watched."""

    fresh: int = 100
    fresh_market: int = 60
    popular_market: int = 60
    popular_language: int = 60
    popular: int = 60
    followed: int = 60
    near: int = 100
    unproven: int = 40


Visible = Callable[[Rows], Awaitable[Bools]]
"""Of each of these clips whether this viewer may see it in a feed."""


class Theirs:
    """The clips of some creators, the newest first, found once for each version of the columns."""

    __slots__ = ("_clips", "_columns", "_creators", "_version")

    def __init__(self, columns: Columns, creators: Int32) -> None:
        self._columns = columns
        self._creators = creators
        self._version = -1
        self._clips: Rows = np.zeros(0, np.intp)

    def first(self, wanted: Bools, size: int) -> Rows:
        """The first ``size`` of them that are wanted."""
        if self._version != self._columns.version:
            self._clips, self._version = self._all()[:_MOST_OF_THEIRS], self._columns.version
        found = self._clips[wanted[self._clips]]
        if len(found) < size and len(self._clips) == _MOST_OF_THEIRS:
            clips = self._all()
            found = clips[wanted[clips]]
        return found[:size]

    def _all(self) -> Rows:
        columns = self._columns
        marks = np.zeros(len(columns.people), bool)
        marks[self._creators] = True
        return columns.order[marks[columns.creator_in_order]].astype(np.intp)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when candidates are gathered.

    ``past``: bool by clip number, seen or of no interest; ``hidden``: of no interest; ``waiting``: served of
    late; ``lately``: when clips were last seen (true) or served. ``followed``: clips of people whom the
    viewer follows, also those that are for friends alone; ``own``: number of the viewer as a creator.
    ``near``: of these new clips those that what they watched leads to, at most so many; ``learned``: what is
    learned of these clips for the viewer.
    """

    market: str | None
    language: str
    followed: Theirs | None
    own: int
    past: Bools
    hidden: Sequence[int]
    waiting: Int32
    lately: Callable[[Rows, bool], NDArray[np.int64]]
    enough: int
    now: datetime
    learned: Callable[[Rows], Floats]
    near: Callable[[Bools, int], Rows] | None = None


class _List(msgspec.Struct, frozen=True):
    """Clips of one source, the best first, of which the first ``size`` that are new are taken."""

    source: Source
    order: Rows
    size: int


class _Lists:
    """What is the same for all viewers of a market and language for a second.

    ``heads``: the beginnings of all lists one behind the other, in which what is new is nearly always found;
    ``starts``: where each begins, and the end.
    """

    def __init__(self, version: int, until_ms: int, lists: Sequence[_List]) -> None:
        self.version = version
        self.until_ms = until_ms
        self.lists = lists
        heads = [one.order[:_HEAD] for one in lists]
        self.heads = np.concatenate(heads)
        self.starts = np.cumsum([0, *map(len, heads)])

    def first(self, new: Bools) -> list[Rows]:
        """The first new clips of each list."""
        found = new.take(self.heads).nonzero()[0]
        ends = found.searchsorted(self.starts).tolist()
        clips = self.heads.take(found)
        parts: list[Rows] = []
        for one, start, end in zip(self.lists, ends, ends[1:], strict=False):
            if end - start < one.size and len(one.order) > _HEAD:
                parts.append(one.order[new[one.order]][: one.size])
            else:
                parts.append(clips[start : min(end, start + one.size)])
        return parts


class Gatherer:
    """Gathers candidates. Lists that are the same for many viewers are made once a second."""

    def __init__(self, columns: Columns, sizes: Sizes, audiences: Audiences) -> None:
        self.columns = columns
        self._sizes = sizes
        self._audiences = audiences
        self._held: dict[tuple[int, int], _Lists] = {}
        self._public: tuple[int, Rows] = (-1, np.zeros(0, np.intp))
        self._scratch: Int32 = np.zeros(0, np.int32)

    async def gather(self, wanted: Wanted, visible: Visible) -> Candidates:
        """At most 300 visible clips, those that are new to the viewer first. One's own are not among them.

        The columns must be up to date. Clips that were met before are added where too few are new.
        """
        lists = self._lists(wanted.market, wanted.language, unix_ms(wanted.now))
        past = wanted.past
        past[wanted.waiting] = True
        new = ~past
        drawn = lists.first(new)
        own = [] if wanted.followed is None else [wanted.followed.first(new, self._sizes.followed)]
        if wanted.near is not None:
            own.append(wanted.near(new, self._sizes.near))
        clips = await self._judge(self._once([*own, *drawn]), wanted, visible)
        lanes = np.zeros(len(clips), np.int8)
        if len(clips) < wanted.enough:
            met = await self._judge(self._met(wanted), wanted, visible)
            met = met[: MOST - len(clips)]
            lanes = np.concatenate((lanes, self._lanes(met, wanted)))
            clips = np.concatenate((clips, met))
        ranked = {one.source: part for one, part in zip(lists.lists, drawn, strict=True)}
        return self._rows(clips, lanes, ranked, wanted)

    def _lists(self, market: str | None, language: str, now_ms: int) -> _Lists:
        key = (self.columns.word(market), self.columns.word(language))
        held = self._held.get(key)
        if held is None or held.version != self.columns.version or not 0 < held.until_ms - now_ms <= _HELD_MS:
            if len(self._held) > _MOST_HELD:
                self._held.clear()
            held = self._held[key] = self._listed(*key, now_ms)
        return held

    def _listed(self, market: int, language: int, now_ms: int) -> _Lists:
        columns, sizes = self.columns, self._sizes
        if self._public[0] != columns.version:
            public = columns.order[columns.audience[columns.order] == PUBLIC]
            self._public = (columns.version, public.astype(np.intp))
        order = self._public[1]
        of_market = order[columns.market[order] == market]
        of_language = order[columns.language[order] == language]
        lists = (
            _List(Source.UNPROVEN, self._audiences.unproven(order, now_ms), sizes.unproven),
            _List(Source.FRESH, order, sizes.fresh),
            _List(Source.FRESH, of_market, sizes.fresh_market),
            _List(Source.POPULAR_LANGUAGE, self._popular(of_language, now_ms), sizes.popular_language),
            _List(Source.POPULAR, self._popular(order, now_ms), sizes.popular),
            _List(Source.POPULAR_MARKET, self._popular(of_market, now_ms), sizes.popular_market),
        )
        return _Lists(columns.version, now_ms + _HELD_MS, lists)

    def _popular(self, clips: Rows, now_ms: int) -> Rows:
        """Of the newest those that most was made of for their plays and age, of which anything was.

        To be shown is no merit: plays that nothing comes of take a clip down.
        """
        clips = clips[:_NEWEST]
        likes, plays, saves, shares = self.columns.totals[clips].T
        worth = _LIKE * likes + _SAVE * saves + _SHARE * shares + _ENDED * self._audiences.ended(clips)
        age_h = np.maximum(0, now_ms - self.columns.published_us[clips] // 1000) / 3_600_000
        heat = worth / np.sqrt(plays + _PLAYS_PLUS) / (_AGE_PLUS_H + age_h) ** _AGE_POWER
        order = np.argsort(-heat, kind="stable")
        hot: Rows = clips[order[heat[order] > 0]]
        return hot

    def _once(self, parts: Sequence[Rows]) -> Rows:
        """Each clip once, where it stands first."""
        clips = np.concatenate(parts)
        if len(self._scratch) < len(self.columns.audience):
            self._scratch = np.zeros(len(self.columns.audience), np.int32)
        places = np.arange(len(clips), dtype=np.int32)
        self._scratch[clips[::-1]] = places[::-1]
        once: Rows = clips[self._scratch.take(clips) == places]
        return once

    async def _judge(self, clips: Rows, wanted: Wanted, visible: Visible) -> Rows:
        """Those that may be seen and are somebody else's, at most 300."""
        allowed = await visible(clips)
        if wanted.own >= 0:
            allowed &= self.columns.creator[clips] != wanted.own
        return clips[allowed][:MOST]

    def _met(self, wanted: Wanted) -> Rows:
        """Of the clips that the viewer has met but does not mind to meet again those that wait for them since
        they were served, then the least recently seen."""
        columns = self.columns
        again = wanted.past.copy()
        again[list(wanted.hidden)] = False
        clips = columns.order[again[columns.order]].astype(np.intp)
        if len(clips) > 2 * MOST:
            clips = clips[wanted.lately(clips, True).argsort(kind="stable")[: 2 * MOST]]
        return clips

    def _lanes(self, clips: Rows, wanted: Wanted) -> NDArray[np.int8]:
        seen = wanted.lately(clips, True) > 0
        return np.where(seen, SEEN, SERVED).astype(np.int8)

    def _rows(
        self,
        clips: Rows,
        lanes: NDArray[np.int8],
        ranked: Mapping[Source, Rows],
        wanted: Wanted,
    ) -> Candidates:
        columns = self.columns
        lately = np.zeros(len(clips), np.int64)
        if np.count_nonzero(lanes):
            for lane in (SERVED, SEEN):
                of_lane = lanes == lane
                lately[of_lane] = wanted.lately(clips[of_lane], lane == SEEN)
        return Candidates(
            clips=clips,
            creators=columns.creator[clips],
            markets=columns.market[clips],
            languages=columns.language[clips],
            published_ms=columns.published_us[clips] // 1000,
            places=self._places(clips, ranked),
            lanes=lanes,
            lately=lately,
            topics=columns.topics[clips, 1],
            learned=wanted.learned(clips),
        )

    def _places(self, clips: Rows, ranked: Mapping[Source, Rows]) -> NDArray[np.int16]:
        """The place of each clip in each list of RANKED, among those that are new to the viewer."""
        places = np.empty((len(clips), len(RANKED)), np.int16)
        scratch = self._scratch
        for column, source in enumerate(RANKED):
            first = ranked[source]
            scratch[clips] = NOWHERE
            scratch[first] = _COUNT[: len(first)]
            places[:, column] = scratch[clips]
        return places
