"""Noting jobs: in the caller's transaction, with ids only, so that nobody's many clips starve another's one.

Three lanes, each worked on one job at a time by every worker: ``first`` makes people's clips playable,
``later`` does what can wait (further renditions, demo clips, people's copies of their data), ``light`` is for
work without an encoder.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from kurzum.clips import Task
from kurzum.store.queries import load

_SQL = load("kurzum.jobs", "queue.sql")
_MOST_WAITING = 90
BEHIND = 100
"""How far a job that ended its worker twice goes back: behind everybody's in its lane."""


class Lane(StrEnum):
    """The queues."""

    FIRST = "first"
    LATER = "later"
    LIGHT = "light"


def place(task: Task, waiting: int, backfill: bool) -> tuple[Lane, int]:
    """Lane and priority (higher goes first) of a task.

    ``waiting``: how many clips its owner has in the queue already. A person's tenth clip goes behind another
    person's first, whenever that one came.
    """
    fair = -min(waiting, _MOST_WAITING)
    if task is Task.REWRITE:
        return Lane.LIGHT, 0
    if task is Task.FURTHER:
        return Lane.LATER, fair - (300 if backfill else 100)
    return (Lane.LATER, fair - 200) if backfill else (Lane.FIRST, fair)


async def enqueue(
    conn: AsyncConnection,
    task: Task,
    person_id: UUID,
    clip_id: UUID,
    *,
    waiting: int = 0,
    backfill: bool = False,
) -> None:
    """Note a job on a clip; see ``clips.Enqueue``. Jobs on one clip run one after the other."""
    lane, priority = place(task, waiting, backfill)
    await conn.execute(
        _SQL.put,
        {
            "queue": lane,
            "task": task,
            "priority": priority,
            "lock": f"clip {clip_id}",
            "args": Jsonb({"person_id": str(person_id), "clip_id": str(clip_id)}),
        },
    )


async def enqueue_erasure(conn: AsyncConnection, person_id: UUID) -> None:
    """Note that the erasure of a person, which was asked for, is to be finished."""
    await conn.execute(
        _SQL.put,
        {
            "queue": Lane.LIGHT,
            "task": "erase_person",
            "priority": 10,
            "lock": f"person {person_id}",
            "args": Jsonb({"person_id": str(person_id)}),
        },
    )


async def enqueue_export(conn: AsyncConnection, person_id: UUID) -> None:
    """Note that a person's own copy of their data, which they asked for, is to be made."""
    await conn.execute(
        _SQL.put,
        {
            "queue": Lane.LATER,
            "task": "export_person",
            "priority": 0,
            "lock": f"export {person_id}",
            "args": Jsonb({"person_id": str(person_id)}),
        },
    )
