"""Statements of reasons: written and durable before the limit that they explain (invariant 5).

The fields are those of the EU's transparency database. ``record`` in one transaction, make the limit in a
later one: the trigger ``custody.require_earlier_statement`` on every table of limits refuses anything else.
Each will be an entry of the ledger; until then the table is its outbox, in which nothing is ever changed, but
that a statement about somebody who is erased loses their ids (``forget``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from kurzum.core.errors import NotFound
from kurzum.core.ids import Ids
from kurzum.store.queries import load

_SQL = load("kurzum.custody", "statements.sql")

Decision = Literal[
    "visibility_removal",
    "visibility_disable",
    "visibility_demotion",
    "visibility_age_restriction",
    "visibility_interaction",
    "visibility_labelled",
    "account_suspension",
    "account_termination",
]
Ground = Literal["illegal_content", "incompatible_content"]
Source = Literal["article_16", "trusted_flagger", "other_notification", "voluntary", "government"]


class NoStatement(NotFound):
    """There is no such statement of reasons."""

    code = "no_statement"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was limited. About a clip if ``clip_id`` is given, else about the account.

    ``category``: what is wrong, as ``violence`` or ``scope_of_platform_service``. ``territorial_scope``:
    markets, as ``("US",)``. ``explanation``: for the person concerned, 1 to 2,000 characters.
    """

    decision: Decision
    ground: Ground
    category: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z_]{1,63}$")]
    explanation: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    territorial_scope: tuple[str, ...]
    source_type: Source
    person_id: UUID
    clip_id: UUID | None = None
    automated_detection: bool = False
    automated_decision: Literal["fully", "partially", "not"] = "not"
    applies_from: datetime
    ends_at: datetime | None = None


class Recorded(Statement, frozen=True, kw_only=True):
    """A statement as it was written down. Both ids are None once the person is erased."""

    person_id: UUID | None  # type: ignore[assignment]
    id: UUID
    created_at: datetime


async def record(conn: AsyncConnection, statement: Statement, ids: Ids, now: datetime) -> UUID:
    """Write a statement; it is durable, and limits may refer to it, once ``conn``'s transaction has ended."""
    statement_id = ids.new()
    fields = msgspec.structs.asdict(statement)
    fields["territorial_scope"] = list(statement.territorial_scope)
    kind = "account" if statement.clip_id is None else "clip"
    await conn.execute(_SQL.record, fields | {"id": statement_id, "subject_kind": kind, "created_at": now})
    return statement_id


async def read(conn: AsyncConnection, statement_id: UUID) -> Recorded:
    """The statement of that id. Raises NoStatement."""
    async with conn.cursor(row_factory=class_row(Recorded)) as cursor:
        found = await (await cursor.execute(_SQL.read, {"id": statement_id})).fetchone()
    if found is None:
        raise NoStatement(f"there is no statement of reasons {statement_id}")
    return found


async def of_clips(conn: AsyncConnection, clip_ids: list[UUID]) -> list[Recorded]:
    """All statements about these clips, oldest first."""
    async with conn.cursor(row_factory=class_row(Recorded)) as cursor:
        return await (await cursor.execute(_SQL.of_clips, {"clip_ids": clip_ids})).fetchall()


async def forget(conn: AsyncConnection, person_id: UUID) -> None:
    """Take a person's ids from the statements about them and their clips; what was decided and why stays."""
    await conn.execute(_SQL.forget, {"person_id": person_id})
