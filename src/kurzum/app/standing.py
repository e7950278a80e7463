"""What the server tells of its zone when the operator asks."""

from __future__ import annotations

import asyncio

import msgspec

from kurzum.app.migrate import how_many_ran
from kurzum.app.told import Lane, Standing
from kurzum.app.zone import Zone
from kurzum.clips.census import by_state
from kurzum.core.errors import Unavailable
from kurzum.jobs.standing import standing
from kurzum.web.readiness import Parts

_PATIENCE_S = 3.0


async def standing_of(zone: Zone, answers: Parts) -> Standing:
    """How it stands. ``answers``: which parts answer."""
    found = Standing(answers=msgspec.to_builtins(answers), fell_back=zone.feed.fell_back)
    if answers.database == "no":
        return found
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return msgspec.structs.replace(
                found,
                migrations=await how_many_ran(zone.database),
                queue=tuple(Lane(**msgspec.structs.asdict(one)) for one in await standing(zone.database)),
                clips=await by_state(zone.database),
                database_bytes=await zone.database.size(),
            )
    except (Unavailable, TimeoutError):
        return found
