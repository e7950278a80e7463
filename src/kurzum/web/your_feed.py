"""What For You knows of its viewer, and how they change it: hide, show again, begin anew, undo."""

from __future__ import annotations

from litestar import delete, get, post, put
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from kurzum.feed.choices import HiddenKind
from kurzum.feed.your_feed import YourFeed
from kurzum.web.people import person_of
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, signed_in


@get("/api/me/feed", guards=[signed_in])
async def show_your_feed(rooms: TheRooms, viewer: TheViewer) -> YourFeed:
    """What For You takes the viewer to like, what each of it did to their last pages, and what they hide."""
    return await rooms.feed.yours.of(viewer.private())


@put("/api/me/feed/hidden/{kind:str}/{key:str}", guards=[signed_in], status_code=HTTP_200_OK)
async def hide_from_feed(
    kind: FromPath[HiddenKind], key: FromPath[str], rooms: TheRooms, viewer: TheViewer
) -> YourFeed:
    """Keep a creator (by handle), a topic (by word) or a sound (by id) off For You, from the next page on.

    Again changes nothing.
    """
    pid = viewer.private()
    return await rooms.feed.yours.hide(pid, kind, await _key(rooms, viewer, kind, key))


@delete("/api/me/feed/hidden/{kind:str}/{key:str}", guards=[signed_in], status_code=HTTP_200_OK)
async def show_in_feed(
    kind: FromPath[HiddenKind], key: FromPath[str], rooms: TheRooms, viewer: TheViewer
) -> YourFeed:
    """Let it be on For You again. Nothing happens where it is not hidden."""
    return await rooms.feed.yours.show(viewer.private(), kind, key)


@post("/api/me/feed/reset", guards=[signed_in], status_code=HTTP_200_OK)
async def reset_feed(rooms: TheRooms, viewer: TheViewer) -> YourFeed:
    """Let interests begin anew: no watch of before counts. What was seen stays seen, what is hidden hidden.

    Again within a minute changes nothing.
    """
    return await rooms.feed.yours.reset(viewer.private())


@post("/api/me/feed/undo", guards=[signed_in], status_code=HTTP_200_OK, opt={"problems": (409,)})
async def undo_in_feed(rooms: TheRooms, viewer: TheViewer) -> YourFeed:
    """Take the last change back: what was hidden, shown again or reset. There is one step.

    409 ``nothing_to_undo`` where no change is left.
    """
    return await rooms.feed.yours.undo(viewer.private())


async def _key(rooms: Rooms, viewer: Viewer, kind: HiddenKind, key: str) -> str:
    """The key that stays: handles may change."""
    if kind != "creator":
        return key
    profile, _ = await person_of(rooms, viewer, key)
    return str(profile.person_id)


handlers = [show_your_feed, hide_from_feed, show_in_feed, reset_feed, undo_in_feed]
