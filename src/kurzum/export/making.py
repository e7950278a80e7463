"""Makes exports, in the worker: one run reads everything and seals it as it goes; then the file is there.

What a killed worker left is pieces without a file: the next run deletes them and begins anew. A run that
meets a part of the zone that is away gives its try back and is called again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from uuid import UUID

from kurzum.core.errors import Unavailable
from kurzum.core.ids import Entropy
from kurzum.custody import NoSuchPerson
from kurzum.export.archive import Archive
from kurzum.export.pieces import Pieces
from kurzum.export.source import Rooms, Source
from kurzum.export.writing import Writer
from kurzum.people.errors import ExportLost, NoSuchHandle
from kurzum.people.exports import Run
from kurzum.store.blobs import Blobs
from kurzum.store.queries import load

_CLIPS = load("kurzum.clips", "stored.sql")
_FEED = load("kurzum.feed", "stored.sql")
_A_RECORD = 2_000
"""About what a page or a batch of events comes to, in compressed bytes."""
_NEARLY = 0.99


class Making:
    """One zone's exports."""

    def __init__(self, rooms: Rooms, blobs: Blobs, entropy: Entropy) -> None:
        self._rooms = rooms
        self._blobs = blobs
        self._entropy = entropy

    async def make(self, person_id: UUID) -> None:
        """Make the export that a person asked for. Again is fine. Raises what is worth another try."""
        run = await self._rooms.people.exports.begin(person_id)
        if run is None:
            return
        try:
            await self._write(run)
        except (ExportLost, NoSuchPerson, NoSuchHandle):
            return  # asked for anew, given up, or its person is being erased
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(run))
            raise
        except Unavailable:
            await self._give_back(run)
            raise

    async def _write(self, run: Run) -> None:
        source = await Source.of(self._rooms, run.person_id)
        total = await _size(source)
        book = self._rooms.people.exports

        async def keep(number: int, digest: str, size: int) -> None:
            await book.add(run, number, digest, size, min(_NEARLY, pieces.plain / total))

        pieces = Pieces(source.person, self._blobs, keep, self._entropy)
        archive = Archive(pieces.write, run.asked_at)
        await Writer(source, archive, run).write()
        await archive.close()
        await pieces.finish()
        await book.finish(run, pieces.plain, pieces.stored)

    async def _give_back(self, run: Run) -> None:
        # Where the database is away too the try counts; there are some more.
        with suppress(Unavailable):
            await self._rooms.people.exports.give_back(run)


async def _size(source: Source) -> int:
    """About how much there is to do, in bytes."""
    (media,), (records,) = await source.rows(_CLIPS.media_bytes), await source.rows(_FEED.records)
    return 100_000 + int(media["bytes"]) + _A_RECORD * int(records["count"])
