"""Files on their way: sealed as bytes arrive, durable before they are acknowledged, gone when time is over.

The staging folder says how much of a file is there, the row says whose it is and until when. A crash between
the two leaves a file without a row, which the sweep deletes, or a row without a file, which counts as gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.clips.errors import (
    NoSuchUpload,
    SenderGone,
    TooManyUploads,
    UploadBusy,
    UploadExpired,
    UploadIncomplete,
    UploadInUse,
    UploadTooLarge,
    WrongChecksum,
    WrongOffset,
)
from kurzum.core.clock import Clock, from_ms
from kurzum.core.ids import Ids, uuid7_ms
from kurzum.custody import Handle, Keys, Purpose
from kurzum.custody.chunks import Reader
from kurzum.custody.staged_file import FileBusy, NoSuchFile
from kurzum.custody.staged_file import WrongOffset as FileElsewhere
from kurzum.custody.staging import AsyncWriter, Staging
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "uploads.sql")
FIELD = "clips.upload.file"
_CATEGORY = "private"
_MARK_EVERY = 8 << 20
_WRITE_AT_ONCE = 512 << 10
_PATIENCE_S = 20.0
_A_TIME = 100


class Allowance(msgspec.Struct, frozen=True):
    """How much one person may have on its way: uploads that are not a clip yet, and bytes of all."""

    uploads: int = 10
    staged_bytes: int = 4 << 30
    hours: int = 24


class Upload(msgspec.Struct, frozen=True):
    """A file on its way. ``received``: bytes that are here for good."""

    id: UUID
    length: int
    received: int
    expires_at: datetime

    @property
    def finished(self) -> bool:
        """Whether all of it is here."""
        return self.received == self.length


class Check(Protocol):
    """A checksum of one request's bytes."""

    def update(self, data: bytes) -> None: ...

    def holds(self) -> bool: ...


class Uploads:
    """The uploads of a zone. Every call names the owner: nobody else's upload is ever found."""

    def __init__(
        self, database: Database, keys: Keys, staging: Staging, clock: Clock, ids: Ids, allowance: Allowance
    ) -> None:
        self._database = database
        self._keys = keys
        self._staging = staging
        self._clock = clock
        self._ids = ids
        self._allowance = allowance

    async def create(self, person_id: UUID, length: int, most_bytes: int) -> Upload:
        """Begin an upload of so many bytes. Raises UploadTooLarge, TooManyUploads, CustodianUnavailable."""
        if length > most_bytes:
            raise UploadTooLarge(
                f"This file has {length >> 20} MB; at most {most_bytes >> 20} MB are possible. "
                "Export it smaller and try again."
            )
        upload = Upload(self._ids.new(), length, 0, self._expiry())
        owner = await self._owner(person_id)
        async with self._database.write() as conn:
            await self.one_at_a_time(conn, person_id)
            await self._check_allowance(conn, person_id, length)
            await self._staging.create(upload.id, owner.key, owner.context(_CATEGORY, FIELD))
            await conn.execute(
                _SQL.create,
                {"person_id": person_id, "upload_id": upload.id, "length": length, "now": self._clock.now(),
                 "expires_at": upload.expires_at},
            )  # fmt: skip
        return upload

    async def find(self, person_id: UUID, upload_id: UUID) -> Upload:
        """An upload as it stands. Raises NoSuchUpload, UploadExpired."""
        async with self._database.read() as conn:
            upload, _ = await self._find(conn, person_id, upload_id)
        return upload

    async def append(
        self,
        person_id: UUID,
        upload_id: UUID,
        offset: int,
        body: AsyncIterator[bytes],
        check: Check | None = None,
    ) -> Upload:
        """Take bytes from ``offset`` on; what is acknowledged survives a power cut.

        When the sender goes away midway, what arrived is kept, unless a checksum was to prove it.
        Raises NoSuchUpload, UploadExpired, WrongOffset, UploadBusy, UploadTooLarge, WrongChecksum,
        StagingFull, CustodianUnavailable.
        """
        upload = await self.find(person_id, upload_id)
        if upload.received != offset:
            raise WrongOffset(upload.received)
        if upload.finished:
            async for data in body:
                if data:
                    raise _too_many()
            return upload
        owner = await self._owner(person_id)
        try:
            place = owner.context(_CATEGORY, FIELD)
            async with self._staging.append(upload_id, owner.key, place, offset) as writer:
                await self._take(writer, upload, body, check)
                received = writer.length
        except FileBusy:
            raise UploadBusy from None
        except FileElsewhere as error:
            raise WrongOffset(error.length) from None
        except NoSuchFile:
            raise NoSuchUpload from None
        return await self._prolonged(person_id, msgspec.structs.replace(upload, received=received))

    async def _take(
        self, writer: AsyncWriter, upload: Upload, body: AsyncIterator[bytes], check: Check | None
    ) -> None:
        """Write the body. Marks are set on the way, so that a long one is not lost with its connection."""
        marked = writer.length
        try:
            async for data in _gathered(body):
                if writer.length + len(data) > upload.length:
                    raise _too_many()
                if check is not None:
                    check.update(data)
                await writer.write(data)
                if check is None and writer.length - marked >= _MARK_EVERY:
                    marked = await writer.mark()
        except (UploadTooLarge, asyncio.CancelledError):
            raise
        except Exception:
            if check is None:
                await _settle(writer, upload)
            raise
        if check is not None and not check.holds():
            raise WrongChecksum
        await _settle(writer, upload)

    async def terminate(self, person_id: UUID, upload_id: UUID) -> None:
        """Give an upload up. Raises NoSuchUpload, UploadExpired, UploadInUse."""
        async with self._database.write() as conn:
            await self.one_at_a_time(conn, person_id)
            await self._find(conn, person_id, upload_id)
            gone = await conn.execute(_SQL.delete_unused, _place(person_id, upload_id))
            if gone.rowcount == 0:
                raise UploadInUse
        await self._staging.remove(upload_id)

    async def one_at_a_time(self, conn: AsyncConnection, person_id: UUID) -> None:
        """Let nobody else create for this person until the transaction ends, so that counts hold."""
        await conn.execute(_SQL.one_at_a_time, {"person_id": person_id})

    async def hold_finished(self, conn: AsyncConnection, person_id: UUID, upload_id: UUID) -> None:
        """Make sure that an upload is complete.

        Raises NoSuchUpload, UploadExpired, UploadIncomplete.
        """
        upload, _ = await self._find(conn, person_id, upload_id)
        if not upload.finished:
            raise UploadIncomplete(
                f"{upload.received} of {upload.length} bytes have arrived. Go on with the upload first."
            )

    async def open_into(self, person_id: UUID, upload_id: UUID, target: Path) -> int:
        """Write the plain file to ``target`` (in memory); returns its bytes.

        Raises NoSuchUpload, CustodianUnavailable.
        """
        owner = await self._keys.person(person_id, Purpose.PROCESS)
        try:
            return await self._staging.open_into(
                upload_id, owner.key, owner.context(_CATEGORY, FIELD), target
            )
        except NoSuchFile:
            raise NoSuchUpload from None

    @asynccontextmanager
    async def reader(self, person_id: UUID, upload_id: UUID, purpose: Purpose) -> AsyncIterator[Reader]:
        """A reader of the plain file, which stays readable until the end even if it is deleted meanwhile.

        Raises NoSuchUpload, SealBroken, CustodianUnavailable.
        """
        owner = await self._keys.person(person_id, purpose)
        try:
            async with self._staging.reader(upload_id, owner.key, owner.context(_CATEGORY, FIELD)) as reader:
                yield reader
        except NoSuchFile:
            raise NoSuchUpload from None

    async def forget(self, conn: AsyncConnection, person_id: UUID, upload_id: UUID) -> None:
        """Forget an upload in the caller's transaction; ``drop_file`` follows."""
        await conn.execute(_SQL.delete, _place(person_id, upload_id))

    async def drop_file(self, upload_id: UUID) -> None:
        """Delete the staged bytes of a forgotten upload."""
        await self._staging.remove(upload_id)

    async def forget_person(self, person_id: UUID) -> None:
        """Delete every upload of a person."""
        async with self._database.write() as conn:
            gone = await (await conn.execute(_SQL.delete_all, {"person_id": person_id})).fetchall()
        for (upload_id,) in gone:
            await self._staging.remove(upload_id)

    async def sweep(self) -> int:
        """Delete uploads whose time is over, and files that no row knows; returns how many."""
        now = self._clock.now()
        async with self._database.write() as conn:
            rows = await (await conn.execute(_SQL.expired, {"now": now, "limit": _A_TIME})).fetchall()
            for person_id, upload_id in rows:
                await self.forget(conn, person_id, upload_id)
        gone = {upload_id for _, upload_id in rows} | await self._strays(now)
        for upload_id in gone:
            await self._staging.remove(upload_id)
        return len(gone)

    async def _strays(self, now: datetime) -> set[UUID]:
        # A file is made before its row; a young one may be about to get it.
        old = [
            name for name in await self._staging.names() if from_ms(uuid7_ms(name)) < now - timedelta(hours=1)
        ]
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.known, {"upload_ids": old})).fetchall()
        return set(old) - {row[0] for row in rows}

    async def _find(self, conn: AsyncConnection, person_id: UUID, upload_id: UUID) -> tuple[Upload, bool]:
        row = await (await conn.execute(_SQL.find, _place(person_id, upload_id))).fetchone()
        if row is None:
            raise NoSuchUpload
        length, expires_at, used = row
        if expires_at <= self._clock.now() and not used:
            raise UploadExpired
        try:
            received = await self._staging.length(upload_id)
            if received == length and not await self._staging.finished(upload_id):
                # The last bytes were acknowledged, but the file was not closed: a crash in between.
                owner = await self._owner(person_id)
                place = owner.context(_CATEGORY, FIELD)
                async with self._staging.append(upload_id, owner.key, place, received) as writer:
                    await writer.finish()
        except NoSuchFile:
            raise NoSuchUpload from None
        except FileBusy:
            raise UploadBusy from None
        return Upload(upload_id, length, received, expires_at), used

    async def _check_allowance(self, conn: AsyncConnection, person_id: UUID, length: int) -> None:
        row = await (await conn.execute(_SQL.count, {"person_id": person_id})).fetchone()
        count, staged = row or (0, 0)
        if count >= self._allowance.uploads:
            raise TooManyUploads(
                f"{count} uploads of yours are unfinished. Finish or cancel one of them first.",
                retry_after_s=60,
            )
        if staged + length > self._allowance.staged_bytes:
            raise TooManyUploads(
                "Your uploads in work take all the room that you have. Try again when some are done.",
                retry_after_s=60,
            )

    async def _prolonged(self, person_id: UUID, upload: Upload) -> Upload:
        upload = msgspec.structs.replace(upload, expires_at=max(upload.expires_at, self._expiry()))
        place = _place(person_id, upload.id)
        async with self._database.write() as conn:
            await conn.execute(_SQL.prolong, place | {"expires_at": upload.expires_at})
        return upload

    async def _owner(self, person_id: UUID) -> Handle:
        return await self._keys.person(person_id, Purpose.UPLOAD)

    def _expiry(self) -> datetime:
        return self._clock.now() + timedelta(hours=self._allowance.hours)


async def _settle(writer: AsyncWriter, upload: Upload) -> None:
    """Make durable what was written, and close the file when all of it is here."""
    if writer.length == upload.length:
        await writer.finish()
    else:
        await writer.mark()


async def _gathered(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body in larger pieces. A sender that falls silent is dropped, so that its upload is free again."""
    held = bytearray()
    parts = aiter(body)
    while True:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                part = await anext(parts)
        except StopAsyncIteration:
            break
        except TimeoutError:
            if held:
                yield bytes(held)
            raise SenderGone from None
        except Exception:
            if held:
                yield bytes(held)
            raise
        held += part
        if len(held) >= _WRITE_AT_ONCE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _too_many() -> UploadTooLarge:
    return UploadTooLarge("The file has more bytes than were announced. Start a new upload.")


def _place(person_id: UUID, upload_id: UUID) -> dict[str, object]:
    return {"person_id": person_id, "upload_id": upload_id}
