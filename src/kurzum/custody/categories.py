"""What every stored or sent value is, and how that is protected: the one table (invariant 1).

A room lists its columns in ``columns_<room>.py``; events, log fields and metric labels are in
``fields.py``; ``listed`` has everything else that holds a value. What is not listed is unknown, and unknown
is refused: by the tests, by ``migrate`` and whenever a zone starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec
from psycopg import AsyncConnection

from kurzum.core.errors import Refused
from kurzum.custody import (
    columns_clips,
    columns_custody,
    columns_feed,
    columns_jobs,
    columns_people,
    columns_safety,
    columns_store,
    fields,
)
from kurzum.store.queries import load

_SQL = load("kurzum.custody", "categories.sql")


class Category(StrEnum):
    """What a value is. The first six are protected and exist only sealed under a person's own key."""

    IDENTITY = "identity"  # who somebody is: birth date, real name
    CONTACT = "contact"  # how to reach them: e-mail, phone, and secrets that let them in
    LOCATION = "location"  # where they are, client addresses included
    BIOMETRIC = "biometric"  # faces and voices as vectors
    BEHAVIOUR = "behaviour"  # what they watched, searched, skipped; pages and interests
    PRIVATE = "private"  # drafts, messages, reports they wrote
    GRAPH = "graph"  # follows, blocks, likes: rows of (pid, pid) or (pid, clip)
    PERSON_ID = "person_id"  # the public side's id of a person
    PID = "pid"  # the viewing side's id of a person; only the custodian joins the two
    COARSE = "coarse"  # market, language, age tier: plain, for every query needs them
    KEY = "key"  # what opens or lets in: data keys, passwords and tokens on their way
    TOKEN_HASH = "token_hash"  # noqa: S105 (SHA-256 of a random token: opens nothing, tells nothing)
    PUBLIC = "public"  # what everybody sees
    AGGREGATE = "aggregate"  # totals over many people
    INTEROP = "interop"  # what shipments over the border need
    SYSTEM = "system"  # ids of things, states, versions, digests, times of the machine


SEALED = frozenset(
    {
        Category.IDENTITY,
        Category.CONTACT,
        Category.LOCATION,
        Category.BIOMETRIC,
        Category.BEHAVIOUR,
        Category.PRIVATE,
    }
)
"""Kept only as sealed bytes."""

PROTECTED = SEALED | {Category.GRAPH}
"""Never leaves the zone."""


def merge(tables: Iterable[Mapping[str, str]]) -> dict[str, Category]:
    """Tables as one. Raises ValueError for a name that stands in two."""
    merged: dict[str, Category] = {}
    for table in tables:
        for name, category in table.items():
            if name in merged:
                raise ValueError(f"'{name}' has a category twice")
            merged[name] = Category(category)
    return merged


COLUMNS = merge(
    room.COLUMNS
    for room in (
        columns_store,
        columns_custody,
        columns_people,
        columns_clips,
        columns_feed,
        columns_safety,
        columns_jobs,
    )
)
"""``schema.table.column`` -> category."""

EVENT_FIELDS = merge([fields.EVENT_FIELDS])
LOG_FIELDS = merge([fields.LOG_FIELDS])
METRIC_LABELS = merge([fields.METRIC_LABELS])


class Unclassified(Refused):
    """Something without a category, or kept otherwise than its category demands. The zone does not start."""

    code = "unclassified"


class Column(msgspec.Struct, frozen=True):
    """One column of the database as it is."""

    table: str
    name: str
    kind: str

    @property
    def path(self) -> str:
        return f"{self.table}.{self.name}"


def judge(columns: Iterable[Column], categories: Mapping[str, Category] = COLUMNS) -> list[str]:
    """What is wrong with these columns, a sentence each; empty when all is well."""
    faults: list[str] = []
    sides: dict[str, set[Category]] = {}
    for column in columns:
        category = categories.get(column.path)
        if category is None:
            room = column.table.partition(".")[0]
            faults.append(f"{column.path} has no category; add it to custody/columns_{room}.py")
            continue
        if category is Category.KEY:
            faults.append(f"{column.path} is a key; the custodian alone keeps keys: take it out")
        if category in SEALED and column.kind != "bytea":
            faults.append(f"{column.path} is {category} but kept as {column.kind}; seal it into a bytea")
        named = _named_side(column.name)
        if named and category not in (named, Category.GRAPH):
            faults.append(
                f"{column.path} is named like a {named} but listed as {category}; list it as {named}"
            )
        side = named or category
        if side in (Category.PERSON_ID, Category.PID):
            sides.setdefault(column.table, set()).add(side)
    faults += [
        f"{table} has both ids of a person, which only the custodian may join; keep one of them"
        for table, found in sides.items()
        if len(found) == 2
    ]
    return faults


def _named_side(name: str) -> Category | None:
    if name == "pid" or name.endswith("_pid"):
        return Category.PID
    if name == "person_id" or name.endswith("_person_id"):
        return Category.PERSON_ID
    return None


async def columns_of(conn: AsyncConnection) -> list[Column]:
    """Every column of every table and view of the database, but for the queue's own tables."""
    rows = await (await conn.execute(_SQL.columns)).fetchall()
    return [Column(table, name, kind) for table, name, kind in rows]


async def check(conn: AsyncConnection) -> None:
    """Raise Unclassified unless every column has a category and is kept as that demands."""
    refuse(judge(await columns_of(conn)))


def refuse(faults: Sequence[str]) -> None:
    """Raise Unclassified where there are any."""
    if faults:
        raise Unclassified("; ".join(faults))
