"""What is stored of a person, by category: counted from the tables themselves, without opening anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from kurzum.custody.categories import SEALED, Category
from kurzum.store.pool import Database
from kurzum.store.queries import load

_ROOMS = ("people", "clips", "feed", "safety", "custody")
_COUNTS = tuple(load(f"kurzum.{room}", "stored.sql") for room in _ROOMS)


class Keeping(msgspec.Struct, frozen=True):
    """How long things are kept that end by themselves; a session and an upload, when unused."""

    session_days: int = 30
    upload_hours: int = 24
    events_days: int = 396
    pages_days: int = 30
    answer_hours: int = 24
    export_days: int = 7


class Kind(msgspec.Struct, frozen=True):
    """What a part is, and how long it is kept: as an ISO 8601 duration, or as long as the account (None)."""

    category: Category
    kept_for: Callable[[Keeping], str] | None = None


class Part(msgspec.Struct, frozen=True):
    """Something that is stored. ``count``: how many rows; ``since``: of the oldest, where that is known;
    ``kept_for``: an ISO 8601 duration, or null: until the person removes it or the account ends."""

    what: str
    count: int
    since: datetime | None
    kept_for: str | None


class OfCategory(msgspec.Struct, frozen=True):
    """The parts of a category. ``protection``: ``sealed``, ``graph``, ``plain`` or ``public``."""

    category: Category
    protection: str
    parts: list[Part]


Privacy = list[OfCategory]

KINDS: dict[str, Kind] = {
    "birth_date": Kind(Category.IDENTITY),
    "email": Kind(Category.CONTACT),
    "phone": Kind(Category.CONTACT),
    "password": Kind(Category.CONTACT),
    "watches": Kind(Category.BEHAVIOUR, lambda keeping: f"P{keeping.events_days}D"),
    "pages": Kind(Category.BEHAVIOUR, lambda keeping: f"P{keeping.pages_days}D"),
    "interests": Kind(Category.BEHAVIOUR),
    "choices": Kind(Category.BEHAVIOUR),
    "drafts": Kind(Category.PRIVATE),
    "uploads": Kind(Category.PRIVATE, lambda keeping: f"PT{keeping.upload_hours}H"),
    "reports": Kind(Category.PRIVATE),
    "answers": Kind(Category.PRIVATE, lambda keeping: f"PT{keeping.answer_hours}H"),
    "exports": Kind(Category.PRIVATE, lambda keeping: f"P{keeping.export_days}D"),
    "follows": Kind(Category.GRAPH),
    "followers": Kind(Category.GRAPH),
    "blocks": Kind(Category.GRAPH),
    "mutes": Kind(Category.GRAPH),
    "likes": Kind(Category.GRAPH),
    "saves": Kind(Category.GRAPH),
    "market": Kind(Category.COARSE),
    "age_tier": Kind(Category.COARSE),
    "sessions": Kind(Category.TOKEN_HASH, lambda keeping: f"P{keeping.session_days}D"),
    "account": Kind(Category.PUBLIC),
    "handles": Kind(Category.PUBLIC),
    "clips": Kind(Category.PUBLIC),
    "decisions": Kind(Category.PUBLIC),
    "erased_clips": Kind(Category.SYSTEM),
    "erasure": Kind(Category.SYSTEM),
}
"""Every part, by its stable code, in the order in which they are told."""
_ORDER = {what: place for place, what in enumerate(KINDS)}

TABLES: dict[str, tuple[str, ...]] = {
    "people.person": ("account", "market", "birth_date", "email", "phone"),
    "people.handle": ("handles",),
    "people.credential": ("password",),
    "people.session": ("sessions",),
    "people.viewer": ("age_tier",),
    "people.edge": ("follows", "followers", "blocks", "mutes"),
    "people.erasure": ("erasure",),
    "people.answer": ("answers",),
    "people.export": ("exports",),
    "people.export_piece": ("exports",),
    "clips.upload": ("uploads",),
    "clips.clip": ("clips", "drafts", "erased_clips"),
    "clips.state_change": ("clips", "drafts", "erased_clips"),
    "clips.rendition": ("clips", "drafts"),
    "clips.liked": ("likes",),
    "clips.saved": ("saves",),
    "custody.statement": ("decisions",),
    "feed.event_batch": ("watches",),
    "feed.page": ("pages",),
    "feed.snapshot": ("interests",),
    "feed.choice": ("choices",),
    "safety.clip_limit": ("decisions",),
    "safety.report": ("reports",),
}
"""Table with an id of a person -> the parts that tell of it."""

OF_NOBODY = {"feed.model": "its pid names the zone's model key, which is no person's"}
"""Tables with such a column that are about nobody, and why."""


class Inventory:
    """Counts what a zone stores of somebody."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping

    async def of(self, person_id: UUID, pid: UUID) -> Privacy:
        """What is stored, by category, in the order of ``Category``. Parts with nothing are left out."""
        # No statement has both ids: the database is told no pair.
        sides = {"count_person": {"person_id": person_id}, "count_viewer": {"pid": pid}}
        rows = []
        async with self._database.read() as conn:
            for room in _COUNTS:
                for name in sides.keys() & set(dir(room)):
                    rows += await (await conn.execute(getattr(room, name), sides[name])).fetchall()
        found: dict[Category, list[Part]] = {}
        for what, count, since in rows:
            if count:
                kind = KINDS[what]
                kept_for = kind.kept_for(self._keeping) if kind.kept_for else None
                found.setdefault(kind.category, []).append(Part(what, count, since, kept_for))
        return [
            OfCategory(category, protection_of(category), sorted(found[category], key=_place))
            for category in Category
            if category in found
        ]


def _place(part: Part) -> int:
    return _ORDER[part.what]


def protection_of(category: Category) -> str:
    """How values of a category are kept."""
    if category in SEALED:
        return "sealed"
    if category is Category.GRAPH:
        return "graph"
    return "public" if category is Category.PUBLIC else "plain"
