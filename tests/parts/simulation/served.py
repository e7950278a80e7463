"""The feed as a server runs it, before simulated viewers: everything of a page but custody and database.

Clips stand in the register's columns, events go to viewers' states and to the shared learner, candidates are
gathered, ranked and reranked by the server's own code with its default configuration.
"""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
import numpy as np

from kurzum.clips.columns import PUBLIC, Columns, Entry
from kurzum.clips.numbers import Rows
from kurzum.core.clock import from_ms
from kurzum.core.ids import uuid7
from kurzum.feed.audiences import AudienceConfig, Audiences
from kurzum.feed.candidates import Bools, Gatherer, Sizes, Theirs
from kurzum.feed.circles import ALONE, Circle
from kurzum.feed.engine import Engine
from kurzum.feed.events import Event, Kind
from kurzum.feed.interests import Interests
from kurzum.feed.making import Asking, Maker
from kurzum.feed.rank import Config
from kurzum.feed.shared import Shared
from kurzum.feed.watches import Watch
from parts.simulation.policy import Pick
from parts.simulation.world import DAY_MS

Answer = TypeVar("Answer")
_MARKET, _LANGUAGE = "US", "en"
_SKIP_MS = 2_000
_SNAPSHOT_AFTER = 24
_NEVER = 1_000_000


class _Viewer:
    """Somebody's state, and whom they follow."""

    def __init__(self, state: Interests) -> None:
        self.state = state
        self.circle = ALONE


class Served:
    """``share``: of slots that are for exploring; the server's own where it is not given."""

    def __init__(self, share: float | None = None) -> None:
        config = Config()
        if share is not None:
            config = msgspec.structs.replace(config, explore_every=round(1 / share) if share else _NEVER)
        self.columns = Columns()
        self.audiences = Audiences(self.columns, AudienceConfig())
        self.shared = Shared(self.columns, self.audiences)
        gatherer = Gatherer(self.columns, Sizes(), self.audiences)
        self._maker = Maker(self.columns, self.shared, gatherer)
        self._engine = Engine(config)
        self._viewers: dict[int, _Viewer] = {}
        self._count = 0
        self._sorted = True

    def publish(self, clip: int, creator: int, topics: Sequence[int], duration_ms: int, at_ms: int) -> None:
        """There is a new clip, with a hashtag for each topic."""
        caption = " ".join(f"#topic{topic}" for topic in topics)
        clip_id, maker = UUID(int=clip + 1), UUID(int=creator + 1)
        entry = Entry(clip_id, maker, "public", _MARKET, _LANGUAGE, from_ms(at_ms), duration_ms, caption)
        number = self.columns.put(entry)
        assert number == clip
        self._sorted = False

    def page(self, person: int, at_ms: int, limit: int) -> list[Pick]:
        """As ``Feed.page`` makes it."""
        if not self._sorted:
            self.columns.sort()
            self._sorted = True
        self.shared.cover()
        viewer = self._viewer(person)
        self._count += 1
        asking = Asking(
            state=viewer.state, circle=viewer.circle, market=_MARKET, language=_LANGUAGE, own=-1, limit=limit,
            seed=self._count, now=from_ms(at_ms),
        )  # fmt: skip
        page, _ = _done(self._maker.page(self._engine, asking, self._visible))
        clips = [pick.clip_id for pick in page.picks]
        last = self.columns.people.id(page.last_creator) if clips else None
        viewer.state.served(self._id(at_ms), clips, at_ms, last)
        return [(clip.int - 1, pick.propensity) for clip, pick in zip(clips, page.picks, strict=True)]

    def learn(self, watch: Watch) -> None:
        """As ``Feed.take`` has it learned: to the viewer's state, then to what all share."""
        viewer, state = self._viewer(watch.person), self._viewer(watch.person).state
        self._count += 1
        batch_id, day = self._id(watch.at_ms), from_ms(watch.at_ms).date()
        events = self._events(watch)
        self.columns.totals[watch.clip] += (watch.like, 1, watch.save, watch.share)
        if state.learn_batch(day, batch_id, events):
            self.shared.learn(state.person, batch_id, events)
        if state.unsaved >= _SNAPSHOT_AFTER:
            state.forget_old(from_ms(watch.at_ms - 4 * DAY_MS).date(), watch.at_ms)
            state.unsaved = 0
        if watch.follow:
            follows = np.union1d(viewer.circle.follows, self.columns.creator[watch.clip]).astype(np.int32)
            viewer.circle = Circle(follows, ALONE.friends, Theirs(self.columns, follows))

    async def _visible(self, clips: Rows) -> Bools:
        return np.asarray(self.columns.audience[clips] == PUBLIC)

    def _events(self, watch: Watch) -> list[Event]:
        clip, at_ms = UUID(int=watch.clip + 1), watch.at_ms
        skipped = watch.watched_ms < _SKIP_MS
        loops = watch.watched_ms // watch.duration_ms
        kinds = [Kind.SKIP if skipped else Kind.PLAY]
        for said, kind in (
            (watch.like, Kind.LIKE),
            (watch.share, Kind.SHARE),
            (watch.comment, Kind.COMMENT),
            (watch.follow, Kind.FOLLOW),
            (watch.hidden, Kind.NOT_INTERESTED),
        ):
            if said:
                kinds.append(kind)
        events = []
        for n, kind in enumerate(kinds):
            told = (None, None) if n else (watch.watched_ms, loops)
            events.append(Event(UUID(int=(self._count << 8) + n), kind, clip, None, at_ms, *told))
        return events

    def _viewer(self, person: int) -> _Viewer:
        found = self._viewers.get(person)
        if found is None:
            found = self._viewers[person] = _Viewer(Interests(self.columns.numbers))
            found.state.person = self.shared.enter()
        return found

    def _id(self, at_ms: int) -> UUID:
        return uuid7(at_ms, self._count.to_bytes(10, "big"))


def _done(asked: Coroutine[None, None, Answer]) -> Answer:
    """What it answers; it waits for nothing."""
    try:
        asked.send(None)
    except StopIteration as answered:
        answer: Answer = answered.value
        return answer
    raise AssertionError("nothing here is to be waited for")
