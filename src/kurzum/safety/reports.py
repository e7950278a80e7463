"""Reports of clips by viewers: kept for the desk, their words sealed under the reporter's key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from kurzum.custody import Keys, Purpose
from kurzum.safety.errors import BadReport
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.safety", "reports.sql")
MOST_NOTE = 1_000
FIELD = "report.note"


class Reason(StrEnum):
    """What somebody says is wrong with a clip."""

    SEXUAL = "sexual"
    VIOLENCE = "violence"
    HATE = "hate"
    HARASSMENT = "harassment"
    SELF_HARM = "self_harm"
    MINOR_SAFETY = "minor_safety"
    MISINFORMATION = "misinformation"
    ILLEGAL = "illegal"
    RIGHTS = "rights"
    SPAM = "spam"
    OTHER = "other"


class Report(msgspec.Struct, frozen=True):
    """A report as the desk reads it. ``note``: None where none was written or its writer was erased."""

    reason: Reason
    day: date
    note: str | None


class Reports:
    """The zone's reports. Whether the reporter may see the clip is asked before."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def put(self, pid: UUID, clip_id: UUID, reason: Reason, note: str | None, now: datetime) -> None:
        """Keep a report; the same again counts once. Raises BadReport, CustodianUnavailable."""
        words = (note or "").strip()
        if len(words) > MOST_NOTE:
            raise BadReport(
                f"A note has at most {MOST_NOTE} characters. Nothing was sent yet.",
                fields={"note": f"Use at most {MOST_NOTE} characters."},
            )
        sealed = None
        if words:
            handle = await self._keys.viewer(pid, Purpose.REPORT)
            sealed = handle.seal("private", FIELD, words.encode())
        async with self._database.write() as conn:
            await conn.execute(
                _SQL.put,
                {"pid": pid, "clip_id": clip_id, "reason": reason, "day": now.date(), "note": sealed},
            )

    async def of_clip(self, clip_id: UUID) -> list[Report]:
        """The reports about a clip. Raises CustodianUnavailable."""
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.of_clip, {"clip_id": clip_id})).fetchall()
        handles = await self._keys.handles("viewer", [row[0] for row in rows if row[3]], Purpose.REPORT)
        reports = []
        for pid, reason, day, note in rows:
            handle = handles.get(pid)
            words = handle.open("private", FIELD, note).decode() if note and handle else None
            reports.append(Report(Reason(reason), day, words))
        return reports

    async def tally(self, pid: UUID) -> int:
        """How many reports a viewer wrote."""
        async with self._database.read() as conn:
            row = await (await conn.execute(_SQL.tally, {"pid": pid})).fetchone()
        return int(row[0]) if row else 0

    async def forget_viewer(self, pid: UUID) -> None:
        """Keep what a viewer reported about others, but neither who it was nor their words.

        Each report gets an id of its own that is nobody's, so that they are not known to be one person's.
        """
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget, {"pid": pid})

    async def forget_clips(self, clip_ids: Sequence[UUID]) -> None:
        """Delete the reports about clips that are gone with their maker."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget_clips, {"clip_ids": list(clip_ids)})
