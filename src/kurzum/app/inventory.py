"""What a zone keeps of people, by category, as the code itself has it: for ``kurzum zone inventory``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from kurzum.app import settings_file
from kurzum.core.settings import Settings
from kurzum.custody import listed
from kurzum.custody.categories import COLUMNS, EVENT_FIELDS, LOG_FIELDS, METRIC_LABELS, Category
from kurzum.custody.keeping import how_long, place_of
from kurzum.custody.protection import PROTECTION
from kurzum.feed.partitions import Keeping

VERSION = 1
"""Of the JSON form: grows when a field of it goes or means something else, not when one comes."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of one category that lie together. ``kept``: for how long.

    ``kind``: ``column``, ``document`` (inside a sealed column or a file), ``file``, ``event``, ``feature``,
    ``job``, ``memory``, ``log``, ``metric``, ``device`` (the person's own browser), ``sent`` (on its way).
    """

    kind: str
    place: str
    kept: str
    fields: tuple[str, ...]


class OfCategory(msgspec.Struct, frozen=True, kw_only=True):
    """One category; ``thief``: what a thief of the zone's disks, without the custodian's, learns of it."""

    category: str
    says: str
    protected: str
    thief: str
    places: tuple[Place, ...]


class ZoneName(msgspec.Struct, frozen=True, kw_only=True):
    """A zone that this inventory is of."""

    name: str
    markets: tuple[str, ...]
    custodian: str


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything, by category. Needs nothing that runs."""

    v: int = VERSION
    zones: tuple[ZoneName, ...]
    categories: tuple[OfCategory, ...]


def inventory_of(home: Path, zone: str | None) -> Inventory:
    """The inventory with the settings of that HOME, or the defaults; of one zone. Raises BadSettings."""
    settings = settings_file.read(home, {})[1]
    zones = settings.zones if zone is None else (settings.zone(zone),)
    rows = sorted(_rows(settings), key=lambda row: (_KINDS.index(row[1]), row[2]))
    return Inventory(
        zones=tuple(ZoneName(name=one.name, markets=one.markets, custodian=one.custodian) for one in zones),
        categories=tuple(_of(category, rows) for category in Category),
    )


_Row = tuple[Category, str, str, str, str]
"""Category, kind, place, how long, field."""

_KINDS = (
    "column", "document", "file", "event", "feature", "job", "memory", "log", "metric", "device", "sent",
)  # fmt: skip


def _of(category: Category, rows: Sequence[_Row]) -> OfCategory:
    says, kept_as, thief = PROTECTION[category]
    fields: dict[tuple[str, str, str], list[str]] = {}
    for found, kind, place, kept, field in rows:
        if found is category:
            fields.setdefault((kind, place, kept), []).append(field)
    places = tuple(
        Place(kind=kind, place=place, kept=kept, fields=tuple(names))
        for (kind, place, kept), names in fields.items()
    )
    return OfCategory(category=category, says=says, protected=kept_as, thief=thief, places=places)


def _rows(settings: Settings) -> Iterator[_Row]:
    told = _told(settings)
    for category, kind, place, lasts, field in _listed():
        yield category, kind, place, (how_long(lasts) or "").format(**told), field


def _told(settings: Settings) -> dict[str, int]:
    keeping = Keeping()
    return {
        "events_days": keeping.events_days,
        "pages_days": keeping.pages_days,
        "session_days": settings.session_days,
        "upload_hours": settings.upload_hours,
    }


def _listed() -> Iterator[_Row]:
    """As ``_Row``, but with the place that says how long."""
    for name, category in COLUMNS.items():
        table, _, field = name.rpartition(".")
        yield category, "column", table, table, field
    for name, category in listed.STORED.items():
        lies = place_of(name) or ""
        struct, _, field = name.rpartition(".")
        yield category, "document", lies, lies, f"{struct.rpartition('.')[2].lstrip('_')}.{field}"
    for name, category in listed.BY_HAND.items():
        lies = place_of(name) or ""
        yield category, "document", lies, lies, name.partition(" ")[2]
    for name, category in listed.FILES.items():
        yield category, "file", f"HOME/{name}", name, "contents"
    yield from _of_events()
    yield from _of_processes()
    for name, category in listed.DEVICE.items():
        words = name.split(" ", 2)
        yield category, "device", " ".join(words[:2]), name, words[2] if len(words) == 3 else "all"
    for name, category in listed.ASKED.items():
        where, _, field = name.partition(" ")
        yield category, "sent", f"{where} of a request", "spoken", field
    for name, category in listed.SPOKEN.items():
        struct, _, field = name.rpartition(".")
        yield category, "sent", struct, "spoken", field


def _of_events() -> Iterator[_Row]:
    for name, category in EVENT_FIELDS.items():
        what, _, field = name.partition(".")
        if what == "feature":
            yield category, "feature", "feature", "features", field
        else:
            yield category, "event", what, "events", field


def _of_processes() -> Iterator[_Row]:
    for name, category in listed.JOB_ARGUMENTS.items():
        job, _, field = name.partition(".")
        yield category, "job", job, "queue", field
    for name, (key, value) in listed.HELD.items():
        holder, _, field = name.rpartition(".")
        by = "" if key is Category.SYSTEM else f" (by {key})"
        yield value, "memory", holder, "lent" if value in _LENT else "memory", field + by
    for name, (key, value) in listed.HELD.items():
        if key in _PERSONAL and key is not value:
            holder, _, field = name.rpartition(".")
            yield key, "memory", holder, "memory", f"key of {field}"
    for name, category in LOG_FIELDS.items():
        yield category, "log", "log lines", "zones/*/log/*.log", name
    for name, category in listed.METRICS.items():
        yield category, "metric", "metrics", "metrics", name
    for name, category in METRIC_LABELS.items():
        yield category, "metric", "labels", "metrics", name


_LENT = {Category.KEY, Category.BEHAVIOUR, Category.PRIVATE}
"""What is in memory only with a key that the custodian lends, or is one."""

_PERSONAL = {Category.PERSON_ID, Category.PID, Category.LOCATION, Category.TOKEN_HASH}
"""Keys of memory that say something of somebody, beside what they find."""
