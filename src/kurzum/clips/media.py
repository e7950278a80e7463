"""One file of a clip, found by the address that it is asked for under."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from kurzum.clips.card import SUFFIX
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.face import PUBLIC
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_MOST_HELD = 20_000
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

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: Held[UUID, dict[str, File]] = Held(database.moves, ("clip",), self._ask, _MOST_HELD)

    async def find(self, clip_id: UUID, name: str) -> File:
        """The file ``DIGEST.ext`` of a clip; see ``store.held``. Raises NoSuchClip, DatabaseUnavailable.

        That there is none is not said from memory: whoever was just told its address, finds it.
        """
        file = (await self._held.one(clip_id) or {}).get(name)
        if file is None:
            await self._database.moves.look()
            file = (await self._held.one(clip_id) or {}).get(name)
        if file is None:
            raise NoSuchClip
        return file

    async def _ask(self, clip_ids: Sequence[UUID]) -> dict[UUID, dict[str, File]]:
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.media, {"clip_ids": list(clip_ids)})).fetchall()
        found: dict[UUID, dict[str, File]] = {}
        for clip_id, person_id, visibility, digest, kind, sealed, size in rows:
            suffix = SUFFIX[kind]
            public = visibility == PUBLIC and not sealed
            file = File(clip_id, person_id, digest, TYPES[suffix], public, sealed, size)
            found.setdefault(clip_id, {})[f"{digest}.{suffix}"] = file
        return found
