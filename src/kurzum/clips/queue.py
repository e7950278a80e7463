"""What the catalogue asks of the queue: to note a task in the transaction of its cause."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from psycopg import AsyncConnection


class Task(StrEnum):
    """What can be asked for. Each gets the ids of an owner and a clip, and nothing else."""

    PROCESS = "process_clip"
    FURTHER = "further_renditions"
    REWRITE = "rewrite_media"


class Enqueue(Protocol):
    """Notes a task; it runs once the transaction is committed, and never if it is undone."""

    async def __call__(
        self,
        conn: AsyncConnection,
        task: Task,
        person_id: UUID,
        clip_id: UUID,
        *,
        waiting: int = 0,
        backfill: bool = False,
    ) -> None:
        """``waiting``: clips of the same person in the queue. ``backfill``: behind everybody's uploads."""
        ...
