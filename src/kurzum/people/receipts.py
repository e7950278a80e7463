"""Receipts of erasures: what whoever holds the token is told, from a row that names nobody.

Only the token's SHA-256 is stored. Times are days, and counts are rounded to one digit, so that neither the
moment nor a rare number leads from a receipt back to a person.
"""

from __future__ import annotations

import base64
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Literal

import msgspec
from psycopg import AsyncConnection

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy
from kurzum.people.errors import NoSuchReceipt
from kurzum.store.pool import Database
from kurzum.store.queries import load

State = Literal["leaving", "erasing", "erased", "kept"]
KEPT_MONTHS = 13
_RANDOM_BYTES = 24
_MOST_LENGTH = 64
_SQL = load("kurzum.people", "receipts.sql")


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """How much went. Up to 9 exactly, then rounded to one digit: 10, 20, ... 90, 100, 200, ...

    ``files``: of clips. ``reactions``: likes and saves of theirs. ``connections``: follows, blocks and mutes
    in both directions. ``event_batches``: of what they watched. ``pages``: of feeds that they were shown.
    """

    clips: int = 0
    files: int = 0
    uploads: int = 0
    reactions: int = 0
    connections: int = 0
    event_batches: int = 0
    pages: int = 0
    reports: int = 0


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure as its receipt tells it. Times are the midnights (UTC) with which their days began.

    ``erase_at``: when it is due, or was begun. ``removed``: nothing before all of it is gone.
    """

    state: State
    asked_at: datetime
    erase_at: datetime
    erased_at: datetime | None
    keys_destroyed_at: datetime | None
    removed: Removed


def rounded(count: int) -> int:
    """To one digit, half up."""
    place = int(10 ** (len(str(count)) - 1))
    return (count + place // 2) // place * place


class Receipts:
    """Hands out and reads receipts. What is changed is changed within the caller's transaction."""

    def __init__(self, database: Database, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy

    def new_token(self) -> str:
        """A token, which is nowhere else."""
        return base64.urlsafe_b64encode(self._entropy(_RANDOM_BYTES)).decode("ascii")

    async def add(self, conn: AsyncConnection, token: str, erase_at: datetime, state: State) -> None:
        """A receipt for an erasure that is due then."""
        await conn.execute(
            _SQL.add,
            {
                "receipt": stored(token),
                "state": state,
                "asked_on": self._today(),
                "erase_on": erase_at.date(),
            },
        )

    async def begun(self, conn: AsyncConnection, receipts: Sequence[bytes]) -> None:
        """The erasure cannot be taken back any more."""
        await conn.execute(_SQL.begun, {"receipts": receipts, "today": self._today()})

    async def uncounted(self, receipts: Sequence[bytes]) -> bool:
        """Whether ``count`` is still to be said."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.uncounted, {"receipts": receipts})).fetchone()
        return bool(row and row[0])

    async def count(self, receipts: Sequence[bytes], counts: Mapping[str, int]) -> None:
        """Say durably what there is to remove, before any of it goes; the first word counts."""
        values = msgspec.structs.asdict(Removed(**{name: rounded(n) for name, n in counts.items()}))
        async with self._database.write() as conn:
            await conn.execute(_SQL.count, {"receipts": receipts} | values)

    async def erased(self, conn: AsyncConnection, receipts: Sequence[bytes]) -> None:
        """Everything is gone."""
        await conn.execute(_SQL.erased, {"receipts": receipts, "today": self._today()})

    async def kept(self, conn: AsyncConnection, receipts: Sequence[bytes]) -> None:
        """The person stayed."""
        await conn.execute(_SQL.kept, {"receipts": receipts, "today": self._today()})

    async def find(self, token: str) -> Receipt:
        """What a token's receipt tells. Raises NoSuchReceipt."""
        if len(token) > _MOST_LENGTH:
            raise NoSuchReceipt
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.find, {"receipt": stored(token)})).fetchone()
        if row is None:
            raise NoSuchReceipt
        state, asked_on, erase_on, ended_on, destroyed_on, *counts = row
        gone = state == "erased"
        return Receipt(
            state=state,
            asked_at=_midnight(asked_on),
            erase_at=_midnight(erase_on),
            erased_at=_midnight(ended_on) if gone else None,
            keys_destroyed_at=_midnight(destroyed_on) if gone else None,
            removed=_removed(counts) if gone else Removed(),
        )

    async def sweep(self) -> None:
        """Delete receipts of what ended 13 months ago; for a regular job."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.sweep, {"before": _months_before(self._today(), KEPT_MONTHS)})

    def _today(self) -> date:
        return self._clock.now().date()


def stored(token: str) -> bytes:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "replace")).digest()


def _removed(counts: Sequence[int | None]) -> Removed:
    return Removed(**dict(zip(Removed.__struct_fields__, (count or 0 for count in counts), strict=True)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
