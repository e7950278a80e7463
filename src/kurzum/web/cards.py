"""Cards for whoever asks: only of clips that they may see, with what is for the owner alone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from kurzum.clips import Card
from kurzum.clips.card import Limit
from kurzum.clips.errors import NoSuchClip
from kurzum.core.errors import Forbidden
from kurzum.custody import KeyDestroyed, Purpose
from kurzum.web.rooms import Rooms
from kurzum.web.viewer import Viewer


class CardList(msgspec.Struct, frozen=True):
    """A page of clips."""

    items: list[Card]
    next: str | None


async def cards_of(rooms: Rooms, viewer: Viewer, clip_ids: Sequence[UUID]) -> list[Card]:
    """The cards of those clips that the viewer may see, in the order given."""
    seen = await rooms.safety.visible(viewer, clip_ids, rooms.clock.now(), "page")
    wanted = [clip_id for clip_id in clip_ids if clip_id in seen]
    if not wanted:
        return []
    cards = await rooms.clips.cards(wanted, viewer.pid, viewer.person_id)
    own = [clip_id for clip_id, card in cards.items() if card.mine.own]
    limits = await rooms.safety.limits.explained(own) if own else {}
    for clip_id, found in limits.items():
        told = tuple(Limit(limit.kind, limit.statement, limit.reason) for limit in found)
        cards[clip_id] = msgspec.structs.replace(cards[clip_id], limits=told)
    return [cards[clip_id] for clip_id in wanted if clip_id in cards]


async def card_of(rooms: Rooms, viewer: Viewer, clip_id: UUID) -> Card:
    """The card of one clip. Raises NoSuchClip, also where the viewer may not see it; CustodianUnavailable."""
    found = await cards_of(rooms, viewer, [clip_id]) or await _again(rooms, viewer, clip_id)
    if not found:
        raise NoSuchClip
    return found[0]


async def _again(rooms: Rooms, viewer: Viewer, clip_id: UUID) -> list[Card]:
    """Once more where the clip is there but its key was not: no key is no reason to say "no such clip"."""
    facts = (await rooms.clips.facts([clip_id])).get(clip_id)
    if facts is None or clip_id not in await rooms.safety.visible(
        viewer, [clip_id], rooms.clock.now(), "page"
    ):
        return []
    try:
        await rooms.keys.person(facts.person_id, Purpose.CLIPS)
    except KeyDestroyed:
        return []
    return await cards_of(rooms, viewer, [clip_id])


async def must_see(rooms: Rooms, viewer: Viewer, clip_id: UUID) -> None:
    """Raises NoSuchClip where the viewer may not see the clip."""
    if clip_id not in await rooms.safety.visible(viewer, [clip_id], rooms.clock.now(), "page"):
        raise NoSuchClip


async def must_own(rooms: Rooms, viewer: Viewer, clip_id: UUID) -> UUID:
    """The viewer's person id. Raises Forbidden for somebody else's clip, NoSuchClip for one out of sight."""
    await must_see(rooms, viewer, clip_id)
    facts = (await rooms.clips.facts([clip_id])).get(clip_id)
    if facts is None:
        raise NoSuchClip
    if facts.person_id != viewer.person():
        raise Forbidden("This clip is somebody else's. Nothing was changed.")
    return facts.person_id
