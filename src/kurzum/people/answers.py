"""Answers to requests that carry an Idempotency-Key, so that the same request is done once.

Source: draft-ietf-httpapi-idempotency-key-header. Hash and digest are salted with the client's own key, and
the answer is sealed, so that nothing here tells what was asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from kurzum.core.clock import Clock
from kurzum.custody.categories import Category
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people.errors import OtherRequest, StillRunning
from kurzum.store.pool import Database
from kurzum.store.queries import load

KEPT = timedelta(hours=24)
_SQL = load("kurzum.people", "answers.sql")


class Answers:
    """Remembers answers for a day."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        # One server serves a zone: what it does not run now, a crash or a failure has broken off.
        self._running: set[bytes] = set()

    async def once(
        self, person_id: UUID, key: str, request: bytes, make: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """The answer that ``make`` gives, or gave to the same request with the same key.

        What ``make`` raises is not kept. Raises OtherRequest, StillRunning, CustodianUnavailable.
        """
        salt = sha256(b"kurzum idempotency\0" + key.encode("utf-8", "replace")).digest()
        row = {
            "person_id": person_id,
            "key_hash": sha256(b"key" + salt).digest(),
            "digest": sha256(salt + request).digest(),
        }
        place = person_id.bytes + salt
        if place in self._running:
            raise StillRunning
        self._running.add(place)
        try:
            return await self._answered(person_id, row, make)
        finally:
            self._running.discard(place)

    async def _answered(
        self, person_id: UUID, row: dict[str, object], make: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        kept = await self._claim(row)
        if kept is not None:
            opened = await self._keys.person(person_id, Purpose.ACCOUNT)
            return opened.open(Category.PRIVATE, "answer", kept)
        try:
            answer = await make()
        except BaseException:
            async with self._database.write() as conn:
                await conn.execute(_SQL.free, row)
            raise
        person = await self._keys.person(person_id, Purpose.ACCOUNT)
        async with self._database.write() as conn:
            await conn.execute(_SQL.keep, row | {"body": person.seal(Category.PRIVATE, "answer", answer)})
        return answer

    async def sweep(self) -> None:
        """Forget answers older than a day; for a regular job."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.sweep, {"before": self._clock.now() - KEPT})

    async def _claim(self, row: dict[str, object]) -> bytes | None:
        """The kept answer, or None when the caller is to make it."""
        now = self._clock.now()
        async with self._database.write() as conn:
            if await (await conn.execute(_SQL.claim, row | {"now": now})).fetchone():
                return None
            found = await (await conn.execute(_SQL.find, row)).fetchone()
            if found is None:
                raise StillRunning
            digest, body = found
            if bytes(digest) != row["digest"]:
                raise OtherRequest
            if body is not None:
                return bytes(body)
            await conn.execute(_SQL.take_over, row | {"now": now})
        return None
