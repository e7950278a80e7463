"""A ZIP that is written from its first byte to its last, however large it becomes, with little in memory.

Sizes follow their content (data descriptors), and ZIP64 is used where it is needed, so nothing is looked at
twice. Source: PKWARE's APPNOTE 6.3.10, by way of ``zipfile``.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

Take = Callable[[bytes], Awaitable[None]]
"""Takes the next bytes of the file."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class Written(msgspec.Struct, frozen=True):
    """A file in the archive: plain bytes, and their SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


class _Collector:
    """What ``zipfile`` writes to; it cannot be gone back in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        return None

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


class Archive:
    """Files go in one after the other. ``at``: the time that each says it is of."""

    def __init__(self, take: Take, at: datetime) -> None:
        self._take = take
        self._at = max(_EARLIEST, at.timetuple()[:6])
        self._out = _Collector()
        # zipfile asks for no more of a file than this where it cannot go back in it.
        self._zip = ZipFile(self._out, "w", ZIP_DEFLATED)  # type: ignore[call-overload]

    async def add(
        self, name: str, parts: AsyncIterator[bytes], *, media: bool = False, expected: int | None = None
    ) -> Written:
        """Add a file. ``media`` is not compressed again; ``expected``: its bytes, where that is known."""
        info = ZipInfo(name, self._at)
        info.compress_type = ZIP_STORED if media else ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        info.file_size = expected or 0
        size, digest = 0, hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=expected is None) as file:
            async for part in parts:
                size += len(part)
                digest.update(part)
                file.write(part)
                await self._hand_on()
        await self._hand_on()
        return Written(size, digest.hexdigest())

    async def close(self) -> None:
        """Write the directory at the end; without it, it is no ZIP."""
        self._zip.close()
        await self._hand_on()

    async def _hand_on(self) -> None:
        taken = self._out.taken()
        if taken:
            await self._take(taken)
