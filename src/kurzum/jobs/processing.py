"""A clip's two jobs, and what becomes of a run that fails: refused, tried again, or given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import structlog

from kurzum.clips import Clips
from kurzum.clips.errors import NoSuchClip, NoSuchUpload, RunLost
from kurzum.clips.states import Cause
from kurzum.clips.work import Run
from kurzum.core.clock import Clock
from kurzum.core.errors import Unavailable
from kurzum.custody import KeyDestroyed
from kurzum.jobs.stages import Stages
from kurzum.jobs.turns import Turns
from kurzum.jobs.workplace import Workplace
from kurzum.media import Rejected
from kurzum.media.rejections import MediaUnavailable

MOST_TRIES = 3
_PATIENCE_S, _AGAIN_S = 7.0, 0.2
_FAILED = (
    "failed",
    "Something went wrong here while this clip was processed. Your other clips are safe: upload it again.",
)
_log = structlog.get_logger("kurzum.jobs")


@dataclass(frozen=True)
class Processing:
    """Runs the stages. Safe to run again at any point, and twice at once: the newest run wins."""

    clips: Clips
    clock: Clock
    stages: Stages
    place: Workplace
    turns: Turns = field(default_factory=Turns)

    async def process(self, person_id: UUID, clip_id: UUID) -> None:
        """Make an uploaded clip playable, or refuse it. Raises what is worth another try."""
        async with await self._turn(person_id, clip_id):
            await self._process(person_id, clip_id)

    async def further(self, person_id: UUID, clip_id: UUID) -> None:
        """Add what can come later to a published clip. Raises what is worth another try."""
        async with await self._turn(person_id, clip_id):
            await self._further(person_id, clip_id)

    async def _turn(self, person_id: UUID, clip_id: UUID) -> AbstractAsyncContextManager[None]:
        """A clip that was tried in vain may be what ended its worker: then it runs alone."""
        tried = await self.clips.work.tries(person_id, clip_id)
        return self.turns.alone() if tried else self.turns.beside()

    async def _process(self, person_id: UUID, clip_id: UUID) -> None:
        run = await self.clips.work.begin(person_id, clip_id, self.clock.now())
        if run is None:
            return
        if run.tries > MOST_TRIES:
            await self._refuse(run, *_FAILED, Cause.FAILED)
            return
        try:
            await self._try(run, self.stages.first)
        except Rejected as error:
            await self._refuse(run, error.code, error.message, Cause.REFUSED)
        except NoSuchUpload:
            await self._refuse(run, *_FAILED, Cause.FAILED)

    async def _further(self, person_id: UUID, clip_id: UUID) -> None:
        run = await self.clips.work.begin_further(person_id, clip_id)
        if run is None:
            return
        if run.tries <= MOST_TRIES:
            try:
                await self._try(run, self.stages.further)
            except (Rejected, NoSuchUpload) as error:
                # The clip plays already; it stays with what it has.
                _log.warning("no further renditions", outcome=error.code)
        else:
            _log.warning("no further renditions", outcome="failed")
        await self.clips.work.finish(run)

    async def _try(self, run: Run, stage: Callable[[Run, Path], Awaitable[None]]) -> None:
        """One try. A run whose clip is gone or taken ends in silence."""
        try:
            with self.place.run(run.id) as folder:
                await stage(run, folder)
        except (RunLost, NoSuchClip, KeyDestroyed):
            return
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(run))
            raise
        except MediaUnavailable:
            raise
        except Unavailable:
            await self._give_back(run)
            raise

    async def _give_back(self, run: Run) -> None:
        """The zone is to blame: this try does not count. Waits for the database, should that be away."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                while True:
                    try:
                        await self.clips.work.give_back(run)
                    except Unavailable:
                        await asyncio.sleep(_AGAIN_S)
                    else:
                        return

    async def _refuse(self, run: Run, code: str, message: str, cause: Cause) -> None:
        try:
            await self.clips.work.refuse(run, code, message, self.clock.now(), cause)
        except RunLost:
            return
