"""Progress of clips for their owners: one LISTEN a process, fanned out to everybody who waits.

A notice says only that a clip changed; what it became is read from its row. So a lost notice costs a moment,
never the truth: everybody who waits reads again once in a while anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import msgspec

from kurzum.clips import face
from kurzum.clips.card import Rejection
from kurzum.clips.catalogue import rejection
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.states import State, settled
from kurzum.core.errors import Unavailable
from kurzum.custody import CustodianUnavailable, KeyDestroyed, Keys
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "states.sql")
BEAT_S = 5.0
_AGAIN_S = 1.0


class Standing(msgspec.Struct, frozen=True):
    """Where a clip stands. ``progress``: 0 to 1; ``rejection``: why it was refused."""

    state: State
    progress: float
    rejection: Rejection | None = None


class Progress:
    """Follows clips. The connection that listens is borrowed while somebody waits."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._waiting: dict[UUID, set[asyncio.Event]] = {}
        self._listener: asyncio.Task[None] | None = None

    async def standing(self, person_id: UUID, clip_id: UUID) -> Standing:
        """Where a clip of this person stands. Raises NoSuchClip."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.standing, {"clip_id": clip_id})).fetchone()
        if row is None or row[0] != person_id:
            raise NoSuchClip
        _, state, progress, code, message = row
        owner = None
        if message is not None:
            with suppress(CustodianUnavailable, KeyDestroyed):
                owner = await self._keys.person(person_id, face.PURPOSE)
        return Standing(State(state), round(progress, 3), rejection(owner, code, message))

    async def follow(self, person_id: UUID, clip_id: UUID) -> AsyncIterator[Standing | None]:
        """Where the clip stands, each time that changes, up to where nothing more comes by itself.

        None now and then says that the stream is alive. Raises NoSuchClip.
        """
        changed = asyncio.Event()
        self._waiting.setdefault(clip_id, set()).add(changed)
        try:
            last: Standing | None = None
            while True:
                self._listen()
                changed.clear()
                now = await self.standing(person_id, clip_id)
                yield now if now != last else None
                if settled(now.state, now.progress):
                    return
                last = now
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT_S):
                        await changed.wait()
        finally:
            self._leave(clip_id, changed)

    def _leave(self, clip_id: UUID, changed: asyncio.Event) -> None:
        others = self._waiting[clip_id]
        others.discard(changed)
        if not others:
            del self._waiting[clip_id]
        if not self._waiting and self._listener is not None:
            self._listener.cancel()
            self._listener = None

    def _listen(self) -> None:
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._hear(), name="clips' progress")

    async def _hear(self) -> None:
        """Wake those who wait for a clip, until nobody does; begin anew when the database comes back."""
        while True:
            with suppress(Unavailable):
                async with self._database.read() as conn:
                    await conn.execute(_SQL.listen)
                    try:
                        # What changed before we listened is read now.
                        self._wake(None)
                        async for notice in conn.notifies():
                            self._wake(UUID(notice.payload))
                    finally:
                        with suppress(Exception):
                            await conn.execute(_SQL.unlisten)
            await asyncio.sleep(_AGAIN_S)

    def _wake(self, clip_id: UUID | None) -> None:
        found = self._waiting if clip_id is None else (clip_id,)
        for one in found:
            for changed in self._waiting.get(one, ()):
                changed.set()
