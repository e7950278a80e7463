"""Clips: made of an upload, shown, edited, withdrawn, deleted, listed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from kurzum.clips import Card, Change, State, Wish
from kurzum.clips.errors import BadClip
from kurzum.clips.lifecycle import Visibility
from kurzum.core.errors import Refused
from kurzum.feed.audiences import FirstAudience
from kurzum.markets import LANGUAGES, edition_for
from kurzum.web import progress
from kurzum.web.cards import CardList, all_cards_of, card_of, cards_of, must_own
from kurzum.web.idempotency import HEADER, once
from kurzum.web.people import person_of
from kurzum.web.rooms import AnyRequest, TheRooms
from kurzum.web.viewer import TheViewer, anybody, signed_in, taking_part

_PAGE = 30
_Text = Annotated[str, msgspec.Meta(max_length=4_000)]
_Tag = Annotated[str, msgspec.Meta(max_length=16)]


class NewClip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clip to be made of a finished upload. ``language``: the person's own, if not given."""

    upload: UUID
    caption: _Text = ""
    language: _Tag | None = None
    visibility: Visibility = "public"
    sound: UUID | None = None


class Accepted(msgspec.Struct, frozen=True):
    """A clip that is on its way."""

    id: UUID
    state: State


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; what is left out stays."""

    caption: _Text | None = None
    language: _Tag | None = None
    visibility: Visibility | None = None


class Turned(msgspec.Struct, frozen=True):
    """The state after the change."""

    state: State


@post(
    "/api/clips",
    guards=[signed_in, taking_part],
    status_code=HTTP_202_ACCEPTED,
    opt={"problems": (409, 410, 422), "headers": (HEADER,)},
)
async def create(
    data: JSONBody[NewClip], request: AnyRequest, rooms: TheRooms, viewer: TheViewer
) -> Accepted:
    """Make a clip of an upload. The same upload again gives the same clip."""
    if data.sound is not None:
        raise Refused("Sounds that clips share are not built yet. Leave `sound` out.", code="not_built")
    person_id = viewer.person()
    market = viewer.market or rooms.zone.markets[0]
    wish = Wish(
        caption=data.caption,
        language=_language(data.language or viewer.language),
        visibility=data.visibility,
        market=market,
        edition_version=edition_for(market).version,
    )

    async def make() -> Accepted:
        return Accepted(*await rooms.clips.life.create(person_id, data.upload, wish, rooms.clock.now()))

    return await once(request, rooms, viewer, Accepted, make)


@get("/api/clips/{clip:uuid}", guards=[anybody])
async def show(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Card:
    """A clip."""
    return await card_of(rooms, viewer, clip)


@get("/api/clips/{clip:uuid}/audience", guards=[signed_in])
async def audience(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> FirstAudience:
    """How a clip of one's own fares: every new clip is shown to a first audience."""
    await must_own(rooms, viewer, clip)
    return await rooms.feed.audience(clip)


@patch("/api/clips/{clip:uuid}", guards=[signed_in, taking_part], opt={"problems": (409,)})
async def edit(clip: FromPath[UUID], data: JSONBody[Edit], rooms: TheRooms, viewer: TheViewer) -> Card:
    """Change caption, language or visibility. A new visibility holds at once."""
    person_id = await must_own(rooms, viewer, clip)
    language = None if data.language is None else _language(data.language)
    change = Change(caption=data.caption, language=language, visibility=data.visibility)
    await rooms.clips.life.edit(person_id, clip, change)
    return await card_of(rooms, viewer, clip)


@post(
    "/api/clips/{clip:uuid}/withdraw",
    guards=[signed_in, taking_part],
    status_code=HTTP_200_OK,
    opt={"problems": (409,)},
)
async def withdraw(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Turned:
    """Take a published clip out of everybody's sight but one's own."""
    person_id = await must_own(rooms, viewer, clip)
    return Turned(await rooms.clips.life.withdraw(person_id, clip, rooms.clock.now()))


@post(
    "/api/clips/{clip:uuid}/publish",
    guards=[signed_in, taking_part],
    status_code=HTTP_200_OK,
    opt={"problems": (409,)},
)
async def publish(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> Turned:
    """Show a withdrawn clip again."""
    person_id = await must_own(rooms, viewer, clip)
    return Turned(await rooms.clips.life.publish_again(person_id, clip, rooms.clock.now()))


@delete("/api/clips/{clip:uuid}", guards=[signed_in], status_code=HTTP_204_NO_CONTENT)
async def erase(clip: FromPath[UUID], rooms: TheRooms, viewer: TheViewer) -> None:
    """Delete a clip for good. It is gone from every page, feed and address when this is answered."""
    person_id = await must_own(rooms, viewer, clip)
    await rooms.clips.life.erase(person_id, clip, rooms.clock.now())


@get("/api/people/me/clips", guards=[signed_in])
async def my_clips(rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None) -> CardList:
    """One's own clips in every state, newest first; without the custodian 503 rather than some of them."""
    found, more = await rooms.clips.by_person(viewer.person(), cursor, _PAGE, every_state=True)
    return CardList(await all_cards_of(rooms, viewer, found), more)


@get("/api/people/{handle:str}/clips", guards=[anybody])
async def clips_of(
    handle: FromPath[str], rooms: TheRooms, viewer: TheViewer, cursor: FromQuery[str | None] = None
) -> CardList:
    """Somebody's published clips, as far as the viewer may see them, newest first."""
    profile, _ = await person_of(rooms, viewer, handle)
    found, more = await rooms.clips.by_person(profile.person_id, cursor, _PAGE)
    # Of others, what is public is shown while the custodian is away; one's own are all there, or it is said.
    cards = all_cards_of if profile.person_id == viewer.person_id else cards_of
    return CardList(await cards(rooms, viewer, found), more)


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise BadClip(
            "This is none of the languages that Kurzum knows.", fields={"language": "See `GET /api/zones`."}
        )
    return code


handlers = [create, show, audience, edit, withdraw, publish, erase, my_clips, clips_of, *progress.handlers]
