"""The engine: ``learn`` from what viewers do, make a ``page``. Pure: state, config, seed decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec
import numpy as np

from kurzum.feed.candidates import Candidate
from kurzum.feed.events import Event
from kurzum.feed.explain import EXPLORE, Reason, reasons
from kurzum.feed.interests import Interests
from kurzum.feed.rank import Config, Taste, features
from kurzum.feed.rerank import NEW, SEEN, SERVED, Placed, Slate, rerank

FeedKind = Literal["foryou", "following", "friends"]
NOTHING_NEW = "nothing_new"


class Pick(msgspec.Struct, frozen=True):
    """A recommended clip, with why, how good, and how likely this slot was to show it."""

    clip_id: UUID
    reasons: list[Reason]
    score: float
    propensity: float


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is made from, beside the viewer's state. ``at_ms``: Unix ms."""

    candidates: Sequence[Candidate]
    taste: Taste
    at_ms: int
    limit: int
    seed: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, with the slate that it came from, so that it can be stored and made again."""

    picks: list[Pick]
    note: str | None
    clip_ids: list[UUID]
    slate: Slate
    last_creator: UUID | None


class Engine:
    """Ranks with one configuration. It keeps nothing of anybody: states are handed in."""

    def __init__(self, config: Config | None = None) -> None:
        self.config = config or Config()

    def learn(self, state: Interests, event: Event) -> None:
        """Take an event into a viewer's state; the next page is made from it."""
        state.learn(event)

    def page(self, state: Interests, request: Request) -> Page:
        """The best page for a state and a request; at most ``limit`` picks."""
        candidates = [one for one in request.candidates if one.clip_id not in state.hidden]
        slate = _slate(state, candidates, request, self.config)
        placed = rerank(slate, self.config)
        return Page(
            picks=self.picks([one.clip_id for one in candidates], slate, placed, request.taste),
            note=NOTHING_NEW if any(one.fill for one in placed) else None,
            clip_ids=[one.clip_id for one in candidates],
            slate=slate,
            last_creator=candidates[placed[-1].index].creator if placed else None,
        )

    def picks(
        self, clip_ids: Sequence[UUID], slate: Slate, placed: Sequence[Placed], taste: Taste
    ) -> list[Pick]:
        """Picks with their reasons, of slots."""
        weights = self.config.weights
        return [
            Pick(
                clip_ids[one.index],
                EXPLORE
                if one.by_lot
                else reasons(slate.features[one.index], weights, taste.market, taste.language),
                one.score,
                one.propensity,
            )
            for one in placed
        ]


def _slate(state: Interests, candidates: Sequence[Candidate], request: Request, config: Config) -> Slate:
    numbers: dict[UUID, int] = {}
    creators = [numbers.setdefault(one.creator, len(numbers)) for one in candidates]
    lanes, lately = [], []
    for one in candidates:
        if one.clip_id in state.seen:
            lanes.append(SEEN)
            lately.append(state.seen[one.clip_id])
        elif state.waits(one.clip_id, request.at_ms):
            lanes.append(SERVED)
            lately.append(state.served_at[one.clip_id])
        else:
            lanes.append(NEW)
            lately.append(0)
    last = state.last_creator
    return Slate(
        features=features(candidates, request.taste, config, request.at_ms),
        creators=np.array(creators, np.int16),
        lanes=np.array(lanes, np.int8),
        lately=np.array(lately, np.int64),
        last_creator=-1 if last is None else numbers.get(last, -1),
        limit=request.limit,
        seed=request.seed,
    )
