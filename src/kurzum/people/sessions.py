"""Sign-in sessions and bearer tokens, kept on the server: ended is ended everywhere within a second."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy, Ids
from kurzum.people.errors import WrongCredentials
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

Kind = Literal["cookie", "token"]

_MOST_HELD = 50_000
_RANDOM_BYTES = 32
_TOKEN_LENGTH = 64
_PROLONG_AFTER = timedelta(days=1)
_SQL = load("kurzum.people", "sessions.sql")


class Session(msgspec.Struct, frozen=True):
    """A live session with what a request needs of its person. ``leaving``: see ``erasures``."""

    session_id: UUID
    person_id: UUID
    kind: str
    handle: str
    market: str
    language: str
    created_at: datetime
    expires_at: datetime
    leaving: bool


def token_of(person_id: UUID, chance: bytes) -> str:
    """The token of a session: the person's id, so that the look-up stays on their shard, and chance."""
    return base64.urlsafe_b64encode(person_id.bytes + chance).decode("ascii")


_Key = tuple[UUID, bytes]


def parse(token: str) -> _Key | None:
    """Person and SHA-256 of a token; None for what is no token."""
    if len(token) != _TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    return UUID(bytes=raw[:16]), sha256(raw).digest()


class Sessions:
    """Begins, finds and ends sessions. ``lasts``: how long one lives unused."""

    def __init__(
        self, database: Database, clock: Clock, ids: Ids, entropy: Entropy, lasts: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._entropy = entropy
        self._lasts = lasts
        self._held: Held[_Key, Session] = Held(
            database.moves, ("session", "person"), self._ask, _MOST_HELD, owner=lambda found: found.person_id
        )

    async def begin(self, person_id: UUID, kind: Kind) -> str:
        """A new session of a person; its token, which is nowhere else.

        Raises WrongCredentials for somebody who is being erased, DatabaseUnavailable.
        """
        now = self._clock.now()
        token = token_of(person_id, self._entropy(_RANDOM_BYTES))
        async with self._database.write() as conn:
            added = await conn.execute(
                _SQL.add,
                {
                    "person_id": person_id,
                    "token_hash": sha256(base64.urlsafe_b64decode(token)).digest(),
                    "session_id": self._ids.new(),
                    "kind": kind,
                    "now": now,
                    "expires_at": now + self._lasts,
                },
            )
            if added.rowcount == 0:
                raise WrongCredentials
        return token

    async def find(self, token: str) -> Session | None:
        """The live session of a token, or None. Its end moves on with use. Raises DatabaseUnavailable."""
        key = parse(token)
        if key is None:
            return None
        session = await self._held.one(key)
        now = self._clock.now()
        if session is None or session.expires_at <= now:
            return None
        if now + self._lasts - session.expires_at > _PROLONG_AFTER:
            session = await self._prolong(key, session, now + self._lasts)
        return session

    async def of_person(self, person_id: UUID) -> list[Session]:
        """A person's live sessions, newest first, at most 200."""
        async with self._database.read() as conn:
            found = await conn.execute(_SQL.of_person, {"person_id": person_id, "now": self._clock.now()})
            return [Session(*row) for row in await found.fetchall()]

    async def end(self, person_id: UUID, session_id: UUID) -> None:
        """End one session of a person; nothing happens when it has ended."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.end_one, {"person_id": person_id, "session_id": session_id})

    async def end_all(self, person_id: UUID, *, but: UUID | None = None) -> None:
        """End every session of a person, tokens too; ``but`` one where one is given."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.end_all, {"person_id": person_id, "but": but})

    async def sweep(self) -> None:
        """Delete the sessions that have run out; for a regular job."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.sweep, {"now": self._clock.now()})

    def forget(self) -> None:
        """Trust no look-up of before."""
        self._held.clear()

    async def _ask(self, keys: Sequence[_Key]) -> dict[_Key, Session]:
        wanted = {
            "person_ids": [person_id for person_id, _ in keys],
            "token_hashes": [token_hash for _, token_hash in keys],
            "now": self._clock.now(),
        }
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.find, wanted)).fetchall()
        return {(row[2], bytes(row[0])): Session(*row[1:]) for row in rows}

    async def _prolong(self, key: _Key, session: Session, expires_at: datetime) -> Session:
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.prolong,
                {"person_id": session.person_id, "session_id": session.session_id, "expires_at": expires_at},
            )
        self._held.drop(key)
        return msgspec.structs.replace(session, expires_at=expires_at)
