"""Follow, block, mute, and one's own lists of them."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from uuid import UUID

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath, FromQuery
from litestar.status_codes import HTTP_204_NO_CONTENT

from kurzum.core.errors import Refused
from kurzum.custody.categories import Category
from kurzum.custody.keys import Handle
from kurzum.custody.line import CustodianUnavailable
from kurzum.custody.purposes import Purpose
from kurzum.custody.sealing import SealBroken
from kurzum.people import Edge
from kurzum.people.graph import Kind
from kurzum.web.people import person_of
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, signed_in, taking_part

_PAGE = 50


class PersonItem(msgspec.Struct, frozen=True):
    """A person in one of the viewer's own lists."""

    handle: str
    name: str
    bot: bool
    zone: str


class PersonList(msgspec.Struct, frozen=True):
    """A page of such a list, newest first."""

    items: list[PersonItem]
    next: str | None


@put("/api/people/{handle:str}/follow", guards=[signed_in, taking_part], status_code=HTTP_204_NO_CONTENT)
async def follow(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Follow. Again changes nothing."""
    await _put(rooms, viewer, "follow", handle)


@delete("/api/people/{handle:str}/follow", guards=[signed_in, taking_part], status_code=HTTP_204_NO_CONTENT)
async def unfollow(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Follow no more."""
    await _remove(rooms, viewer, "follow", handle)


@put("/api/people/{handle:str}/block", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def block(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Block: neither sees the other any more, and follows between both end."""
    await _put(rooms, viewer, "block", handle)


@delete("/api/people/{handle:str}/block", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def unblock(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Block no more."""
    await _remove(rooms, viewer, "block", handle)


@put("/api/people/{handle:str}/mute", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def mute(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Mute: their clips stay out of the viewer's feed, and they do not learn of it."""
    await _put(rooms, viewer, "mute", handle)


@delete("/api/people/{handle:str}/mute", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def unmute(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> None:
    """Mute no more."""
    await _remove(rooms, viewer, "mute", handle)


@get("/api/people/me/follows", guards=[signed_in])
async def my_follows(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> PersonList:
    """Whom one follows."""
    return await _list(rooms, viewer, "follow", cursor)


@get("/api/people/me/blocks", guards=[signed_in])
async def my_blocks(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> PersonList:
    """Whom one has blocked."""
    return await _list(rooms, viewer, "block", cursor)


@get("/api/people/me/mutes", guards=[signed_in])
async def my_mutes(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> PersonList:
    """Whom one has muted."""
    return await _list(rooms, viewer, "mute", cursor)


async def _put(rooms: Rooms, viewer: Viewer, kind: Kind, handle: str) -> None:
    pid = viewer.private()
    await rooms.people.graph.put(pid, kind, await _other(rooms, viewer, handle))


async def _remove(rooms: Rooms, viewer: Viewer, kind: Kind, handle: str) -> None:
    pid = viewer.private()
    await rooms.people.graph.remove(pid, kind, await _other(rooms, viewer, handle))


async def _other(rooms: Rooms, viewer: Viewer, handle: str) -> UUID:
    _, pid = await person_of(rooms, viewer, handle)
    if pid is None:
        raise CustodianUnavailable(
            "The custodian of this zone does not answer. Nothing was changed; try again."
        )
    return pid


async def _list(rooms: Rooms, viewer: Viewer, kind: Kind, cursor: str | None) -> PersonList:
    pid = viewer.private()
    key = await rooms.keys.viewer(pid, Purpose.GRAPH)
    edges = await rooms.people.graph.page(pid, kind, _place(key, cursor), _PAGE + 1)
    shown = edges[:_PAGE]
    people = await rooms.keys.persons([edge.other_pid for edge in shown], Purpose.GRAPH)
    profiles = await rooms.people.profiles.by_ids(people.values())
    found = [profiles[people[e.other_pid]] for e in shown if people.get(e.other_pid) in profiles]
    items = [PersonItem(p.handle, p.name, p.bot, rooms.zone.name) for p in found]
    return PersonList(items, _cursor(key, shown[-1]) if len(edges) > _PAGE else None)


# A place in the list holds somebody's pid, which no client may learn: it travels sealed for the viewer.
def _cursor(key: Handle, edge: Edge) -> str:
    plain = edge.day.toordinal().to_bytes(4, "big") + edge.other_pid.bytes
    return base64.urlsafe_b64encode(key.seal(Category.GRAPH, "cursor", plain)).decode("ascii")


def _place(key: Handle, cursor: str | None) -> Edge | None:
    if cursor is None:
        return None
    try:
        plain = key.open(Category.GRAPH, "cursor", base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, SealBroken):
        raise Refused("This cursor is none of ours. Start from the beginning of the list.") from None
    return Edge(date.fromordinal(int.from_bytes(plain[:4], "big")), UUID(bytes=plain[4:]))


handlers = [follow, unfollow, block, unblock, mute, unmute, my_follows, my_blocks, my_mutes]
