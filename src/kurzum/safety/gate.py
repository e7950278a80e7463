"""The choke point: fetches the facts and asks ``visible.decide`` for each clip."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np

from kurzum.clips import Facts
from kurzum.clips.numbers import Int32, Rows, among
from kurzum.custody import CustodianUnavailable
from kurzum.markets import edition_for
from kurzum.people import Relations
from kurzum.people.away import Away
from kurzum.safety.limits import Limit, Limits
from kurzum.safety.swift import Bools, Plain
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

    def __init__(
        self,
        facts: FactsOf,
        pids: PidsOf,
        persons: PidsOf,
        relations: RelationsOf,
        limits: Limits,
        plain: Plain,
        look: Callable[[], Awaitable[None]],
        away: Away,
    ) -> None:
        """``pids``: person_id -> pid; ``persons``: the reverse; both leave out who is not known.

        ``look``: returns when everything that was committed before is known; see ``store.moves``.
        """
        self._look = look
        self._away = away
        self._absent = np.zeros(0, np.int32)
        self._absent_of = (-1, -1)
        self._plain = plain
        self._persons = persons
        self._facts = facts
        self._pids = pids
        self._relations = relations
        self._limits = limits

    async def verdicts(
        self, viewer: Who, clip_ids: Iterable[UUID], now: datetime, surface: Surface
    ) -> dict[UUID, Verdict]:
        """The verdict on each of the clips that there are; the others are not among them.

        Outside feeds no "no" is said from memory: whoever was just told that a clip is there, finds it.
        """
        asked = list(dict.fromkeys(clip_ids))
        if not asked:
            return {}
        found = await self._judge(viewer, asked, now, surface)
        if surface != "feed" and not all(clip in found and found[clip].visible for clip in asked):
            await self._look()
            found = await self._judge(viewer, asked, now, surface)
        return found

    async def _judge(
        self, viewer: Who, asked: Sequence[UUID], now: datetime, surface: Surface
    ) -> dict[UUID, Verdict]:
        facts = await self._facts(asked)
        limits = await self._limits.in_force(asked)
        who = ViewerFacts(
            person_id=viewer.person_id, pid=viewer.pid, market=viewer.market, age_tier=viewer.age_tier
        )
        owners, relations = await self._graph(who, facts)
        edition = edition_for(who.market) if who.market is not None else None
        await self._away.ready()
        away = self._away.people
        return {
            clip_id: decide(
                who, _clip(found, owners, limits.get(clip_id, ()), away), edition, relations, now, surface
            )
            for clip_id, found in facts.items()
        }

    async def in_feed(self, viewer: Who, clips: Rows, now: datetime) -> Bools:
        """Of each of these numbers of the register whether the viewer may see the clip in a feed: bool [n].

        The same verdicts as ``verdicts`` gives; plain cases are told by columns, all others one by one.
        """
        plain, register = self._plain, self._plain.register
        await plain.ready()
        edition = edition_for(viewer.market) if viewer.market is not None else None
        if edition is None or edition.allows("foryou"):
            shown = plain.cases(clips, now)
        else:
            shown = np.zeros(len(clips), bool)
        rest = None if np.count_nonzero(shown) == len(shown) else ~shown
        await self._away.ready()
        if self._away.people:
            shown &= ~self._by_absent(viewer, register.creator[clips])
        try:
            hidden = await self._hidden(viewer, register.creator[clips])
        except CustodianUnavailable:
            hidden = None
        if hidden is not None:
            shown &= ~hidden
        if rest is not None:
            numbers = clips[rest].tolist()
            ids = [register.numbers.id(number) for number in numbers]
            verdicts = await self.verdicts(viewer, ids, now, "feed")
            shown[rest] = [clip_id in verdicts and verdicts[clip_id].visible for clip_id in ids]
        return shown

    def _by_absent(self, viewer: Who, creators: Int32) -> Bools:
        """Of each creator whether they are there for nobody else, and the viewer somebody else: bool [n]."""
        people = self._plain.register.people
        state = (self._away.version, len(people))
        if state != self._absent_of:
            known = (people.known(one.bytes) for one in self._away.people)
            self._absent = np.array([number for number in known if number >= 0], np.int32)
            self._absent_of = state
        absent = among(creators, self._absent)
        if viewer.person_id is not None:
            absent &= creators != people.known(viewer.person_id.bytes)
        return absent

    async def _hidden(self, viewer: Who, creators: Int32) -> Bools | None:
        """Whose clips this viewer does not see: the erased, and whom they block or mute or are blocked by.

        None for nobody in particular.
        """
        if viewer.pid is None:
            return None
        plain, register = self._plain, self._plain.register
        alive = plain.known(creators)
        if np.count_nonzero(alive) < len(alive):
            unsure = list(set(creators[~alive].tolist()))
            people = [register.people.id(number) for number in unsure]
            pids = await self._pids(people)
            plain.alive([number for number, one in zip(unsure, people, strict=True) if one in pids])
            alive = plain.known(creators)
        hidden = ~alive
        relations = await self._relations(viewer.pid)
        others = relations.blocks | relations.blocked_by | relations.mutes
        if others:
            hidden |= plain.by((await self._persons(others)).values(), creators)
        if viewer.person_id is not None and np.count_nonzero(hidden):
            own = register.people.known(viewer.person_id.bytes)
            hidden &= creators != own  # nobody hides from themselves
        return hidden

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


def _clip(
    found: Facts, owners: dict[UUID, UUID] | None, limits: Iterable[Limit], away: Collection[UUID]
) -> ClipFacts:
    return ClipFacts(
        clip_id=found.clip_id,
        person_id=found.person_id,
        owner_pid=owners.get(found.person_id) if owners else None,
        owner_gone=found.person_id in away or (owners is not None and found.person_id not in owners),
        visibility=found.visibility,
        state=found.state,
        published_at=found.published_at,
        limits=frozenset(limit.kind for limit in limits),
    )
