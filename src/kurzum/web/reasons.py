"""The reasons of picks as they are told: with handles where the record has ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from kurzum.clips import Card
from kurzum.feed import Pick, Reason
from kurzum.web.rooms import Rooms
from kurzum.web.viewer import Viewer


async def behind(rooms: Rooms, viewer: Viewer, picks: Sequence[Pick]) -> Mapping[str, str]:
    """The makers' handles of clips that picks are there for, by clip; of those the viewer may see now."""
    clips = {
        UUID(one.params["clip"]): None for pick in picks for one in pick.reasons if one.code == "because_clip"
    }
    if not clips:
        return {}
    seen = await rooms.safety.visible(viewer, clips, rooms.clock.now(), "feed")
    cards = await rooms.clips.showcase.cards(list(clips), viewer.pid, viewer.person_id)
    return {
        str(card.id): card.creator.handle
        for card in cards
        if card is not None and card.creator is not None and card.id in seen
    }


def in_words(reason: Reason, card: Card, watched: Mapping[str, str]) -> Reason | None:
    """The reason with names for people; None where there is nobody (any more) to name.

    ``card``: of the pick; ``watched``: from ``behind``.
    """
    if reason.code == "because_creator":
        if card.creator is None:
            return None
        return Reason(reason.code, {"name": card.creator.handle, "watches": reason.params["watches"]})
    if reason.code == "because_clip":
        clip = reason.params["clip"]
        return Reason(reason.code, {"clip": clip, "name": watched[clip]}) if clip in watched else None
    return reason
