"""The sealed form of media at rest: 64 KiB chunks that open on their own, so that a player may seek.

    1 byte    version, 1
    16 bytes  id of the data key
    16 bytes  id of the stream, random
    then for each 65,536 bytes (the last chunk has fewer, or none):
    12 bytes  nonce, random
    rest      AES-256-GCM-SIV ciphertext and tag

A chunk's associated data names its place (as in ``sealing``), its stream, its number, and whether it is
the last. So a chunk that was changed, moved, or taken from another stream does not open, and a stream
that was cut has no last chunk. After STREAM (Hoang, Reyhanitabar, Rogaway, Vizar: Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015), with random nonces.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from kurzum.core.ids import Entropy
from kurzum.custody.sealing import (
    KEY_ID_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    Context,
    DataKey,
    SealBroken,
    associated,
    framed,
)

VERSION = 1
CHUNK = 64 * 1024
STREAM_ID_BYTES = 16
HEAD = 1 + KEY_ID_BYTES + STREAM_ID_BYTES
ADDED = NONCE_BYTES + TAG_BYTES
SEALED_CHUNK = CHUNK + ADDED
MORE, LAST, SO_FAR = b"\0", b"\1", b"\2"
_DOMAIN = b"kurzum sealed chunk v1"
_CHUNKS_A_FETCH = 16

Fetch = Callable[[int, int], Awaitable[bytes]]
"""Gives stored bytes from the first position up to, not including, the second."""


class Stream:
    """One sealed stream: its key, its place, its id. Seals and opens single chunks of it."""

    def __init__(self, key: DataKey, context: Context, stream_id: bytes) -> None:
        self.head = bytes([VERSION]) + key.id + stream_id
        self._key = key
        self._bound = associated(context), stream_id
        self._where = f"the {context.category} file '{context.field}'"

    @classmethod
    def of_head(cls, key: DataKey, context: Context, head: bytes) -> Stream:
        """The stream that begins with these bytes. Raises SealBroken."""
        stream = cls(key, context, head[1 + KEY_ID_BYTES :])
        if len(head) != HEAD or head[0] != VERSION:
            raise SealBroken(f"{stream._where} is not in a sealed form known here")
        if head != stream.head:
            raise SealBroken(f"{stream._where} is sealed under another key")
        return stream

    def seal(self, number: int, kind: bytes, plain: bytes, entropy: Entropy) -> bytes:
        """Seal a chunk; ``kind`` is ``MORE``, ``LAST`` or ``SO_FAR`` (an unfinished one, kept aside)."""
        nonce = entropy(NONCE_BYTES)
        return nonce + self._key.cipher.encrypt(nonce, plain, self._associated(number, kind))

    def open(self, number: int, kind: bytes, sealed: bytes | memoryview) -> bytes:
        """Open a chunk. Raises SealBroken."""
        if len(sealed) < ADDED:
            raise SealBroken(f"{self._where} was cut in chunk {number}")
        try:
            return self._key.cipher.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._associated(number, kind)
            )
        except InvalidTag:
            raise SealBroken(f"{self._where} was changed or cut at chunk {number}") from None

    def _associated(self, number: int, kind: bytes) -> bytes:
        return framed(_DOMAIN, *self._bound, number.to_bytes(8, "big"), kind)


def seal_stream(key: DataKey, context: Context, parts: Iterable[bytes], entropy: Entropy) -> Iterator[bytes]:
    """Seal bytes that come in parts of any size; gives what to store, in order."""
    stream = Stream(key, context, entropy(STREAM_ID_BYTES))
    yield stream.head
    number, held = 0, bytearray()
    for part in parts:
        held += part
        # A full chunk is held back until more comes, for only then is it known not to be the last.
        while len(held) > CHUNK:
            yield stream.seal(number, MORE, bytes(held[:CHUNK]), entropy)
            number, held = number + 1, held[CHUNK:]
    yield stream.seal(number, LAST, bytes(held), entropy)


def seal_file(key: DataKey, context: Context, source: Path, target: Path, entropy: Entropy) -> None:
    """Seal a whole file into another. Blocks: call it in a thread. Not durable: ``Blobs.put_file`` is."""
    with source.open("rb") as plain, target.open("wb") as sealed:
        for part in seal_stream(key, context, _parts(plain), entropy):
            sealed.write(part)


def open_file(key: DataKey, context: Context, source: Path, target: Path) -> int:
    """Open a whole sealed file into another; returns its bytes. Blocks.

    Raises SealBroken; then ``target`` holds a part.
    """
    written = 0
    with source.open("rb") as sealed, target.open("wb") as plain:
        stream = Stream.of_head(key, context, sealed.read(HEAD))
        for number, kind, chunk in _numbered(sealed):
            written += plain.write(stream.open(number, kind, chunk))
    return written


class Reader:
    """Reads any range of a sealed stream, wherever its bytes are stored."""

    def __init__(self, stream: Stream, fetch: Fetch, chunks: int, size: int) -> None:
        self.size = size
        self._stream = stream
        self._fetch = fetch
        self._chunks = chunks

    @classmethod
    async def open(cls, key: DataKey, context: Context, stored: int, fetch: Fetch) -> Reader:
        """A reader of ``stored`` bytes; checks the last chunk, and with it the length. Raises SealBroken."""
        stream = Stream.of_head(key, context, await fetch(0, min(HEAD, stored)))
        chunks = max(1, -(-(stored - HEAD) // SEALED_CHUNK))
        begin = HEAD + (chunks - 1) * SEALED_CHUNK
        last = stream.open(chunks - 1, LAST, await fetch(begin, stored) if begin < stored else b"")
        return cls(stream, fetch, chunks, (chunks - 1) * CHUNK + len(last))

    @classmethod
    def again(cls, key: DataKey, context: Context, head: bytes, size: int, fetch: Fetch) -> Reader:
        """A reader of a stream that was opened before: its ``head`` and ``size`` are known to be true."""
        return cls(Stream.of_head(key, context, head), fetch, max(1, -(-size // CHUNK)), size)

    @property
    def head(self) -> bytes:
        """How the stream begins; holds nothing secret."""
        return self._stream.head

    async def read(self, start: int, end: int) -> bytes:
        """The plain bytes from ``start`` up to, not including, ``end``. Raises SealBroken."""
        return b"".join([part async for part in self.parts(start, end)])

    async def parts(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The same, as they are opened, at most 64 KiB each."""
        end = min(end, self.size)
        number, until = start // CHUNK, -(-end // CHUNK)
        while number < until and start < end:
            upto = min(until, number + _CHUNKS_A_FETCH)
            sealed = memoryview(await self._fetch(*self._span(number, upto)))
            for place in range(number, upto):
                at = (place - number) * SEALED_CHUNK
                kind = LAST if place == self._chunks - 1 else MORE
                plain = self._stream.open(place, kind, sealed[at : at + SEALED_CHUNK])
                begin = place * CHUNK
                yield plain[max(0, start - begin) : end - begin]
            number = upto

    def _span(self, number: int, upto: int) -> tuple[int, int]:
        stop = HEAD + upto * SEALED_CHUNK
        if upto == self._chunks:
            stop = HEAD + (upto - 1) * SEALED_CHUNK + ADDED + self.size - (upto - 1) * CHUNK
        return HEAD + number * SEALED_CHUNK, stop


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part


def _numbered(sealed: BinaryIO) -> Iterator[tuple[int, bytes, bytes]]:
    number, chunk = 0, sealed.read(SEALED_CHUNK)
    while following := sealed.read(SEALED_CHUNK):
        yield number, MORE, chunk
        number, chunk = number + 1, following
    yield number, LAST, chunk
