"""Files of the machine's own disk become clips through the same pipeline as everybody's uploads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from kurzum.clips.lifecycle import Lifecycle, Wish
from kurzum.clips.uploads import Uploads
from kurzum.core.clock import Clock

_PIECE = 1 << 20


class Adder:
    """Adds files as a person's clips."""

    def __init__(self, uploads: Uploads, life: Lifecycle, clock: Clock) -> None:
        self._uploads = uploads
        self._life = life
        self._clock = clock

    async def add(self, person_id: UUID, path: Path, wish: Wish, most_bytes: int) -> UUID:
        """Stage a file and make a clip of it; returns the clip's id while it waits for its worker.

        Raises OSError where the file cannot be read, and what uploads and clips raise.
        """
        size = path.stat().st_size
        upload = await self._uploads.create(person_id, size, most_bytes)
        await self._uploads.append(person_id, upload.id, 0, _parts(path))
        clip_id, _ = await self._life.create(person_id, upload.id, wish, self._clock.now())
        return clip_id


async def _parts(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while part := await asyncio.to_thread(file.read, _PIECE):
            yield part
