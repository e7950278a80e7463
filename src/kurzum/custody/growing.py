"""A sealed stream (``chunks``) whose bytes come over a long time: its key is borrowed for each stretch."""

from __future__ import annotations

import asyncio

from kurzum.core.ids import Entropy
from kurzum.custody.chunks import CHUNK, LAST, MORE, STREAM_ID_BYTES, Stream
from kurzum.custody.keys import Handle


class Growing:
    """Takes plain bytes in order, gives what to store, in order. ``category``, ``field``: its place."""

    def __init__(self, category: str, field: str, entropy: Entropy) -> None:
        self._place = category, field
        self._entropy = entropy
        self._stream_id = entropy(STREAM_ID_BYTES)
        self._held = bytearray()
        self._begun = False
        self._chunks = 0

    def add(self, data: bytes) -> int:
        """Take the next bytes; returns how many full chunks could be sealed now."""
        self._held += data
        # The last full chunk waits for more, for only then is it known not to be the last.
        return max(0, -(-len(self._held) // CHUNK) - 1)

    async def sealed(self, handle: Handle) -> bytes:
        """What can be stored of what was added. The handle: of the same owner each time. Raises KeyWiped."""
        stream, chunks = self._stream(handle), self.add(b"")
        head, self._begun = b"" if self._begun else stream.head, True
        plain, self._held = bytes(self._held[: chunks * CHUNK]), self._held[chunks * CHUNK :]
        parts = await asyncio.to_thread(self._seal, stream, plain)
        self._chunks += chunks
        return head + parts

    async def finished(self, handle: Handle) -> bytes:
        """All that remains, with the end of the stream; nothing can be added any more. Raises KeyWiped."""
        parts = await self.sealed(handle)
        return parts + self._stream(handle).seal(self._chunks, LAST, bytes(self._held), self._entropy)

    def _stream(self, handle: Handle) -> Stream:
        return Stream(handle.key, handle.context(*self._place), self._stream_id)

    def _seal(self, stream: Stream, plain: bytes) -> bytes:
        parts = (plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK))
        numbered = enumerate(parts, self._chunks)
        return b"".join(stream.seal(number, MORE, part, self._entropy) for number, part in numbered)
