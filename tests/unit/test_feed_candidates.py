"""Candidates where a viewer has met everything: what waits for them first, then the least recently seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from kurzum.clips.columns import Columns, Entry
from kurzum.clips.numbers import Rows
from kurzum.core.clock import unix_ms
from kurzum.feed.audiences import AudienceConfig, Audiences
from kurzum.feed.candidates import MOST, SEEN, SERVED, Bools, Candidates, Gatherer, Sizes, Wanted
from kurzum.feed.growing import Floats
from kurzum.feed.interests import Interests
from kurzum.feed.rank import TOLD

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANY = 3 * MOST
UNSEEN = (0, MANY // 2, MANY - 1)
"""Clips that were on a page of late, and were not shown on it."""


def stocked() -> Columns:
    columns = Columns()
    for n in range(MANY):
        published = NOW - timedelta(days=10, hours=n)
        columns.put(Entry(UUID(int=n + 1), UUID(int=n % 40 + 1), "public", "US", "en", published, 20_000, ""))
    columns.sort()
    return columns


def met_all(columns: Columns) -> Interests:
    """All but UNSEEN were seen, in an order that has nothing to do with when they came out."""
    state = Interests(columns.numbers)
    seen = np.setdiff1d(np.arange(MANY, dtype=np.int32), UNSEEN)
    state.saw(seen.astype(np.int32), when(seen))
    state.served(UUID(int=7), [UUID(int=n + 1) for n in UNSEEN], unix_ms(NOW) - 1_000, None)
    return state


def when(clips: Rows) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return unix_ms(NOW) - 1_000 * (1 + (clips.astype(np.int64) * 7_919) % MANY)


async def gathered(columns: Columns, state: Interests) -> Candidates:
    async def visible(clips: Rows) -> Bools:
        return np.ones(len(clips), bool)

    def learned(clips: Rows) -> Floats:
        return np.zeros((len(TOLD), len(clips)), np.float32)

    wanted = Wanted(
        market="US", language="en", followed=None, own=-1, past=state.seen_or_hidden(MANY), hidden=(),
        waiting=state.waiting(unix_ms(NOW)), lately=state.lately, enough=20, now=NOW, learned=learned,
    )  # fmt: skip
    gatherer = Gatherer(columns, Sizes(), Audiences(columns, AudienceConfig()))
    return await gatherer.gather(wanted, visible)


async def test_who_met_everything_gets_what_waits_and_then_the_least_recently_seen() -> None:
    columns = stocked()
    found = await gathered(columns, met_all(columns))
    assert len(found.clips) == MOST
    assert found.clips[found.lanes == SERVED].tolist() == list(UNSEEN)
    seen = found.clips[found.lanes == SEEN]
    everything = np.setdiff1d(np.arange(MANY), UNSEEN)
    oldest = everything[np.argsort(when(everything), kind="stable")]
    assert seen.tolist() == oldest[: len(seen)].tolist()
    assert found.lately[found.lanes == SEEN].tolist() == when(seen).tolist()


def test_when_clips_were_seen_last_is_told_of_any_of_them() -> None:
    columns = stocked()
    state = Interests(columns.numbers)
    assert state.lately(np.array([3, 5]), True).tolist() == [0, 0]
    state.saw(np.array([5, 9, 5], np.int32), np.array([10, 20, 30]))
    assert state.lately(np.array([9, 3, 5, 11]), True).tolist() == [20, 0, 30, 0]
    assert state.lately(np.array([9]), False).tolist() == [0]
