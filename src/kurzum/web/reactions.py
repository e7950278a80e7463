"""Like and save, and one's own lists of what one liked and saved."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath, FromQuery
from litestar.status_codes import HTTP_200_OK

from kurzum.clips.card import Counts, Mine
from kurzum.web.cards import CardList, all_cards_of, cards_of, must_see
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, signed_in, taking_part

_PAGE = 30


class Reaction(msgspec.Struct, frozen=True):
    """A clip's totals, and what the viewer did to it, after the change."""

    counts: Counts
    mine: Mine


@put("/api/clips/{clip:uuid}/like", guards=[signed_in, taking_part], status_code=HTTP_200_OK)
async def like(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Reaction:
    """Like a clip. Again changes nothing."""
    await must_see(rooms, viewer, clip)
    await rooms.clips.reactions.like(viewer.private(), clip, rooms.clock.now())
    return await _after(rooms, viewer, clip)


@delete("/api/clips/{clip:uuid}/like", guards=[signed_in, taking_part], status_code=HTTP_200_OK)
async def unlike(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Reaction:
    """Take the like back."""
    await rooms.clips.reactions.unlike(viewer.private(), clip)
    return await _after(rooms, viewer, clip)


@put("/api/clips/{clip:uuid}/save", guards=[signed_in, taking_part], status_code=HTTP_200_OK)
async def save(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Reaction:
    """Save a clip to find it again. Again changes nothing."""
    await must_see(rooms, viewer, clip)
    await rooms.clips.reactions.save(viewer.private(), clip, rooms.clock.now())
    return await _after(rooms, viewer, clip)


@delete("/api/clips/{clip:uuid}/save", guards=[signed_in, taking_part], status_code=HTTP_200_OK)
async def unsave(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Reaction:
    """Save a clip no more."""
    await rooms.clips.reactions.unsave(viewer.private(), clip)
    return await _after(rooms, viewer, clip)


@get("/api/people/me/likes", guards=[signed_in])
async def my_likes(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> CardList:
    """What one liked and may still see, newest first."""
    found, more = await rooms.clips.reactions.liked(viewer.private(), cursor, _PAGE)
    return CardList(await all_cards_of(rooms, viewer, found), more)


@get("/api/people/me/saves", guards=[signed_in])
async def my_saves(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> CardList:
    """What one saved and may still see, newest first."""
    found, more = await rooms.clips.reactions.saved(viewer.private(), cursor, _PAGE)
    return CardList(await all_cards_of(rooms, viewer, found), more)


async def _after(rooms: Rooms, viewer: Viewer, clip: UUID) -> Reaction:
    # A reaction can be taken back from a clip that is out of sight by now; its totals stay out of sight too.
    cards = await cards_of(rooms, viewer, [clip])
    return Reaction(cards[0].counts, cards[0].mine) if cards else Reaction(Counts(), Mine())


handlers = [like, unlike, save, unsave, my_likes, my_saves]
