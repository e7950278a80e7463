"""An operator's decisions on clips. The order is the promise: reason, limit, effect (invariant 5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from kurzum.clips import Facts, State
from kurzum.core.errors import NotFound
from kurzum.core.ids import Ids
from kurzum.custody import statements
from kurzum.custody.statements import Ground, Source, Statement
from kurzum.safety.limits import Limits
from kurzum.store.pool import Database

_PLAYABLE = frozenset({State.PUBLISHED, State.WITHDRAWN})


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """Why a clip is limited. ``explanation`` is for its owner; ``category`` as in ``custody.statements``."""

    explanation: str
    ground: Ground = "incompatible_content"
    category: str = "scope_of_platform_service"
    source: Source = "voluntary"


class Removable(Protocol):
    """The clips' own part in a removal."""

    async def remove(self, clip_id: UUID, limit_id: UUID, now: datetime) -> UUID: ...
    async def restore(self, clip_id: UUID, now: datetime) -> None: ...


class Decisions:
    """Removes clips and brings them back."""

    def __init__(
        self,
        database: Database,
        limits: Limits,
        facts: Callable[[list[UUID]], Awaitable[dict[UUID, Facts]]],
        life: Removable,
        ids: Ids,
        markets: tuple[str, ...],
    ) -> None:
        self._database = database
        self._limits = limits
        self._facts = facts
        self._life = life
        self._ids = ids
        self._markets = markets

    async def remove_clip(self, clip_id: UUID, grounds: Grounds, now: datetime) -> UUID:
        """Remove a clip for everybody but its owner; returns the id of the statement of reasons.

        Broken off and asked again it goes on; a clip that is limited already gets no second statement.
        Raises NotFound where there is no such clip.
        """
        clip = (await self._facts([clip_id])).get(clip_id)
        if clip is None or clip.state is State.ERASED:
            raise NotFound("There is no such clip in this zone, so nothing was removed.")
        limit = await self._removal(clip_id)
        if limit is None:
            # 1. The reason, committed by itself. A crash after it leaves a reason without a limit: no harm.
            async with self._database.write() as conn:
                statement_id = await statements.record(
                    conn, self._statement(clip, grounds, now), self._ids, now
                )
            # 2. The limit. From its commit on `visible` hides the clip, whatever its state says.
            await self._limits.place(clip.person_id, clip_id, "removal", statement_id, self._ids.new(), now)
            limit = await self._removal(clip_id)
        # 3. The clip's state, so that its files are closed as well. `settle` makes up for a crash.
        if limit is not None and clip.state in _PLAYABLE:
            await self._life.remove(clip_id, limit[0], now)
        return limit[1] if limit is not None else statement_id

    async def lift_removal(self, clip_id: UUID, now: datetime) -> None:
        """End a removal and publish the clip again. Raises NoSuchLimit."""
        await self._limits.lift(clip_id, "removal", now)
        clip = (await self._facts([clip_id])).get(clip_id)
        if clip is not None and clip.state is State.REMOVED:
            await self._life.restore(clip_id, now)

    async def settle(self, since: datetime, now: datetime) -> int:
        """Finish removals since a time whose last step was cut off, or whose clip was not ready; how many."""
        removals = dict(await self._limits.removals(since))
        settled = 0
        for clip_id, clip in (await self._facts(list(removals))).items():
            if clip.state in _PLAYABLE:
                await self._life.remove(clip_id, removals[clip_id], now)
                settled += 1
        return settled

    async def _removal(self, clip_id: UUID) -> tuple[UUID, UUID] | None:
        for limit in (await self._limits.in_force([clip_id])).get(clip_id, ()):
            if limit.kind == "removal":
                return limit.limit_id, limit.statement_id
        return None

    def _statement(self, clip: Facts, grounds: Grounds, now: datetime) -> Statement:
        return Statement(
            decision="visibility_removal",
            ground=grounds.ground,
            category=grounds.category,
            explanation=grounds.explanation,
            territorial_scope=self._markets,
            source_type=grounds.source,
            person_id=clip.person_id,
            clip_id=clip.clip_id,
            applies_from=now,
        )
