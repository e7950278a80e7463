"""What the server tells of its zone when the operator asks."""

from __future__ import annotations

import asyncio

import msgspec

from kurzum.app.migrate import how_many_ran
from kurzum.app.zone import Zone
from kurzum.clips.census import by_state
from kurzum.core.errors import Unavailable
from kurzum.jobs.standing import Waiting, standing
from kurzum.web.readiness import Parts

_PATIENCE_S = 3.0


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One zone. What needs the database is None where it does not answer in time.

    ``clips``: how many by state; ``database_bytes``: on its disk; ``fell_back``: how often the plain list was
    served since the server started, because the engine failed.
    """

    answers: Parts
    migrations: int | None = None
    queue: list[Waiting] | None = None
    clips: dict[str, int] | None = None
    database_bytes: int | None = None
    fell_back: int = 0


async def standing_of(zone: Zone, answers: Parts) -> Standing:
    """How it stands. ``answers``: which parts answer."""
    found = Standing(answers=answers, fell_back=zone.feed.fell_back)
    if answers.database == "no":
        return found
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return msgspec.structs.replace(
                found,
                migrations=await how_many_ran(zone.database),
                queue=await standing(zone.database),
                clips=await by_state(zone.database),
                database_bytes=await zone.database.size(),
            )
    except (Unavailable, TimeoutError):
        return found
