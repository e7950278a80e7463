"""The learner's snapshots: what the zone learned from everybody, sealed under the zone's model key.

The key is the custodian's like a person's: without a lease of it the snapshot cannot be opened, and what was
learned is dropped some minutes later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np
import structlog

from kurzum.clips.numbers import Int32
from kurzum.custody import Handle, Keys, NoSuchPerson, Purpose, SealBroken
from kurzum.feed.audiences import Audiences
from kurzum.feed.learner import Learner
from kurzum.feed.shared import SEED, Shared
from kurzum.feed.snapshots import decode_shared, encode_shared
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.feed", "model.sql")
_FIELD = "feed.model"
_LARGEST = 900 * 2**20
_log = structlog.get_logger("kurzum.feed")


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    v: int
    learner: bytes
    learned: bytes
    clips: bytes
    counts: bytes


class Model:
    """Reads and writes the one row of ``feed.model``."""

    def __init__(self, database: Database, keys: Keys, shared: Shared, audiences: Audiences) -> None:
        self._database = database
        self._keys = keys
        self._shared = shared
        self._audiences = audiences
        self._pid: UUID | None = None

    async def handle(self) -> Handle:
        """The model key, made with the first use. Raises CustodianUnavailable, DatabaseUnavailable."""
        if self._pid is None:
            self._pid = await self._find() or await self._make()
        try:
            return await self._keys.viewer(self._pid, Purpose.MODEL)
        except NoSuchPerson:  # destroyed, or of before the custodian's keys came back from a backup
            await self._forget(self._pid)
            self._pid = await self._make()
            return await self._keys.viewer(self._pid, Purpose.MODEL)

    async def read(self) -> bool:
        """Let the learner go on from the last snapshot; whether there was one that could be opened.

        Nobody may be in the learner. Raises CustodianUnavailable, DatabaseUnavailable.
        """
        handle = await self.handle()
        async with self._database.write() as conn:
            await conn.execute(_SQL.begin_anew_elsewhere)
            row = await (await conn.execute(_SQL.read, binary=True)).fetchone()
        if row is None or row[1] is None:
            return False
        try:
            kept = msgspec.msgpack.decode(handle.open("behaviour", _FIELD, row[1]), type=_Kept)
            learner = decode_shared(kept.learner, self._numbers, self._topics, self._shared.config)
        except (SealBroken, msgspec.DecodeError, ValueError) as error:
            _log.warning("model_unreadable", error=type(error).__name__)
            return False
        self._audiences.restore(self._numbers(kept.clips), kept.counts)
        self._shared.replace(learner, row[0], kept.learned)
        return True

    async def mark(self) -> str:
        """A moment of the database; what is committed before it is visible in it."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.now)).fetchone()
        return str(row[0]) if row else ""

    async def write(self, mark: str, now: datetime) -> None:
        """Keep what was learned. All batches of ``mark`` must be in it. Raises as ``read``."""
        handle = await self.handle()
        shared = self._shared
        clips, counts = self._audiences.stored(self._joined)
        plain = msgspec.msgpack.encode(
            _Kept(
                1, encode_shared(shared.learner, self._joined, self._words), shared.learned(), clips, counts
            )
        )
        if len(plain) > _LARGEST:
            _log.warning("model_too_large", count=len(plain))
            return
        sealed = handle.seal("behaviour", _FIELD, plain)
        async with self._database.write() as conn:
            await conn.execute(_SQL.write, {"pid": handle.owner, "at": now, "mark": mark, "sealed": sealed})
        shared.taken(mark)

    async def unlearned(self) -> list[UUID]:
        """Viewers with batches that are not of the learner's mark."""
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.unlearned, {"mark": self._shared.mark})
            return [row[0] for row in await cursor.fetchall()]

    def forget(self) -> None:
        """Drop what was learned; nobody may be in the learner."""
        self._shared.replace(Learner(self._shared.config, SEED), None, b"")
        self._audiences.counts = np.zeros((0, 2), np.int32)

    async def _find(self) -> UUID | None:
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.read)).fetchone()
        return None if row is None else row[2]

    async def _make(self) -> UUID:
        """A new key; another process may have been quicker, then it is theirs."""
        made = await self._keys.new_person(Purpose.MODEL)
        async with self._database.write() as conn:
            await conn.execute(_SQL.make, {"pid": made.pid})
        return await self._find() or made.pid

    async def _forget(self, pid: UUID) -> None:
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_model, {"pid": pid})

    def _joined(self, clips: Int32) -> bytes:
        return self._shared.columns.numbers.joined(clips)

    def _numbers(self, joined: bytes) -> Int32:
        return self._shared.columns.numbers.of_many(joined)

    def _words(self, topics: Int32) -> Sequence[str]:
        return [self._shared.columns.subject(number) for number in topics.tolist()]

    def _topics(self, words: Sequence[str]) -> Int32:
        return np.array([self._shared.columns.subject_number(word) for word in words], np.int32)
