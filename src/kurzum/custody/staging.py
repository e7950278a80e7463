"""A folder of files that are arriving, for the event loop; see ``staged_file`` for how each is kept."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from kurzum.core.ids import Entropy
from kurzum.custody import staged_file
from kurzum.custody.chunks import Reader, open_file
from kurzum.custody.sealing import Context, DataKey
from kurzum.custody.staged_file import FRESH, NoSuchFile, Writer, WrongOffset, mark_path, sealed_path


class AsyncWriter:
    """A ``Writer`` for the event loop."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @property
    def length(self) -> int:
        """Plain bytes so far, acknowledged or not."""
        return self._writer.length

    async def write(self, data: bytes) -> None:
        """Append; nothing is durable yet. Raises StagingFull."""
        await asyncio.to_thread(self._writer.write, data)

    async def mark(self) -> int:
        """Make all that was written durable; returns the length to acknowledge. Raises StagingFull."""
        return await asyncio.to_thread(self._writer.mark)

    async def finish(self) -> None:
        """The file is complete: it takes no more, and ``Staging.open_into`` reads it. Raises StagingFull."""
        await asyncio.to_thread(self._writer.finish)


class Staging:
    """A folder of files that are arriving."""

    def __init__(self, folder: Path, entropy: Entropy) -> None:
        self._folder = folder
        self._entropy = entropy

    async def create(self, name: UUID, key: DataKey, context: Context) -> None:
        """Begin an empty file, durably. ``context``: its place, as ever after. Raises StagingFull."""
        await asyncio.to_thread(staged_file.create, self._folder, name, key, context, self._entropy)

    async def length(self, name: UUID) -> int:
        """Acknowledged bytes. Raises NoSuchFile."""
        return await asyncio.to_thread(staged_file.length, self._folder, name)

    async def finished(self, name: UUID) -> bool:
        """Whether the file is complete."""
        return sealed_path(self._folder, name).exists() and not mark_path(self._folder, name).exists()

    @asynccontextmanager
    async def append(
        self, name: UUID, key: DataKey, context: Context, offset: int
    ) -> AsyncIterator[AsyncWriter]:
        """Go on writing at ``offset``. What is written after the last ``mark`` of the block is thrown away.

        Raises NoSuchFile, FileBusy, WrongOffset, SealBroken.
        """
        writer = await asyncio.to_thread(Writer, self._folder, name, key, context, self._entropy)
        try:
            if writer.length != offset:
                raise WrongOffset(writer.length)
            yield AsyncWriter(writer)
        finally:
            writer.close()

    async def open_into(self, name: UUID, key: DataKey, context: Context, target: Path) -> int:
        """Open a complete file into ``target`` (in memory, please); returns its bytes.

        Raises NoSuchFile, SealBroken.
        """
        if not await self.finished(name):
            raise NoSuchFile(f"there is no complete staged file {name}")
        return await asyncio.to_thread(open_file, key, context, sealed_path(self._folder, name), target)

    @asynccontextmanager
    async def reader(self, name: UUID, key: DataKey, context: Context) -> AsyncIterator[Reader]:
        """A reader of a complete file; deleting the file does not end it. Raises NoSuchFile, SealBroken."""
        try:
            file = os.open(sealed_path(self._folder, name), os.O_RDONLY)
        except FileNotFoundError:
            raise NoSuchFile(f"there is no staged file {name}") from None

        async def fetch(start: int, end: int) -> bytes:
            return await asyncio.to_thread(os.pread, file, end - start, start)

        try:
            if not await self.finished(name):
                raise NoSuchFile(f"there is no complete staged file {name}")
            yield await Reader.open(key, context, os.fstat(file).st_size, fetch)
        finally:
            os.close(file)

    async def remove(self, name: UUID) -> None:
        """Delete the file, complete or not; nothing happens when there is none."""
        # The sealed part last: while it is there, the file exists and may be removed again.
        for path in (mark_path(self._folder, name), sealed_path(self._folder, name)):
            path.with_name(f"{path.name}{FRESH}").unlink(missing_ok=True)
            path.unlink(missing_ok=True)

    async def names(self) -> list[UUID]:
        """All files that are there, and those of which a crash left a part."""
        return [UUID(name) for name in {path.name.split(".", 1)[0] for path in self._folder.glob("*.*")}]
