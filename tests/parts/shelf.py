"""Published clips without their files, for tests of lists, feeds and who may see what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.store import references
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database

_CLIP = """
    INSERT INTO clips.clip (person_id, clip_id, upload_id, state, state_at, progress, visibility, market,
        language, edition_version, caption, duration_ms, width, height, created_at, published_at)
    VALUES (%(person)s, %(clip)s, %(upload)s, %(state)s, %(at)s, 1, %(visibility)s, %(market)s,
        %(language)s, 1, %(caption)s, 20000, 360, 640, %(at)s, %(at)s)
"""
_CHANGE = """
    INSERT INTO clips.state_change (person_id, clip_id, number, state, cause, at)
    VALUES (%(person)s, %(clip)s, 1, %(state)s, 'playable', %(at)s)
"""
_FILE = """
    INSERT INTO clips.rendition (person_id, clip_id, digest, name, kind, sealed, bytes, width, height,
        bitrate, codecs)
    VALUES (%(person)s, %(clip)s, %(digest)s, '360p', 'mp4', false, %(bytes)s, 360, 640, 1000, 'avc1')
"""
_TOTAL = "INSERT INTO clips.total (clip_id, likes) VALUES (%(clip)s, %(likes)s)"


@dataclass
class Shelf:
    """Puts clips into the catalogue as if their worker had just finished them."""

    database: Database
    clock: FixedClock
    ids: Ids

    async def put(
        self,
        person_id: UUID,
        *,
        state: str = "published",
        visibility: str = "public",
        market: str = "US",
        language: str = "en",
        likes: int = 0,
        age: timedelta = timedelta(0),
        caption: str = "a clip",
    ) -> UUID:
        """A clip of a person, ``age`` old; its id."""
        at: datetime = self.clock.now() - age
        clip = {
            "person": person_id, "clip": self.ids.new(), "upload": self.ids.new(), "state": state, "at": at,
            "visibility": visibility, "market": market, "language": language, "likes": likes,
            "caption": caption if visibility == "public" else None,
        }  # fmt: skip
        async with self.database.write() as conn:
            await conn.execute(_CLIP, clip)
            await conn.execute(_CHANGE, clip)
            await conn.execute(_TOTAL, clip)
        found = clip["clip"]
        assert isinstance(found, UUID)
        return found

    async def file(self, blobs: Blobs, person_id: UUID, clip_id: UUID, data: bytes) -> str:
        """An open file of a clip; its address."""
        digest = await blobs.put_bytes(data)
        place = {"person": person_id, "clip": clip_id, "digest": digest, "bytes": len(data)}
        async with self.database.write() as conn:
            await conn.execute(_FILE, place)
            await references.hold(conn, digest, len(data), self.clock.now())
        return f"/media/{clip_id}/{digest}.mp4"
