"""Progress of clips reaches everybody who waits for it at once, over one connection, and only its owner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.clips import Clips, State
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.progress import Standing
from kurzum.clips.work import Run
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.store.pool import Database
from parts.clip_rooms import clips_of, posted, wish
from parts.waiting import until

NEVER_S = 3600.0
SOON_S = 60.0


@pytest.fixture(autouse=True)
def nobody_looks_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is seen was pushed, however slow this machine is."""
    monkeypatch.setattr("kurzum.clips.progress.BEAT_S", NEVER_S)


@pytest.fixture
def clips(
    tmp_path: Path, database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:  # fmt: skip
    return clips_of(tmp_path, database, worker_keys, clock, ids, entropy)


class Watcher:
    """Somebody who follows a clip."""

    def __init__(self, clips: Clips, person_id: UUID, clip_id: UUID) -> None:
        self.seen: list[Standing] = []
        self.task = asyncio.create_task(self._follow(clips, person_id, clip_id))

    async def _follow(self, clips: Clips, person_id: UUID, clip_id: UUID) -> None:
        async for standing in clips.progress.follow(person_id, clip_id):
            if standing is not None:
                self.seen.append(standing)

    async def sees(self, state: State, progress: float) -> None:
        async def asked() -> bool:
            return bool(self.seen) and (self.seen[-1].state, self.seen[-1].progress) == (state, progress)

        await until(asked, SOON_S)


async def begun(clips: Clips, person_id: UUID, clip_id: UUID, clock: FixedClock) -> Run:
    run = await clips.work.begin(person_id, clip_id, clock.now())
    assert run is not None
    return run


async def listening(database: Database) -> int:
    async with database.read() as conn:
        row = await (
            await conn.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query = 'LISTEN clips_progress'"
            )
        ).fetchone()
    return int(row[0]) if row else 0


async def test_each_step_is_pushed_to_all_who_watch(
    clips: Clips, keys: Keys, clock: FixedClock, database: Database
) -> None:
    anna = (await keys.new_person(Purpose.SIGN_UP)).person_id
    clip = await posted(clips, anna, b"x", wish(), clock)
    watchers = [Watcher(clips, anna, clip) for _ in range(3)]
    for watcher in watchers:
        await watcher.sees(State.UPLOADED, 0.0)

    async def one_listens() -> bool:
        return await listening(database) == 1

    await until(one_listens)
    run = await begun(clips, anna, clip, clock)
    for watcher in watchers:
        await watcher.sees(State.PROBING, 0.0)
    for value in (0.25, 0.5):
        await clips.work.progress(run, value)
        for watcher in watchers:
            await watcher.sees(State.PROBING, value)
    assert await listening(database) == 1
    await clips.work.refuse(run, "damaged", "This video is damaged.", clock.now())
    await asyncio.wait_for(asyncio.gather(*[w.task for w in watchers]), SOON_S)
    for watcher in watchers:
        last = watcher.seen[-1]
        assert last.rejection is not None
        assert (last.state, last.rejection.message) == (State.REJECTED, "This video is damaged.")

    async def none_listens() -> bool:
        return await listening(database) == 0

    await until(none_listens)


async def test_who_watches_an_erased_clip_learns_that_it_is_gone(
    clips: Clips, keys: Keys, clock: FixedClock
) -> None:
    anna = (await keys.new_person(Purpose.SIGN_UP)).person_id
    clip = await posted(clips, anna, b"x", wish(), clock)
    watcher = Watcher(clips, anna, clip)
    await watcher.sees(State.UPLOADED, 0.0)
    await clips.life.erase(anna, clip, clock.now())
    await asyncio.wait_for(watcher.task, SOON_S)
    assert watcher.seen[-1].state is State.ERASED


async def test_a_stranger_cannot_follow(clips: Clips, keys: Keys, clock: FixedClock) -> None:
    anna, ben = [(await keys.new_person(Purpose.SIGN_UP)).person_id for _ in range(2)]
    clip = await posted(clips, anna, b"x", wish(), clock)
    with pytest.raises(NoSuchClip):
        await anext(clips.progress.follow(ben, clip))
