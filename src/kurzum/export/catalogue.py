"""The person's clips in every state, and uploads that are no clip, each with its files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from kurzum.clips.face import Face, open_face, open_rejection
from kurzum.export.documents import Clip, Counts, Limit, Rejection, Step, Upload
from kurzum.export.media import Shelf
from kurzum.export.source import NO_ID, Source
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "stored.sql")
_SAFETY = load("kurzum.safety", "stored.sql")
_A_TIME = 50
_AS_THEY_ARE = (
    "state", "state_at", "progress", "visibility", "market", "language", "edition_version", "duration_ms",
    "width", "height", "created_at", "published_at",
)  # fmt: skip


async def clips(source: Source, shelf: Shelf) -> AsyncIterator[Clip]:
    """Every clip; its files are in the archive when it comes."""
    async for rows in source.all_rows(_SQL.clips, {"after": NO_ID}, {"after": "clip_id"}, _A_TIME):
        for row in rows:
            yield await _clip(source, shelf, row)


async def uploads(source: Source, shelf: Shelf) -> AsyncIterator[Upload]:
    """Every upload that is no clip; its file is in the archive when it comes."""
    for row in await source.rows(_SQL.uploads):
        upload_id = row.pop("upload_id")
        file = await shelf.upload(upload_id, f"uploads/{upload_id}")
        yield Upload(id=upload_id, file=file, **row)


async def _clip(source: Source, shelf: Shelf, row: dict[str, Any]) -> Clip:
    clip_id, key = row["clip_id"], await source.person()
    face = Face(row["caption"] or "", row["colour"], row["placeholder"])
    if row["face"] is not None:
        face = open_face(key, bytes(row["face"]))
    rejection = None
    if row["rejection_code"] is not None:
        words = row["rejection_message"]
        said = open_rejection(key, bytes(words)) if words is not None else None
        rejection = Rejection(code=row["rejection_code"], message=said)
    return Clip(
        id=clip_id,
        upload=row["upload_id"],
        caption=face.caption,
        colour=face.colour,
        placeholder=face.placeholder,
        rejection=rejection,
        counts=Counts(**{name: row[name] for name in Counts.__struct_fields__}),
        limits=[Limit(**one) for one in await source.rows(_SAFETY.limits, clip_id=clip_id)],
        history=[Step(**one) for one in await source.rows(_SQL.history, clip_id=clip_id)],
        files=await shelf.clip(clip_id, row["upload_id"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
