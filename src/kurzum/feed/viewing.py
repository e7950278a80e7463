"""Who looks, and what the room is given to find out about them: the functions that ``app`` hands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.people import Relations


class Who(Protocol):
    """Whoever asks; ``web``'s viewer is one. ``pid`` is None when signed out, or the custodian is silent."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def pid(self) -> UUID | None: ...
    @property
    def market(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def age_tier(self) -> str: ...


class Visible(Protocol):
    """The choke point (``safety``): which of these clips the viewer may see in a feed."""

    async def __call__(
        self, viewer: Who, clip_ids: Iterable[UUID], now: datetime, surface: Literal["feed"]
    ) -> frozenset[UUID]: ...


class InFeed(Protocol):
    """The same choke point for many clips at once, by their numbers in the register."""

    async def __call__(self, viewer: Who, clips: Rows, now: datetime) -> NDArray[np.bool_]: ...


class Catalogue(Protocol):
    """The lists in order of time."""

    async def fresh(
        self, market: str | None, language: str | None, limit: int, before: datetime
    ) -> list[UUID]: ...

    async def by_people(
        self, person_ids: Sequence[UUID], cursor: str | None = None, limit: int = 30
    ) -> tuple[list[UUID], str | None]: ...


RelationsOf = Callable[[UUID | None], Awaitable[Relations]]
PersonsOf = Callable[[Iterable[UUID]], Awaitable[dict[UUID, UUID]]]
"""pid -> person_id, for feeds. Raises CustodianUnavailable."""
