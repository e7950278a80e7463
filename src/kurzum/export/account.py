"""The account, what everybody sees of it, its sessions, and answers that are kept for a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import msgspec

from kurzum.custody.categories import Category
from kurzum.export.documents import Account, Answer, Handle, Profile, Session
from kurzum.export.source import Source
from kurzum.people.errors import NoSuchHandle
from kurzum.people.fields import opened_field
from kurzum.store.queries import load

_SQL = load("kurzum.people", "stored.sql")


async def account(source: Source) -> tuple[Account, Profile]:
    """Both sides of the account. Raises NoSuchHandle, CustodianUnavailable."""
    rows = await source.rows(_SQL.account)
    if not rows:
        raise NoSuchHandle
    row, tiers = rows[0], await source.rows(_SQL.age_tier)
    key = await source.person()
    born = opened_field(key, Category.IDENTITY, "birth_date", row["birth_date"])
    found = Account(
        person=source.person_id,
        market=row["market"],
        language=row["language"],
        age_tier=tiers[0]["age_tier"] if tiers else None,
        birth_date=date.fromisoformat(born) if born else None,
        email=opened_field(key, Category.CONTACT, "email", row["email"]),
        phone=opened_field(key, Category.CONTACT, "phone", row["phone"]),
        created_at=row["created_at"],
        password_changed_at=row["changed_at"],
        edition_version=row["edition_version"],
        handles=[Handle(**one) for one in await source.rows(_SQL.handles)],
    )
    shown = {name: row[name] for name in Profile.__struct_fields__}
    return found, Profile(**shown)


async def sessions(source: Source) -> AsyncIterator[Session]:
    """Sign-ins and tokens."""
    for row in await source.rows(_SQL.sessions):
        yield Session(id=row.pop("session_id"), **row)


async def answers(source: Source) -> AsyncIterator[Answer]:
    """What requests with an Idempotency-Key were answered."""
    for row in await source.rows(_SQL.answers):
        plain = (await source.person()).open(Category.PRIVATE, "answer", bytes(row["body"]))
        yield Answer(asked_at=row["asked_at"], answer=_decoded(plain))


def _decoded(plain: bytes) -> Any:
    try:
        return msgspec.json.decode(plain)
    except msgspec.DecodeError:
        return plain.decode("utf-8", "replace")
