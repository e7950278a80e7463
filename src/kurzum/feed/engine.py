"""The engine: ``learn`` from what viewers do, make a ``page``. Pure: state, config, seed decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from kurzum.clips.numbers import Rows
from kurzum.feed.candidates import Candidates
from kurzum.feed.events import Event
from kurzum.feed.explain import EXPLORE, Reason, reasons
from kurzum.feed.interests import Interests
from kurzum.feed.rank import Config, Taste, features
from kurzum.feed.rerank import Placed, Slate, rerank
from kurzum.feed.stages import UNTIMED, Lap

FeedKind = Literal["foryou", "following", "friends"]
NOTHING_NEW = "nothing_new"


class Pick(msgspec.Struct, frozen=True):
    """A recommended clip, with why, how good, and how likely this slot was to show it."""

    clip_id: UUID
    reasons: list[Reason]
    score: float
    propensity: float


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is made from. ``at_ms``: Unix ms; ``last_creator``: of the page before, or -1."""

    candidates: Candidates
    taste: Taste
    at_ms: int
    limit: int
    seed: int
    last_creator: int = -1


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, with the slate that it came from, so that it can be stored and made again.

    ``clips``: the numbers of all candidates, intp; ``last_creator``: number of the last clip's, or -1.
    """

    picks: list[Pick]
    note: str | None
    clips: Rows
    slate: Slate
    last_creator: int


class Engine:
    """Ranks with one configuration. It keeps nothing of anybody: all that decides is handed in."""

    def __init__(self, config: Config | None = None) -> None:
        self.config = config or Config()

    def learn(self, state: Interests, event: Event) -> None:
        """Take an event into a viewer's state; the next page is made from it."""
        state.learn(event)

    def page(self, request: Request, id_of: Callable[[int], UUID], lap: Lap | None = None) -> Page:
        """The best page for a request; at most ``limit`` picks. ``id_of``: the clip of a number."""
        lap = lap or UNTIMED.begin("rank")
        lap.to("rank")
        candidates = request.candidates
        slate = Slate(
            features=features(candidates, request.taste, self.config, request.at_ms),
            creators=candidates.creators,
            lanes=candidates.lanes,
            lately=candidates.lately,
            last_creator=request.last_creator,
            limit=request.limit,
            seed=request.seed,
        )
        lap.to("rerank")
        placed = rerank(slate, self.config)
        clips = [id_of(number) for number in candidates.clips[[one.index for one in placed]].tolist()]
        return Page(
            picks=self.picks(clips, slate, placed, request.taste),
            note=NOTHING_NEW if any(one.fill for one in placed) else None,
            clips=candidates.clips,
            slate=slate,
            last_creator=int(candidates.creators[placed[-1].index]) if placed else -1,
        )

    def picks(
        self, clips: Sequence[UUID], slate: Slate, placed: Sequence[Placed], taste: Taste
    ) -> list[Pick]:
        """Picks with their reasons, of slots. ``clips``: the clip of each slot."""
        rows = slate.features[[one.index for one in placed]]
        causes = reasons(rows, self.config.weights, taste.market, taste.language)
        return [
            Pick(clip_id, EXPLORE if one.by_lot else cause, one.score, one.propensity)
            for clip_id, one, cause in zip(clips, placed, causes, strict=True)
        ]
