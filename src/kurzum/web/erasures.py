"""What became of an erasure, for whoever has its receipt. Public: the person has no account any more."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from litestar import get
from litestar.params import FromPath

from kurzum.people.receipts import Removed
from kurzum.web.rooms import TheRooms
from kurzum.web.viewer import anybody


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure as its receipt tells it: days (their midnights in UTC) and rounded counts.

    ``erased``: all is gone, ``removed`` says how much, and nobody has the keys. ``kept``: the person stayed.
    """

    zone: str
    custodian: str
    state: Literal["leaving", "erasing", "erased", "kept"]
    asked_at: datetime
    erase_at: datetime
    erased_at: datetime | None
    keys_destroyed_at: datetime | None
    removed: Removed


@get("/api/erasures/{receipt:str}", guards=[anybody])
async def show_erasure(receipt: FromPath[str], rooms: TheRooms) -> Erasure:
    """An erasure, by the receipt that was given when it was asked for. Kept for 13 months after its end."""
    found = await rooms.people.receipts.find(receipt)
    return Erasure(zone=rooms.zone.name, custodian=rooms.zone.custodian, **msgspec.structs.asdict(found))


handlers = [show_erasure]
