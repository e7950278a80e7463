"""What the person reported, and what was decided about them and their clips."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kurzum.custody.categories import Category
from kurzum.export.documents import Decision, Report
from kurzum.export.source import Source
from kurzum.safety.reports import FIELD
from kurzum.store.queries import load

_SAFETY = load("kurzum.safety", "stored.sql")
_CUSTODY = load("kurzum.custody", "stored.sql")


async def reports(source: Source) -> AsyncIterator[Report]:
    """Clips that the person reported, with what they wrote."""
    for row in await source.rows(_SAFETY.reports):
        note = row["note"]
        if note is not None:
            note = (await source.viewer()).open(Category.PRIVATE, FIELD, note).decode()
        yield Report(clip=row["clip_id"], reason=row["reason"], day=row["day"], note=note)


async def decisions(source: Source) -> AsyncIterator[Decision]:
    """Statements of reasons, lifted or not."""
    for row in await source.rows(_CUSTODY.decisions):
        yield Decision(**row)
