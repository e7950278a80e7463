"""Who looks, and what the room is given to find out about them: the functions that ``app`` hands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

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


RelationsOf = Callable[[UUID | None], Awaitable[Relations]]
PersonsOf = Callable[[Iterable[UUID]], Awaitable[dict[UUID, UUID]]]
"""pid -> person_id, for feeds. Raises CustodianUnavailable."""
