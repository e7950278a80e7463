"""The room as ``app`` builds it and others use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kurzum.clips.numbers import Rows
from kurzum.clips.register import Register
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.people.away import Away
from kurzum.safety.decisions import Decisions, Grounds, Removable
from kurzum.safety.gate import FactsOf, Gate, PidsOf, RelationsOf, Who
from kurzum.safety.limits import Limits
from kurzum.safety.reports import Reports
from kurzum.safety.swift import Bools, Plain
from kurzum.safety.visible import Surface
from kurzum.store.pool import Database


@dataclass(frozen=True)
class Safety:
    """One zone's safety. The most used calls are here, the rest on its parts."""

    gate: Gate
    limits: Limits
    reports: Reports
    decisions: Decisions

    async def visible(
        self, viewer: Who, clip_ids: Iterable[UUID], now: datetime, surface: Surface = "page"
    ) -> frozenset[UUID]:
        """Which of these clips the viewer may see there and then; asked before anything is shown."""
        verdicts = await self.gate.verdicts(viewer, clip_ids, now, surface)
        return frozenset(clip_id for clip_id, verdict in verdicts.items() if verdict.visible)

    async def in_feed(self, viewer: Who, clips: Rows, now: datetime) -> Bools:
        """See ``Gate.in_feed``: the same choke point, for many clips by their numbers in the register."""
        return await self.gate.in_feed(viewer, clips, now)

    async def forget(self, person_id: UUID, pid: UUID | None, clip_ids: Sequence[UUID]) -> None:
        """This room's part of the erasure of a person whose clips these are. Safe to repeat."""
        await self.reports.forget_clips(clip_ids)
        await self.limits.forget_person(person_id)
        if pid is not None:
            await self.reports.forget_viewer(pid)

    async def remove_clip(self, clip_id: UUID, grounds: Grounds, now: datetime) -> UUID:
        """See ``Decisions.remove_clip``."""
        return await self.decisions.remove_clip(clip_id, grounds, now)


def build(
    *,
    database: Database,
    keys: Keys,
    ids: Ids,
    facts: FactsOf,
    pids: PidsOf,
    persons: PidsOf,
    register: Register,
    relations: RelationsOf,
    away: Away,
    life: Removable,
    markets: tuple[str, ...],
) -> Safety:
    """A zone's safety. ``pids``, ``persons``: person_id -> pid and back; ``away``: who is there for nobody
    else; ``markets``: all of the zone's.
    """
    limits = Limits(database)
    return Safety(
        gate=Gate(
            facts=facts,
            pids=pids,
            persons=persons,
            relations=relations,
            limits=limits,
            plain=Plain(database, keys, register, limits),
            look=database.moves.look,
            away=away,
        ),
        limits=limits,
        reports=Reports(database, keys),
        decisions=Decisions(database, limits, facts, life, ids, markets),
    )
