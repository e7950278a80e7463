"""Profiles: what everybody may see of a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath

from kurzum.custody.line import CustodianUnavailable
from kurzum.custody.purposes import Purpose
from kurzum.people import Counts, Profile, Relations
from kurzum.people.errors import NoSuchHandle
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, anybody


class ProfileCounts(msgspec.Struct, frozen=True):
    """Totals. Followers and following are null while the custodian does not answer."""

    clips: int
    likes: int
    followers: int | None
    following: int | None


class MyRelation(msgspec.Struct, frozen=True):
    """What the viewer is to this person."""

    following: bool
    blocked: bool
    muted: bool
    self: bool


class PublicProfile(msgspec.Struct, frozen=True):
    """A person as everybody sees them. ``bot``: no human being."""

    handle: str
    name: str
    bio: str
    bot: bool
    zone: str
    created_at: datetime
    counts: ProfileCounts
    mine: MyRelation


async def person_of(rooms: Rooms, viewer: Viewer, handle: str) -> tuple[Profile, UUID | None]:
    """The person of a handle, and their pid where it can be had.

    Raises NoSuchHandle, also where that person has blocked the viewer: both look alike.
    """
    profile = await rooms.people.profiles.by_handle(handle, own=viewer.person_id)
    try:
        pid = (await rooms.keys.pids([profile.person_id], Purpose.PROFILE)).get(profile.person_id)
        relations = await rooms.people.graph.relations(viewer.pid)
    except CustodianUnavailable:
        return profile, None
    if pid is not None and pid in relations.blocked_by:
        raise NoSuchHandle
    return profile, pid


@get("/api/people/{handle:str}", guards=[anybody])
async def show_profile(handle: FromPath[str], rooms: TheRooms, viewer: TheViewer) -> PublicProfile:
    """A profile."""
    profile, pid = await person_of(rooms, viewer, handle)
    clips, likes = (await rooms.clips.catalogue.counts_of([profile.person_id]))[profile.person_id]
    relations, graph = Relations(), None
    if pid is not None:
        relations = await rooms.people.graph.relations(viewer.pid)
        graph = await rooms.people.graph.counts(pid)
    return _shown(rooms, viewer, profile, (clips, likes), graph, _mine(viewer, profile, pid, relations))


def _mine(viewer: Viewer, profile: Profile, pid: UUID | None, relations: Relations) -> MyRelation:
    return MyRelation(
        following=pid in relations.follows,
        blocked=pid in relations.blocks,
        muted=pid in relations.mutes,
        self=profile.person_id == viewer.person_id,
    )


def _shown(
    rooms: Rooms,
    viewer: Viewer,
    profile: Profile,
    totals: tuple[int, int],
    graph: Counts | None,
    mine: MyRelation,
) -> PublicProfile:
    return PublicProfile(
        handle=profile.handle,
        name=profile.name,
        bio=profile.bio,
        bot=profile.bot,
        zone=rooms.zone.name,
        created_at=profile.created_at,
        counts=ProfileCounts(*totals, graph.followers if graph else None, graph.following if graph else None),
        mine=mine,
    )


handlers = [show_profile]
