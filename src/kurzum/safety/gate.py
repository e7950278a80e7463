"""The choke point: fetches the facts and asks ``visible.decide`` for each clip."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kurzum.clips import Facts
from kurzum.custody import CustodianUnavailable
from kurzum.markets import edition_for
from kurzum.people import Relations
from kurzum.safety.limits import Limit, Limits
from kurzum.safety.visible import ClipFacts, Surface, Verdict, ViewerFacts, decide


class Who(Protocol):
    """Whoever asks; ``web``'s viewer is one."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def pid(self) -> UUID | None: ...
    @property
    def market(self) -> str | None: ...
    @property
    def age_tier(self) -> str: ...


FactsOf = Callable[[Iterable[UUID]], Awaitable[dict[UUID, Facts]]]
PidsOf = Callable[[Iterable[UUID]], Awaitable[dict[UUID, UUID]]]
RelationsOf = Callable[[UUID | None], Awaitable[Relations]]


class Gate:
    """Answers for every surface which clips a viewer may see, from what ``app`` hands in."""

    def __init__(self, facts: FactsOf, pids: PidsOf, relations: RelationsOf, limits: Limits) -> None:
        self._facts = facts
        self._pids = pids
        self._relations = relations
        self._limits = limits

    async def verdicts(
        self, viewer: Who, clip_ids: Iterable[UUID], now: datetime, surface: Surface
    ) -> dict[UUID, Verdict]:
        """The verdict on each of the clips that there are; the others are not among them."""
        asked = list(dict.fromkeys(clip_ids))
        if not asked:
            return {}
        facts = await self._facts(asked)
        limits = await self._limits.in_force(asked)
        who = ViewerFacts(
            person_id=viewer.person_id, pid=viewer.pid, market=viewer.market, age_tier=viewer.age_tier
        )
        owners, relations = await self._graph(who, facts)
        edition = edition_for(who.market) if who.market is not None else None
        return {
            clip_id: decide(
                who, _clip(found, owners, limits.get(clip_id, ())), edition, relations, now, surface
            )
            for clip_id, found in facts.items()
        }

    async def _graph(
        self, who: ViewerFacts, facts: dict[UUID, Facts]
    ) -> tuple[dict[UUID, UUID] | None, Relations]:
        """Owners' pids and the viewer's graph; None while the custodian is silent: public clips remain."""
        if who.pid is None:
            return None, Relations()
        try:
            owners = await self._pids({found.person_id for found in facts.values()})
        except CustodianUnavailable:
            return None, Relations()
        return owners, await self._relations(who.pid)


def _clip(found: Facts, owners: dict[UUID, UUID] | None, limits: Iterable[Limit]) -> ClipFacts:
    return ClipFacts(
        clip_id=found.clip_id,
        person_id=found.person_id,
        owner_pid=owners.get(found.person_id) if owners else None,
        owner_gone=owners is not None and found.person_id not in owners,
        visibility=found.visibility,
        state=found.state,
        published_at=found.published_at,
        limits=frozenset(limit.kind for limit in limits),
    )
