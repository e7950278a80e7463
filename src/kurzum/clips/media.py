"""One file of a clip, found by the address that it is asked for under; trusted for a moment."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kurzum.clips.card import SUFFIX
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.face import PUBLIC
from kurzum.core.clock import Clock
from kurzum.core.fresh import Fresh
from kurzum.store.pool import Database
from kurzum.store.queries import load

TRUSTED_MS = 900
"""How long what was found is trusted: below a second, for by then a change must have reached everybody."""
_MOST = 20_000
_SQL = load("kurzum.clips", "renditions.sql")
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

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: Fresh[UUID, dict[str, File]] = Fresh(TRUSTED_MS, _MOST)

    async def find(self, clip_id: UUID, name: str) -> File:
        """The file ``DIGEST.ext`` of a clip, as it was at most 900 ms ago. Raises NoSuchClip."""
        asked_ms = self._clock.ms()
        known = self._known.get(clip_id, asked_ms)
        if known is None:
            known = await self._files(clip_id)
            if known:
                self._known.put(clip_id, known, asked_ms)
        file = known.get(name)
        if file is None:
            raise NoSuchClip
        return file

    def forget(self, clip_id: UUID) -> None:
        """Trust nothing that was found of this clip before."""
        self._known.drop(clip_id)

    async def _files(self, clip_id: UUID) -> dict[str, File]:
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.media, {"clip_id": clip_id})).fetchall()
        found = {}
        for person_id, visibility, digest, kind, sealed, size in rows:
            suffix = SUFFIX[kind]
            public = visibility == PUBLIC and not sealed
            found[f"{digest}.{suffix}"] = File(
                clip_id, person_id, digest, TYPES[suffix], public, sealed, size
            )
        return found
