"""The files of a clip as blobs: open where everybody may see it, else sealed under its owner's key."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import msgspec

from kurzum.core.ids import Entropy
from kurzum.custody import Keys, Purpose
from kurzum.custody.chunks import ADDED, CHUNK, HEAD, Reader, open_file, seal_file
from kurzum.store.blobs import Blobs

FIELD = "clips.rendition.file"
_CATEGORY = "private"
_PIECE = 256 << 10
_MOST_HEADS = 20_000


class Made(msgspec.Struct, frozen=True):
    """A file that was made of a clip and is not stored yet. ``bitrate`` in bits/s; sizes in px."""

    kind: str
    name: str
    path: Path
    width: int = 0
    height: int = 0
    bitrate: int = 0
    codecs: str = ""


class Stored(msgspec.Struct, frozen=True):
    """A stored file. ``digest`` is that of the stored bytes, ``bytes`` the size of the plain ones."""

    digest: str
    name: str
    kind: str
    sealed: bool
    bytes: int
    width: int
    height: int
    bitrate: int
    codecs: str

    @property
    def stored_bytes(self) -> int:
        """The size of the blob."""
        return stored_size(self.bytes) if self.sealed else self.bytes


class Files:
    """Stores and reads files of clips."""

    def __init__(self, blobs: Blobs, keys: Keys, entropy: Entropy) -> None:
        self._blobs = blobs
        self._keys = keys
        self._entropy = entropy
        self._heads: OrderedDict[str, bytes] = OrderedDict()  # of streams whose end was looked at already

    async def store(self, person_id: UUID, made: Made, *, plain: bool) -> Stored:
        """Store a file, durably. Nothing refers to it yet: until something does, the sweep may delete it.

        Raises BlobsUnavailable, CustodianUnavailable.
        """
        size = made.path.stat().st_size
        if plain:
            digest = await self._blobs.put_file(made.path)
        else:
            owner = await self._keys.person(person_id, Purpose.PROCESS)
            sealed = made.path.with_name(made.path.name + ".sealed")
            place = owner.context(_CATEGORY, FIELD)
            await asyncio.to_thread(seal_file, owner.key, place, made.path, sealed, self._entropy)
            digest = await self._blobs.put_file(sealed)
            sealed.unlink()
        return Stored(
            digest, made.name, made.kind, not plain, size, made.width, made.height, made.bitrate, made.codecs
        )

    async def fetch(self, person_id: UUID, file: Stored, target: Path) -> Made:
        """Write the plain bytes of a stored file to ``target``.

        Raises NoSuchBlob, SealBroken, CustodianUnavailable.
        """
        fetched = target
        if file.sealed:
            fetched = target.with_name(target.name + ".sealed")
        size = await self._blobs.size(file.digest)
        with fetched.open("wb") as out:
            for at in range(0, size, 1 << 20):
                out.write(await self._blobs.get_range(file.digest, at, min(size, at + (1 << 20))))
        if file.sealed:
            owner = await self._keys.person(person_id, Purpose.PROCESS)
            await asyncio.to_thread(open_file, owner.key, owner.context(_CATEGORY, FIELD), fetched, target)
            fetched.unlink()
        return Made(file.kind, file.name, target, file.width, file.height, file.bitrate, file.codecs)

    def path(self, digest: str) -> Path | None:
        """Where an open file lies, for sendfile; None where blobs are not in a folder of this machine."""
        return self._blobs.path(digest)

    async def plain_parts(self, digest: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes of an open file. Raises NoSuchBlob, BlobsUnavailable."""
        for at in range(start, end, _PIECE):
            yield await self._blobs.get_range(digest, at, min(end, at + _PIECE))

    async def reader(
        self, person_id: UUID, digest: str, size: int, purpose: Purpose = Purpose.MEDIA
    ) -> Reader:
        """A reader of a sealed file of ``size`` plain bytes. A digest names the same bytes for ever, so head
        and end of a file are looked at once; every chunk that is read is still checked.

        Raises SealBroken, CustodianUnavailable, NoSuchBlob.
        """
        owner = await self._keys.person(person_id, purpose)

        async def fetch(start: int, end: int) -> bytes:
            return await self._blobs.get_range(digest, start, end)

        place = owner.context(_CATEGORY, FIELD)
        head = self._heads.get(digest)
        if head is not None:
            return Reader.again(owner.key, place, head, size, fetch)
        reader = await Reader.open(owner.key, place, stored_size(size), fetch)
        self._heads[digest] = reader.head
        if len(self._heads) > _MOST_HEADS:
            self._heads.popitem(last=False)
        return reader


def stored_size(plain: int) -> int:
    """Bytes of the sealed form of so many plain bytes."""
    return HEAD + plain + ADDED * max(1, -(-plain // CHUNK))
