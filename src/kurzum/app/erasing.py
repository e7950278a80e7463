"""What every room does when somebody is erased, and the watch that begins erasures when they are due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import structlog

from kurzum.clips import Clips
from kurzum.core.clock import Clock
from kurzum.feed import Feed
from kurzum.people.erasures import Erasures
from kurzum.safety import Safety

LOOK_S = 15.0
"""A due erasure begins within a minute, with some looks to spare."""
_log = structlog.get_logger("kurzum.worker")


def with_every_room(erasures: Erasures, clips: Clips, safety: Safety, feed: Feed, clock: Clock) -> None:
    """Have these rooms do their part of every erasure."""

    async def tally(person_id: UUID, pid: UUID | None) -> Mapping[str, int]:
        counts = await clips.life.tally(person_id)
        if pid is not None:
            counts |= await feed.batches.tally(pid)
            counts["reactions"] = await clips.reactions.tally(pid)
            counts["reports"] = await safety.reports.tally(pid)
        return counts

    async def step(person_id: UUID, pid: UUID | None) -> None:
        # What was said and decided about clips goes before the clips, which say whose it was.
        await safety.forget(person_id, pid, await clips.life.all_of_person(person_id))
        await clips.forget(person_id, pid, clock.now())
        if pid is not None:
            await feed.forget_viewer(pid)

    erasures.also(step, tally)


async def keep_beginning(erasures: Erasures, asked: Callable[[UUID], Awaitable[None]]) -> None:
    """Begin what is due, now and every 15 s. ``asked``: wakes the worker for an erasure that has begun.

    A crash between the two is made up for by the sweep that finishes what is pending.
    """
    while True:
        try:
            for person_id in await erasures.begin_due():
                await asked(person_id)
        except Exception as error:  # whatever it is: the next look may do better
            _log.warning("erasures wait", outcome=type(error).__name__)
        await asyncio.sleep(LOOK_S)
