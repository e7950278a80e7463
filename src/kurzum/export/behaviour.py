"""What the person watched, what they were shown and why, and what For You makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime

import msgspec

from kurzum.core.clock import from_ms
from kurzum.custody.categories import Category
from kurzum.export.documents import Hidden, Interest, Interests, Page, Pick, Watch, Why
from kurzum.export.source import NO_ID, Source
from kurzum.feed.batches import FIELD as BATCH
from kurzum.feed.choices import FIELD as CHOICE
from kurzum.feed.choices import NO_CHOICES, Choices
from kurzum.feed.choices import decode as decode_choices
from kurzum.feed.events import decode as decode_events
from kurzum.feed.pages import FIELD as PAGE
from kurzum.feed.pages import Record, known_of
from kurzum.feed.your_feed import YourFeed
from kurzum.store.queries import load

_SQL = load("kurzum.feed", "stored.sql")
_BATCHES, _PAGES = 50, 20
_FIRST = {"day": date.min, "after": NO_ID}
BELIEVED = "people.export.believed"


async def watches(source: Source) -> AsyncIterator[Watch]:
    """Every event that is kept, batch by batch, the oldest batch first."""
    by = {"day": "day", "after": "batch_id"}
    async for rows in source.all_rows(_SQL.batches, _FIRST, by, _BATCHES):
        viewer = await source.viewer()
        for row in rows:
            for event in decode_events(viewer.open(Category.BEHAVIOUR, BATCH, row["sealed"])):
                yield Watch(
                    batch=row["batch_id"], id=event.id, kind=event.kind, clip=event.clip, page=event.page,
                    at=from_ms(event.at_ms), watched_ms=event.watched_ms, loops=event.loops,
                )  # fmt: skip


async def pages(source: Source) -> AsyncIterator[Page]:
    """Every page that is kept, the oldest first."""
    by = {"day": "day", "after": "page_id"}
    async for rows in source.all_rows(_SQL.pages, _FIRST, by, _PAGES):
        viewer = await source.viewer()
        for row in rows:
            plain = viewer.open(Category.BEHAVIOUR, PAGE, row["sealed"])
            record = msgspec.msgpack.decode(plain, type=Record)
            features, weights = known_of(record)
            yield Page(
                page=row["page_id"], kind=record.kind, at=from_ms(record.at_ms), engine=record.engine,
                market=record.market, language=record.language, note=record.note,
                picks=[
                    Pick(
                        clip=pick.clip_id, score=pick.score, propensity=pick.propensity,
                        reasons=[Why(code=one.code, params=one.params) for one in pick.reasons],
                    )
                    for pick in record.picks
                ],
                considered=record.candidates, features=features, weights=weights,
            )  # fmt: skip


async def interests(source: Source, believed: bytes | None, at: datetime) -> Interests:
    """What For You believed at that time (sealed then), and what the person decided up to now."""
    found: YourFeed | None = None
    if believed is not None:
        plain = (await source.person()).open(Category.BEHAVIOUR, BELIEVED, believed)
        found = msgspec.json.decode(plain, type=YourFeed)
    choices = NO_CHOICES
    for row in await source.rows(_SQL.choices):
        choices = decode_choices((await source.viewer()).open(Category.BEHAVIOUR, CHOICE, row["sealed"]))
    drawn = [
        Interest(kind=one.kind, key=one.key, name=one.name, strength=one.strength, watches=one.watches)
        for one in (found.interests if found else [])
    ]
    return Interests(
        at=at,
        watches=found.watches if found else 0,
        interests=drawn,
        reset_at=from_ms(choices.reset_ms) if choices.reset_ms else None,
        hidden=await _hidden(source, choices),
    )


async def _hidden(source: Source, choices: Choices) -> list[Hidden]:
    """What stays off, creators by their handles; those who are gone are left out."""
    profiles = await source.rooms.people.profiles.by_ids(choices.hidden_creators)
    handles = {str(person_id): profile.handle for person_id, profile in profiles.items()}
    found = []
    for one in choices.hidden:
        key = handles.get(one.key) if one.kind == "creator" else one.key
        if key is not None:
            found.append(Hidden(kind=one.kind, key=key, at=from_ms(one.at_ms)))
    return found
