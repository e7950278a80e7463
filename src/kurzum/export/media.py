"""The files of clips: the original while it is kept, else the best of what was made of it; and the poster."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

from kurzum.clips.errors import NoSuchUpload
from kurzum.clips.files import Stored
from kurzum.custody import Purpose, SealBroken
from kurzum.custody.chunks import Reader
from kurzum.export.archive import Archive
from kurzum.export.documents import Media
from kurzum.export.source import Source
from kurzum.media.sniff import HEAD, demuxer
from kurzum.store.blobs import NoSuchBlob
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "stored.sql")
_ENDING = {"mp4": "mp4", "poster": "webp"}


@dataclass(frozen=True)
class Shelf:
    """Puts files of one person into the archive."""

    source: Source
    archive: Archive

    async def upload(self, upload_id: UUID, folder: str) -> Media | None:
        """A file as it came up; None where it is not whole, or kept no longer."""
        async with AsyncExitStack() as stack:
            try:
                reader = await stack.enter_async_context(
                    self.source.rooms.clips.uploads.reader(self.source.person_id, upload_id, Purpose.EXPORT)
                )
                name = f"{folder}/original.{_ending(await reader.read(0, HEAD))}"
            except (NoSuchUpload, SealBroken):
                return None
            written = await self.archive.add(
                name, reader.parts(0, reader.size), media=True, expected=reader.size
            )
        return Media(
            path=name, kind="original", bytes=written.bytes, sha256=written.sha256, width=None, height=None,
            codecs=None,
        )  # fmt: skip

    async def clip(self, clip_id: UUID, upload_id: UUID) -> list[Media]:
        """All that there is to take along of a clip."""
        folder = f"clips/{clip_id}"
        original = await self.upload(upload_id, folder)
        found = [] if original is None else [original]
        kept = [Stored(**row) for row in await self.source.rows(_SQL.files, clip_id=clip_id)]
        wanted = {"poster"} if original else {"mp4", "poster"}
        for file in kept:
            if file.kind in wanted and (made := await self._rendition(folder, file)) is not None:
                wanted.discard(file.kind)
                found.append(made)
        return found

    async def _rendition(self, folder: str, file: Stored) -> Media | None:
        """One file that was made; None where it cannot be read any more."""
        name = f"{folder}/{'clip' if file.kind == 'mp4' else file.kind}.{_ENDING[file.kind]}"
        try:
            parts = await self._begun(file)
        except (NoSuchBlob, SealBroken):
            return None
        written = await self.archive.add(name, parts, media=True, expected=file.bytes)
        return Media(
            path=name, kind=file.kind, bytes=written.bytes, sha256=written.sha256, width=file.width,
            height=file.height, codecs=file.codecs or None,
        )  # fmt: skip

    async def _begun(self, file: Stored) -> AsyncIterator[bytes]:
        """The bytes of a file whose beginning could be read."""
        files = self.source.rooms.clips.files
        if not file.sealed:
            await anext(files.plain_parts(file.digest, 0, min(1, file.bytes)), b"")
            return files.plain_parts(file.digest, 0, file.bytes)
        reader: Reader = await files.reader(self.source.person_id, file.digest, file.bytes, Purpose.EXPORT)
        return reader.parts(0, file.bytes)


def _ending(head: bytes) -> str:
    """How the name of such a file ends."""
    kind = demuxer(head)
    if kind == "matroska":
        return "webm" if b"webm" in head else "mkv"
    if kind == "mov":
        return "mov" if head[8:12] == b"qt  " or head[4:8] != b"ftyp" else "mp4"
    return "bin"
