"""What the operator of a machine can ask of the feed: a stored page, ranked again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from kurzum.app.zone import Zone
from kurzum.core.clock import from_ms
from kurzum.core.errors import Conflict
from kurzum.custody import KeyDestroyed, Purpose
from kurzum.feed import Pick
from kurzum.feed.pages import remade


class ViewerErased(Conflict):
    """The page was of somebody whose key is destroyed."""

    code = "viewer_erased"


class PickAgain(msgspec.Struct, frozen=True, kw_only=True):
    """One slot. ``clip`` is None where the clip was erased since. ``reasons``: codes."""

    clip: UUID | None
    score: float
    propensity: float
    reasons: list[str]


class PageAgain(msgspec.Struct, frozen=True, kw_only=True):
    """A page ranked again. ``same``: whether it came out as it was served, reasons included.

    ``engine``: version of the configuration; ``candidates``: how many clips it was chosen from; ``erased``:
    how many of these were erased since.
    """

    page: UUID
    kind: str
    at: datetime
    engine: int
    same: bool
    candidates: int
    erased: int
    picks: list[PickAgain]


async def replay(zone: Zone, page_id: UUID) -> PageAgain:
    """Rank a page again from its record. The custodian notes that it was asked for.

    Raises NoSuchPage, ViewerErased, CustodianUnavailable.
    """
    pages = zone.feed.pages
    pid = await pages.owner(page_id)
    try:
        record = await pages.read(pid, page_id, Purpose.REPLAY)
    except KeyDestroyed:
        raise ViewerErased(
            "This page was shown to somebody who is erased: its record can never be opened again."
        ) from None
    again = remade(record, zone.feed.engine) if record.kind == "foryou" else record.picks
    candidates = record.candidates or [pick.clip_id for pick in record.picks]
    facts = await zone.clips.facts(candidates)
    there = {clip for clip, known in facts.items() if known.state != "erased"}
    return PageAgain(
        page=page_id,
        kind=record.kind,
        at=from_ms(record.at_ms),
        engine=record.engine,
        same=again == record.picks,
        candidates=len(candidates),
        erased=len(candidates) - len(there),
        picks=[_slot(pick, there) for pick in again],
    )


def _slot(pick: Pick, there: set[UUID]) -> PickAgain:
    return PickAgain(
        clip=pick.clip_id if pick.clip_id in there else None,
        score=pick.score,
        propensity=pick.propensity,
        reasons=[reason.code for reason in pick.reasons],
    )
