"""What the operator of a machine can do to clips: add files, follow them, remove with a reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec

from kurzum.app.machine import CLOCK
from kurzum.app.zone import Zone
from kurzum.clips import Wish
from kurzum.core.errors import NotFound
from kurzum.core.settings import EVERYWHERE_ELSE
from kurzum.markets import edition_for
from kurzum.people import Profile
from kurzum.people.errors import NoSuchHandle
from kurzum.safety import Grounds

IMPORTED = "imported"
"""Whose clips added files are when nobody is named: an account that says so and lets nobody in."""

_BIO = "Clips from files of whoever runs this machine. No person is behind this name."
_ELSEWHERE = "DE"


class Adding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to add. ``length``: bytes; ``handle``: of the person whose clip it becomes."""

    length: Annotated[int, msgspec.Meta(ge=1)]
    handle: str = IMPORTED
    caption: str = ""
    language: str = "en"


class Removing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a clip is removed: a sentence for its owner."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Progress(msgspec.Struct, frozen=True):
    """How far a clip is. ``rejection``: code and sentence, where it was refused."""

    id: UUID
    state: str
    progress: float
    handle: str | None
    rejection: dict[str, str] | None = None


class Removed(msgspec.Struct, frozen=True):
    """The statement of reasons that the removal rests on."""

    id: UUID
    statement: UUID


async def add(zone: Zone, wish: Adding, body: AsyncIterator[bytes]) -> Progress:
    """Stage the body and make a clip of it, as any upload. Raises what uploads and clips raise."""
    owner = await _owner(zone, wish.handle)
    edition = edition_for(owner.market)
    upload = await zone.clips.uploads.create(owner.person_id, wish.length, edition.max_bytes)
    await zone.clips.uploads.append(owner.person_id, upload.id, 0, body)
    clip_id, _ = await zone.clips.life.create(
        owner.person_id,
        upload.id,
        Wish(
            caption=wish.caption,
            language=wish.language,
            visibility="public",
            market=owner.market,
            edition_version=edition.version,
        ),
        CLOCK.now(),
    )
    return await progress(zone, clip_id)


async def progress(zone: Zone, clip_id: UUID) -> Progress:
    """How far a clip is. Raises NotFound."""
    owner = await zone.clips.life.owner(clip_id)
    card = (await zone.clips.cards([clip_id], None, owner)).get(clip_id)
    if card is None:
        raise NotFound(f"zone '{zone.charge.zone}' shows no clip {clip_id}")
    refused = card.rejection
    return Progress(
        card.id,
        card.state,
        card.progress,
        card.creator.handle if card.creator else None,
        {"code": refused.code, "message": refused.message} if refused else None,
    )


async def remove(zone: Zone, clip_id: UUID, wish: Removing) -> Removed:
    """Remove a clip for everybody but its owner, after its statement of reasons. Raises NotFound."""
    grounds = Grounds(explanation=wish.reason)
    return Removed(clip_id, await zone.safety.remove_clip(clip_id, grounds, CLOCK.now()))


async def _owner(zone: Zone, handle: str) -> Profile:
    try:
        return await zone.people.profiles.by_handle(handle)
    except NoSuchHandle:
        if handle != IMPORTED:
            raise NotFound(
                f"zone '{zone.charge.zone}' has nobody called '{handle}'; sign up first, or name nobody"
            ) from None
    market = zone.settings.markets[0]
    home = market if market != EVERYWHERE_ELSE else _ELSEWHERE
    await zone.people.add_bot(IMPORTED, "Imported", _BIO, "en", home)
    return await zone.people.profiles.by_handle(IMPORTED)
