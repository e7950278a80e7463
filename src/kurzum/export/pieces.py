"""The ZIP at rest: one sealed stream (``custody.chunks``) under the person's key, cut into blobs of one size.

Bytes are sealed before they reach a disk. Order, length and end are the stream's own promise, so pieces need
none: taken from another export, in another order or cut, they do not open.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from kurzum.core.ids import Entropy
from kurzum.custody import Handle
from kurzum.custody.chunks import Reader
from kurzum.custody.growing import Growing
from kurzum.store.blobs import Blobs

CATEGORY, FIELD = "private", "people.export.file"
PIECE = 4 << 20
"""Bytes of a piece; only the last is shorter."""
_CHUNKS_AT_ONCE = 16

Owner = Callable[[], Awaitable[Handle]]
"""The person's key; asked for again and again, so that it need not be held for long."""
Keep = Callable[[int, str, int], Awaitable[None]]
"""Is told of each piece once it is stored: its number, digest and bytes."""


class Pieces:
    """Takes plain bytes in order. ``plain``, ``stored``: how many were taken, and are stored."""

    def __init__(self, owner: Owner, blobs: Blobs, keep: Keep, entropy: Entropy) -> None:
        self.plain = self.stored = 0
        self._owner = owner
        self._blobs = blobs
        self._keep = keep
        self._stream = Growing(CATEGORY, FIELD, entropy)
        self._sealed = bytearray()
        self._number = 0

    async def write(self, data: bytes) -> None:
        """Take the next bytes. Raises CustodianUnavailable, BlobsUnavailable, and as ``keep`` does."""
        self.plain += len(data)
        if self._stream.add(data) >= _CHUNKS_AT_ONCE:
            self._sealed += await self._stream.sealed(await self._owner())
            while len(self._sealed) >= PIECE:
                await self._store(PIECE)

    async def finish(self) -> None:
        """That was all of it. Raises as ``write``."""
        self._sealed += await self._stream.finished(await self._owner())
        while self._sealed:
            await self._store(min(PIECE, len(self._sealed)))

    async def _store(self, size: int) -> None:
        piece = bytes(self._sealed[:size])
        digest = await self._blobs.put_bytes(piece)
        await self._keep(self._number, digest, size)
        del self._sealed[:size]
        self._number += 1
        self.stored += size


async def reader(owner: Handle, blobs: Blobs, pieces: Sequence[str], stored: int) -> Reader:
    """A reader of a whole file. Raises SealBroken, NoSuchBlob, BlobsUnavailable, KeyWiped."""

    async def fetch(start: int, end: int) -> bytes:
        found = []
        while start < end:
            number, at = divmod(start, PIECE)
            upto = min(PIECE, at + end - start)
            found.append(await blobs.get_range(pieces[number], at, upto))
            start += upto - at
        return b"".join(found)

    return await Reader.open(owner.key, owner.context(CATEGORY, FIELD), stored, fetch)
