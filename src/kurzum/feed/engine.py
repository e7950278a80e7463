"""The engine: ``learn`` from what viewers do, make a ``page``. Pure: state, config, seed decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from kurzum.clips.numbers import Rows
from kurzum.feed.candidates import Candidates
from kurzum.feed.events import Event
from kurzum.feed.explain import EXPLORE, FIRST_AUDIENCE, Reason, Told, reasons, told
from kurzum.feed.interests import Interests
from kurzum.feed.rank import FEATURES, Config, Taste, Weighing, features
from kurzum.feed.rerank import Placed, Slate, rerank
from kurzum.feed.stages import UNTIMED, Lap

FeedKind = Literal["foryou", "following", "friends"]
NOTHING_NEW = "nothing_new"
_UNPROVEN = FEATURES.index("unproven")


class Pick(msgspec.Struct, frozen=True):
    """A recommended clip, with why, how good, and how likely this slot was to show it."""

    clip_id: UUID
    reasons: list[Reason]
    score: float
    propensity: float


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is made from. ``at_ms``: Unix ms; ``last_creator``: of the page before, or -1.

    ``weights``: of a published version, by ``rank.FEATURES``; ``base``: what an ordinary clip gets for its
    rate; ``tell``: words for the causes of the candidates' rows.
    """

    candidates: Candidates
    taste: Taste
    weights: Weighing
    base: float
    tell: Told
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
    base: float
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
            weights=request.weights,
            creators=candidates.creators,
            topics=candidates.topics,
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
            picks=picks(clips, slate, placed, request.base, request.tell),
            note=NOTHING_NEW if any(one.fill for one in placed) else None,
            clips=candidates.clips,
            slate=slate,
            base=request.base,
            last_creator=int(candidates.creators[placed[-1].index]) if placed else -1,
        )


def picks(
    clips: Sequence[UUID], slate: Slate, placed: Sequence[Placed], base: float, tell: Told
) -> list[Pick]:
    """Picks with their reasons, of slots. ``clips``: the clip of each slot."""
    rows = slate.features[[one.index for one in placed]]
    causes = reasons(rows, slate.weights, base)
    unproven = rows[:, _UNPROVEN] > 0
    return [
        Pick(
            clip_id, _by_lot(owed) if one.by_lot else told(codes, one.index, tell), one.score, one.propensity
        )
        for clip_id, one, codes, owed in zip(clips, placed, causes, unproven, strict=True)
    ]


def _by_lot(owed: bool) -> list[Reason]:
    return FIRST_AUDIENCE if owed else EXPLORE
