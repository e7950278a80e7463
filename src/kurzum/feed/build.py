"""Wires a zone's feeds from what ``app`` hands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from psycopg import AsyncConnection

from kurzum.clips import Clips
from kurzum.clips.card import Creators
from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy, Ids
from kurzum.custody import Keys, Purpose
from kurzum.feed.audiences import AudienceConfig, Audiences
from kurzum.feed.batches import Batches
from kurzum.feed.candidates import Gatherer, Sizes
from kurzum.feed.choices import ChoiceBook
from kurzum.feed.circles import circles
from kurzum.feed.engine import Engine
from kurzum.feed.learning import Learning
from kurzum.feed.memory import Memory
from kurzum.feed.model import Model
from kurzum.feed.pages import Pages
from kurzum.feed.partitions import Keeping, Partitions
from kurzum.feed.rank import Config
from kurzum.feed.room import PATIENCE_S, Feed
from kurzum.feed.shared import Shared
from kurzum.feed.stages import UNTIMED, Stages
from kurzum.feed.viewing import InFeed, RelationsOf, Visible
from kurzum.feed.your_feeds import YourFeeds
from kurzum.store.pool import Database


def build(
    *,
    database: Database,
    keys: Keys,
    clock: Clock,
    ids: Ids,
    entropy: Entropy,
    clips: Clips,
    relations: RelationsOf,
    creators: Creators,
    visible: Visible,
    in_feed: InFeed,
    config: Config | None = None,
    keeping: Keeping | None = None,
    stages: Stages = UNTIMED,
    patience_s: float = PATIENCE_S,
) -> Feed:
    """A zone's feeds. ``visible``, ``in_feed``: safety's verdict; ``relations``: a viewer's graph;
    ``creators``: as everybody may see them; ``patience_s``: how long a page of picks may take before the
    plain list is served.

    Call ``partitions.tend`` before the first event, and daily.
    """

    async def durations(clip_ids: Sequence[UUID]) -> dict[UUID, int]:
        facts = await clips.facts(clip_ids)
        return {i: clip.duration_ms for i, clip in facts.items() if clip.duration_ms is not None}

    async def add_totals(
        conn: AsyncConnection, plays: Mapping[UUID, int], shares: Mapping[UUID, int]
    ) -> None:
        await clips.totals.add(conn, plays, shares)

    async def persons(pids: Iterable[UUID]) -> dict[UUID, UUID]:
        return await keys.persons(pids, Purpose.FEED)

    register = clips.register
    batches, pages = Batches(database, keys, durations, add_totals), Pages(database, keys)
    around = circles(relations, persons, register)
    keys.watch(around.drop)
    audiences = Audiences(register, AudienceConfig())
    shared = Shared(register, audiences)
    book = ChoiceBook(database, keys)
    memory = Memory(database, keys, batches, pages, book, shared, register.numbers)
    model = Model(database, keys, shared, audiences)
    engine = Engine(config)
    return Feed(
        catalogue=clips.catalogue,
        gatherer=Gatherer(register, Sizes(), audiences),
        engine=engine,
        batches=batches,
        pages=pages,
        memory=memory,
        shared=shared,
        audiences=audiences,
        learning=Learning(
            memory=memory, model=model, shared=shared, moves=database.moves, register=register, clock=clock
        ),
        yours=YourFeeds(
            database=database, keys=keys, clock=clock, book=book, memory=memory, shared=shared,
            leaning=engine.config.weights.leaning, register=register, relations=relations, persons=persons,
            creators=creators,
        ),
        partitions=Partitions(database, keeping or Keeping()),
        visible=visible,
        relations=relations,
        persons=persons,
        clock=clock,
        ids=ids,
        entropy=entropy,
        moves=database.moves,
        register=register,
        circles=around,
        in_feed=in_feed,
        stages=stages,
        patience_s=patience_s,
    )  # fmt: skip
