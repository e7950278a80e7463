"""The jobs by name, and when each is tried again. Arguments are ids, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import signature
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from kurzum.clips import Task
from kurzum.core.errors import Unavailable
from kurzum.custody import listed
from kurzum.custody.categories import refuse
from kurzum.jobs.metrics import counted
from kurzum.jobs.processing import Processing
from kurzum.jobs.rewriting import Rewriting

ERASE = "erase_person"
EXPORT = "export_person"
_SOON_S = 5
LONGEST_S = 300
"""No job is put off for longer."""


class Patience(BaseRetryStrategy):
    """Again after 5 s while a part of the zone is away, else after 2, 4, 8, ... up to 300 s.

    How often a clip is tried at all is counted on the clip, where a killed worker cannot forget it.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """When a failed job runs again."""
        if isinstance(exception, Unavailable):
            return RetryDecision(retry_in={"seconds": _SOON_S})
        if not isinstance(exception, Exception):
            return RetryDecision(retry_in={"seconds": 0})
        return RetryDecision(retry_in={"seconds": min(LONGEST_S, 2 ** min(job.attempts + 1, 10))})


@dataclass(frozen=True)
class Duties:
    """What the jobs call. ``erase``: finishes the erasure of a person; ``export``: makes their own copy of
    their data."""

    processing: Processing
    rewriting: Rewriting
    erase: Callable[[UUID], Awaitable[None]]
    export: Callable[[UUID], Awaitable[None]]


def register(app: App, duties: Duties) -> None:
    """Make the jobs known to the queue. Raises Unclassified where one takes what has no category."""
    patience = Patience()

    @app.task(name=Task.PROCESS, retry=patience)
    async def process_clip(person_id: str, clip_id: str) -> None:
        async with counted(Task.PROCESS):
            await duties.processing.process(UUID(person_id), UUID(clip_id))

    @app.task(name=Task.FURTHER, retry=patience)
    async def further_renditions(person_id: str, clip_id: str) -> None:
        async with counted(Task.FURTHER):
            await duties.processing.further(UUID(person_id), UUID(clip_id))

    @app.task(name=Task.REWRITE, retry=patience)
    async def rewrite_media(person_id: str, clip_id: str) -> None:
        async with counted(Task.REWRITE):
            await duties.rewriting.rewrite(UUID(person_id), UUID(clip_id))

    @app.task(name=ERASE, retry=patience)
    async def erase_person(person_id: str) -> None:
        async with counted(ERASE):
            await duties.erase(UUID(person_id))

    @app.task(name=EXPORT, retry=patience)
    async def export_person(person_id: str) -> None:
        async with counted(EXPORT):
            await duties.export(UUID(person_id))

    refuse(listed.ARGUMENTS.faults(arguments(app)))


def arguments(app: App) -> list[str]:
    """What the jobs of a queue are given, ``job.argument``; the library's own are noted by nobody."""
    own = [task for task in app.tasks.values() if not task.name.startswith("builtin:")]
    return [f"{task.name}.{name}" for task in own for name in signature(task.func).parameters]
