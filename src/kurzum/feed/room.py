"""The room as ``app`` builds it and others use it: one zone's feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np
import structlog

from kurzum.clips.numbers import Rows
from kurzum.clips.register import Register
from kurzum.core.clock import Clock, unix_ms
from kurzum.core.errors import KurzumError, Refused
from kurzum.core.ids import Entropy, Ids
from kurzum.custody import CustodianUnavailable, KeyDestroyed, KeyWiped
from kurzum.feed.audiences import Audiences, FirstAudience
from kurzum.feed.batches import Accepted, Batches
from kurzum.feed.candidates import Bools, Gatherer
from kurzum.feed.circles import ALONE, Circle
from kurzum.feed.engine import Engine, FeedKind, Page, Pick
from kurzum.feed.errors import BadAsking, EngineLate
from kurzum.feed.events import Batch
from kurzum.feed.explain import Reason
from kurzum.feed.hiding import hidden
from kurzum.feed.interests import Interests
from kurzum.feed.learning import Learning
from kurzum.feed.making import Asking, Maker
from kurzum.feed.memory import Memory
from kurzum.feed.pages import Pages, record_in_time, record_of
from kurzum.feed.partitions import Partitions
from kurzum.feed.rank import Taste
from kurzum.feed.shared import Shared
from kurzum.feed.stages import UNTIMED, Lap, Stages
from kurzum.feed.timelines import Timelines
from kurzum.feed.viewing import Catalogue, InFeed, PersonsOf, RelationsOf, Visible, Who
from kurzum.feed.your_feeds import YourFeeds
from kurzum.people import Derived
from kurzum.store.moves import Moves
from kurzum.store.pool import DatabaseUnavailable

MOST_PICKS = 30
PATIENCE_S = 3.0
"""A page of picks that is not there by then is made without them."""
LATE_S = 0.05
"""So long the engine may keep the processor, which nobody else has meanwhile, for one page."""
MOST_SEEN = 200
CUSTODIAN_AWAY, PLAIN = "custodian_away", "plain"
_GONE = (CustodianUnavailable, KeyDestroyed, KeyWiped)
_OF_CLIPS, _OF_VIEWER = frozenset({"clip", "limit"}), frozenset({"edge", "feed"})
"""Topics (``store.moves``) that change a page: anything of the first, what is the viewer's of the second."""
_TRIES = 3
_log = structlog.get_logger("kurzum.feed")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it is handed out. ``note``: ``nothing_new`` (some were seen before), ``custodian_away``
    (made as for somebody signed out), ``plain`` (the engine failed or was late; the newest clips instead), or
    None."""

    page_id: UUID
    kind: FeedKind
    picks: list[Pick]
    note: str | None = None
    next: str | None = None


class Feed:
    """One zone's feeds. ``fell_back``: how often the plain list was served, as the engine failed or was
    late."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        gatherer: Gatherer,
        engine: Engine,
        batches: Batches,
        pages: Pages,
        memory: Memory,
        partitions: Partitions,
        visible: Visible,
        relations: RelationsOf,
        persons: PersonsOf,
        clock: Clock,
        ids: Ids,
        entropy: Entropy,
        moves: Moves,
        register: Register,
        shared: Shared,
        audiences: Audiences,
        learning: Learning,
        yours: YourFeeds,
        circles: Derived[Circle],
        in_feed: InFeed,
        stages: Stages = UNTIMED,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.stages = stages
        self.engine = engine
        self.batches = batches
        self.pages = pages
        self.memory = memory
        self.partitions = partitions
        self.learning = learning
        self.audiences = audiences
        self.yours = yours
        self.fell_back = 0
        self._shared = shared
        self._maker = Maker(register, shared, gatherer)
        self._catalogue = catalogue
        self._moves = moves
        self._register = register
        self._circles = circles
        self._in_feed = in_feed
        self._timelines = Timelines(catalogue, visible)
        self._visible = visible
        self._relations = relations
        self._persons = persons
        self._clock = clock
        self._ids = ids
        self._entropy = entropy
        self._patience_s = patience_s

    async def page(
        self,
        viewer: Who,
        kind: FeedKind = "foryou",
        limit: int = 10,
        *,
        seen: Sequence[UUID] = (),
        cursor: str | None = None,
    ) -> Shown:
        """A page of a feed. ``seen``: what a signed-out browser has shown, the oldest first; not kept.

        For You never fails while public clips can be read: late or broken, the newest are served instead,
        counted and said. Raises BadAsking, BadCursor; for Following and Friends also CustodianUnavailable.
        """
        if not 1 <= limit <= MOST_PICKS:
            raise BadAsking(f"A page has 1 to {MOST_PICKS} clips.", fields={"limit": f"1 to {MOST_PICKS}"})
        if kind != "foryou":
            return await self._in_time(viewer, kind, limit, cursor)
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._for_you(viewer, limit, seen)
        except Refused:
            raise
        except Exception as error:
            self.fell_back += 1
            kind_of = error.code if isinstance(error, KurzumError) else type(error).__name__
            _log.warning("feed_fell_back", error=kind_of, count=self.fell_back)
            return await self._plain(viewer, limit, seen)

    async def take(self, viewer: Who, batch: Batch) -> Accepted:
        """Keep a batch of events; durable on return, and part of the viewer's next page.

        Raises BadBatch, CustodianUnavailable, DatabaseUnavailable.
        """
        now = self._clock.now()
        await self.partitions.ready(now)
        with self.learning.taking():
            accepted, day, events = await self.batches.take(viewer.pid, batch, now)
            if viewer.pid is not None:
                await self._know({event.clip for event in events})
                self.memory.learn(viewer.pid, day, batch.id, events)
        return accepted

    async def _know(self, clips: Collection[UUID]) -> None:
        """Have these clips in the register, of which the learner is told; as far as that can be had now."""
        if not self._register.has_all(clips):
            try:
                await self._moves.look()
                await self._register.ready()
            except DatabaseUnavailable:
                _log.warning("learning_of_unknown_clips", count=len(clips))

    async def audience(self, clip_id: UUID) -> FirstAudience:
        """How a clip fares with those to whom feeds showed it, as far as this process has learned."""
        await self._moves.fresh()
        await self._register.ready()
        self._shared.cover()
        clip = self._register.numbers.of(clip_id.bytes)
        self._register.cover(clip)
        return self._shared.audience(clip, unix_ms(self._clock.now()))

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete everything that the room keeps of a viewer."""
        await self.memory.forget_viewer(pid)
        await self.batches.forget_viewer(pid)
        await self.pages.forget_viewer(pid)
        await self.yours.forget_viewer(pid)

    async def _for_you(self, viewer: Who, limit: int, seen: Sequence[UUID]) -> Shown:
        now = self._clock.now()
        if viewer.pid is None:
            return await self._signed_out(viewer, limit, seen, now)
        await self.partitions.ready(now)
        async with self.memory.lock(viewer.pid):
            lap = self.stages.begin("state")
            await self._moves.fresh()
            for left in reversed(range(_TRIES)):
                mark = self._moves.mark
                try:
                    state = await self.memory.state(viewer.pid, now)
                    circle = await self._circles.of(viewer.pid)
                except _GONE:
                    return await self._signed_out(viewer, limit, seen, now, CUSTODIAN_AWAY)
                page, taste = await self._made(viewer, state, circle, limit, now, lap)
                lap.to("record")
                page_id = self._ids.new()
                record = record_of(page, taste, unix_ms(now), self.engine.config.version, self._register)
                await self.pages.keep(viewer.pid, page_id, record)
                if not left or not self._outdated(viewer.pid, mark):
                    break
                await self.pages.take_back(viewer.pid, page_id)
                lap.to("state")
            clips = [pick.clip_id for pick in page.picks]
            state.served(page_id, clips, unix_ms(now), record.last_creator)
            lap.end()
        return Shown(page_id=page_id, kind="foryou", picks=page.picks, note=page.note)

    def _outdated(self, pid: UUID, mark: int) -> bool:
        """Whether something of a page moved since a mark. Keeping it was a look, so this is up to date."""
        told = self._moves.told_since(mark)
        return told is None or any(
            topic in _OF_CLIPS or (topic in _OF_VIEWER and pid in keys) for topic, keys in told
        )

    async def _signed_out(
        self, viewer: Who, limit: int, seen: Sequence[UUID], now: datetime, note: str | None = None
    ) -> Shown:
        """A page for nobody in particular: nothing of it is kept."""
        lap = self.stages.begin("state")
        await self._moves.fresh()
        if viewer.person_id is not None:
            note = CUSTODIAN_AWAY
        page, _ = await self._made(viewer, self._browser(seen), ALONE, limit, now, lap)
        lap.end()
        return Shown(page_id=self._ids.new(), kind="foryou", picks=page.picks, note=note or page.note)

    async def _made(
        self, viewer: Who, state: Interests, circle: Circle, limit: int, now: datetime, lap: Lap
    ) -> tuple[Page, Taste]:
        """A page of the register as it is now, and what it was made for."""
        register = self._register
        await register.ready()
        lap.to("candidates")

        async def visible(clips: Rows) -> Bools:
            lap.to("visible")
            allowed = await self._in_feed(viewer, clips, now)
            lap.to("candidates")
            return allowed & ~hidden(register, clips, state.choices)

        asking = Asking(
            state=state, circle=circle, market=viewer.market, language=viewer.language,
            own=-1 if viewer.person_id is None else register.people.known(viewer.person_id.bytes),
            limit=limit, seed=int.from_bytes(self._entropy(8), "big") >> 1, now=now,
        )  # fmt: skip
        before_s = lap.worked_s
        made = await self._maker.page(self.engine, asking, visible, lap)
        lap.to("rerank")
        if lap.worked_s - before_s > LATE_S:
            raise EngineLate(f"The engine worked for {1000 * (lap.worked_s - before_s):.0f} ms on a page.")
        return made

    def _browser(self, seen: Sequence[UUID]) -> Interests:
        """The state of a browser in which nobody is signed in: what it has shown, in that order."""
        state = Interests(self._register.numbers)
        known = [
            number for clip in seen[-MOST_SEEN:] if (number := self._register.numbers.known(clip.bytes)) >= 0
        ]
        state.saw(np.array(known, np.int32), np.arange(1, len(known) + 1))
        return state

    async def _in_time(self, viewer: Who, kind: FeedKind, limit: int, cursor: str | None) -> Shown:
        """Following or Friends. Their page is kept like any other; what is on it counts as served."""
        now = self._clock.now()
        page_id = self._ids.new()
        if viewer.person_id is None:
            return Shown(page_id=page_id, kind=kind, picks=[])
        if viewer.pid is None:
            raise CustodianUnavailable(
                "The custodian of this zone does not answer, so whom you follow is not known. Try again soon."
            )
        relations = await self._relations(viewer.pid)
        chosen = relations.follows if kind == "following" else relations.friends
        people = sorted((await self._persons(chosen)).values()) if chosen else []
        picks, after = await self._timelines.page(viewer, people, kind, cursor, limit, now)
        if picks:
            await self.partitions.ready(now)
            version = self.engine.config.version
            record = record_in_time(kind, picks, unix_ms(now), viewer.language, version)
            await self.pages.keep(viewer.pid, page_id, record)
        return Shown(page_id=page_id, kind=kind, picks=picks, next=after)

    async def _plain(self, viewer: Who, limit: int, seen: Sequence[UUID]) -> Shown:
        """The newest clips that the viewer may see, what the browser has shown behind the others."""
        now = self._clock.now()
        newest = await self._catalogue.fresh(None, None, 4 * limit, now)
        allowed = await self._visible(viewer, newest, now, "feed")
        if viewer.pid is not None and (state := self.memory.held(viewer.pid)) and state.choices.hidden:
            off = hidden(self._register, self._register.rows(newest), state.choices)
            allowed -= {clip_id for clip_id, is_off in zip(newest, off.tolist(), strict=True) if is_off}
        shown = set(seen)
        order = sorted((clip_id for clip_id in newest if clip_id in allowed), key=shown.__contains__)
        picks = [Pick(clip_id, [Reason("fresh", {})], 0.0, 1.0) for clip_id in order[:limit]]
        return Shown(page_id=self._ids.new(), kind="foryou", picks=picks, note=PLAIN)
