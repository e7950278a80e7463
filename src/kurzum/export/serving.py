"""The server's side: asking for an export, and reading the file that is ready."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kurzum.custody import Keys, Purpose
from kurzum.custody.categories import Category
from kurzum.custody.chunks import Reader
from kurzum.export.behaviour import BELIEVED
from kurzum.export.pieces import reader
from kurzum.feed import Feed
from kurzum.people.exports import Enqueue, Exports, Kept, Standing
from kurzum.store.blobs import Blobs


class Door:
    """One zone's exports, as its server hands them out."""

    def __init__(self, exports: Exports, feed: Feed, blobs: Blobs, keys: Keys, enqueue: Enqueue) -> None:
        self._exports = exports
        self._feed = feed
        self._blobs = blobs
        self._keys = keys
        self._enqueue = enqueue

    async def ask(self, person_id: UUID, pid: UUID) -> Standing:
        """Have an export made. Raises ExportTooSoon, CustodianUnavailable.

        What For You believes is only known where viewers are served, so it is told now, and travels sealed.
        """
        believed = msgspec.json.encode(await self._feed.yours.of(pid, Purpose.EXPORT))
        person = await self._keys.person(person_id, Purpose.EXPORT)
        sealed = person.seal(Category.BEHAVIOUR, BELIEVED, believed)
        return await self._exports.ask(person_id, sealed, self._enqueue)

    async def standing(self, person_id: UUID) -> Standing:
        """Where an export stands."""
        return await self._exports.standing(person_id)

    async def drop(self, person_id: UUID) -> None:
        """Delete the file, or give up making it."""
        await self._exports.drop(person_id)

    async def open(self, person_id: UUID) -> tuple[Kept, Reader]:
        """The file that is ready. Raises NoExport, CustodianUnavailable, BlobsUnavailable."""
        kept = await self._exports.file(person_id)
        person = await self._keys.person(person_id, Purpose.EXPORT)
        return kept, await reader(person, self._blobs, kept.pieces, kept.stored)
