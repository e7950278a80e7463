"""Cards for whoever asks: only of clips that they may see, with what is for the owner alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import msgspec

from kurzum.clips import Card
from kurzum.clips.card import Limit
from kurzum.clips.errors import NoSuchClip
from kurzum.core.errors import Forbidden
from kurzum.custody import NoSuchPerson, Purpose
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


async def all_cards_of(rooms: Rooms, viewer: Viewer, clip_ids: Sequence[UUID]) -> list[Card]:
    """As ``cards_of``, but none is left out because its key cannot be had. Raises CustodianUnavailable.

    No key is no reason to say "no such clip", and a list of one's own must not look as if clips were lost.
    """
    found = await cards_of(rooms, viewer, clip_ids)
    missing = set(clip_ids) - {card.id for card in found}
    if missing and await _have_keys(rooms, viewer, list(missing)):
        found = await cards_of(rooms, viewer, clip_ids)
    return found


async def card_of(rooms: Rooms, viewer: Viewer, clip_id: UUID) -> Card:
    """The card of one clip. Raises NoSuchClip, also where the viewer may not see it; CustodianUnavailable."""
    found = await all_cards_of(rooms, viewer, [clip_id])
    if not found:
        raise NoSuchClip
    return found[0]


async def _have_keys(rooms: Rooms, viewer: Viewer, clip_ids: Sequence[UUID]) -> bool:
    """Whether any of these clips that had no card is there to be seen with its key. Raises
    CustodianUnavailable where that cannot be known."""
    seen = await rooms.safety.visible(viewer, clip_ids, rooms.clock.now(), "page")
    facts = await rooms.clips.facts(list(seen)) if seen else {}
    any_key = False
    for person_id in {one.person_id for one in facts.values()}:
        with suppress(NoSuchPerson):
            await rooms.keys.person(person_id, Purpose.CLIPS)
            any_key = True
    return any_key


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
