"""Blobs: files named by the SHA-256 of their stored bytes, in a folder or in S3, durable before we say so."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as NoSuchObject
from obstore.store import LocalStore

from kurzum.core.errors import NotFound, Unavailable
from kurzum.store.s3 import PART_BYTES, S3, Bucket

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_log = structlog.get_logger("kurzum.store")

Digest = str
"""64 hexadecimal digits."""


class NoSuchBlob(NotFound):
    """No blob of that digest is stored."""

    code = "no_such_blob"


class BlobsUnavailable(Unavailable):
    """The store of blobs does not answer or is full. Nothing that was acknowledged is lost."""

    code = "blobs_unavailable"


class Blobs:
    """A zone's blobs. Which of them are needed is counted in the database: see ``references``."""

    def __init__(self, store: ObjectStore, root: Path | None = None, s3: S3 | None = None) -> None:
        self._store = store
        self._root = root
        self._s3 = s3

    @classmethod
    def in_folder(cls, folder: Path) -> Blobs:
        """Blobs in a folder of this machine, made if missing (0750)."""
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        return cls(LocalStore(folder), folder)

    @classmethod
    def in_bucket(cls, bucket: Bucket) -> Blobs:
        """Blobs in S3. Sends nothing yet."""
        s3 = S3(bucket)
        return cls(s3.store, s3=s3)

    @staticmethod
    def key(digest: Digest) -> str:
        """Where a blob lies below the root: ``ab/abcd...``."""
        return f"{digest[:2]}/{digest}"

    async def put_file(self, path: Path) -> Digest:
        """Store a file's bytes; durable when this returns. Raises BlobsUnavailable."""
        digest = await asyncio.to_thread(_digest, path)
        await self._put(digest, path)
        return digest

    async def put_bytes(self, data: bytes) -> Digest:
        """Store some bytes; durable when this returns. Raises BlobsUnavailable."""
        digest = hashlib.sha256(data).hexdigest()
        await self._put(digest, data)
        return digest

    async def get_range(self, digest: Digest, start: int, end: int) -> bytes:
        """Bytes ``start`` up to, not including, ``end``. Raises NoSuchBlob, BlobsUnavailable."""
        if start >= end:
            return b""
        try:
            return bytes(await obstore.get_range_async(self._store, self.key(digest), start=start, end=end))
        except (NoSuchObject, FileNotFoundError):
            raise NoSuchBlob(f"there is no blob {digest}") from None
        except (BaseError, OSError) as error:
            raise _unavailable("read", error) from error

    async def size(self, digest: Digest) -> int:
        """How many bytes it has. Raises NoSuchBlob, BlobsUnavailable."""
        return (await self._head(digest))[0]

    async def written_at(self, digest: Digest) -> datetime:
        """When it was last put. Raises NoSuchBlob, BlobsUnavailable."""
        return (await self._head(digest))[1]

    def path(self, digest: Digest) -> Path | None:
        """The file itself, for sendfile; None where blobs are not in a folder of this machine."""
        return self._root / self.key(digest) if self._root else None

    async def address(self, method: Literal["GET", "HEAD"], digest: Digest) -> str | None:
        """Path and signed query that the S3 server answers for some minutes; None where there is none.

        Whoever has it can read that blob: it must not leave the zone.
        """
        return await self._s3.address(method, self.key(digest)) if self._s3 else None

    async def delete(self, digest: Digest) -> None:
        """Delete it; nothing happens when it is not there. Raises BlobsUnavailable."""
        try:
            await obstore.delete_async(self._store, self.key(digest))
        except (NoSuchObject, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise _unavailable("deleted", error) from error

    async def digests(self) -> AsyncIterator[tuple[Digest, datetime]]:
        """All that are stored, with the time of their last put. Raises BlobsUnavailable."""
        try:
            async for page in obstore.list(self._store):
                for meta in page:
                    name = meta["path"].rpartition("/")[2]
                    if len(name) == 64:
                        yield name, meta["last_modified"]
        except (BaseError, OSError) as error:
            raise _unavailable("listed", error) from error

    async def _head(self, digest: Digest) -> tuple[int, datetime]:
        try:
            meta = await obstore.head_async(self._store, self.key(digest))
        except (NoSuchObject, FileNotFoundError):
            raise NoSuchBlob(f"there is no blob {digest}") from None
        except (BaseError, OSError) as error:
            raise _unavailable("read", error) from error
        return meta["size"], meta["last_modified"]

    async def _put(self, digest: Digest, source: Path | bytes) -> None:
        # Always written, even when it is there: a file left torn by a power cut must not survive a new put,
        # and its fresh time of writing keeps the sweep away until something refers to it.
        try:
            await obstore.put_async(self._store, self.key(digest), source, chunk_size=PART_BYTES)
            if self._root is not None:
                await asyncio.to_thread(_make_durable, cast(Path, self.path(digest)), self._root)
        except (BaseError, OSError) as error:
            raise _unavailable("stored", error) from error


def _unavailable(what: str, error: Exception) -> BlobsUnavailable:
    # The library's words name servers, folders and keys: they are not for whoever asked.
    _log.warning("blobs do not answer", outcome=what, error=type(error).__name__)
    return BlobsUnavailable(
        f"a file of the zone cannot be {what} just now; what was saved is safe; try again in a few seconds"
    )


def _digest(path: Path) -> Digest:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_durable(path: Path, root: Path) -> None:
    for place in (path, path.parent, root):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
