"""One file of a clip, found by the address that it is asked for under."""

from __future__ import annotations

import re
from uuid import UUID

import msgspec

from kurzum.clips.card import SUFFIX
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.face import PUBLIC
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "renditions.sql")
_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{2,4})")
TYPES = {
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "m3u8": "application/vnd.apple.mpegurl",
    "webp": "image/webp",
}


class File(msgspec.Struct, frozen=True):
    """A file to deliver. ``bytes``: plain ones. ``public``: whether any cache may keep it for a while."""

    clip_id: UUID
    person_id: UUID
    digest: str
    media_type: str
    public: bool
    sealed: bool
    bytes: int


class Media:
    """Finds files. Whether the viewer may see their clip is asked elsewhere, each time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, clip_id: UUID, name: str) -> File:
        """The file ``DIGEST.ext`` of a clip. Raises NoSuchClip."""
        match = _NAME.fullmatch(name)
        if match is None or match[2] not in TYPES:
            raise NoSuchClip
        digest, suffix = match[1], match[2]
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.media, {"clip_id": clip_id, "digest": digest})).fetchone()
        if row is None or SUFFIX[row[2]] != suffix:
            raise NoSuchClip
        person_id, visibility, _, sealed, size = row
        public = visibility == PUBLIC and not sealed
        return File(clip_id, person_id, digest, TYPES[suffix], public, sealed, size)
