"""The feeds: For You, Following, Friends."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from kurzum.clips import Card, Creator
from kurzum.clips.card import Counts, Poster, Rendition, Sound
from kurzum.feed import FeedKind, Pick, Reason
from kurzum.feed.room import MOST_PICKS, MOST_SEEN, Shown
from kurzum.web.reasons import behind, in_words
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import TheViewer, Viewer, anybody

_Cursor = FromQuery[str | None]
_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_PICKS)]


class FeedPick(msgspec.Struct, frozen=True, kw_only=True):
    """One clip of a page: why it is there, how it was scored, and the chance that this slot would show it.

    ``creator`` to ``counts`` repeat what the clip itself says.
    """

    clip: Card
    creator: Creator | None
    sound: Sound | None
    renditions: tuple[Rendition, ...]
    poster: Poster | None
    counts: Counts
    reasons: list[Reason]
    score: float
    propensity: float


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a feed.

    ``note``: ``nothing_new`` when some of it was seen before, ``custodian_away`` when it was made as for
    somebody signed out, ``plain`` when it is just the newest clips. ``next``: a cursor, not for For You.
    """

    page: UUID
    kind: FeedKind
    picks: list[FeedPick]
    note: str | None
    next: str | None


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a browser in which nobody is signed in has shown, the oldest first. It is not kept."""

    seen: Annotated[list[UUID], msgspec.Meta(max_length=MOST_SEEN)]


@get("/api/feed", guards=[anybody])
async def read_feed(
    rooms: TheRooms,
    viewer: TheViewer,
    kind: FromQuery[FeedKind] = "foryou",
    limit: _Limit = 10,
    cursor: _Cursor = None,
) -> FeedPage:
    """The next page. For You needs no cursor: it knows what was shown."""
    shown = await rooms.feed.page(viewer, kind, limit, cursor=cursor)
    return await _page(rooms, viewer, shown)


async def next_page(rooms: Rooms, viewer: Viewer, limit: int) -> FeedPage:
    """The next page of For You, as ``read_feed`` answers it."""
    return await _page(rooms, viewer, await rooms.feed.page(viewer, "foryou", limit))


@post("/api/feed", guards=[anybody], status_code=HTTP_200_OK)
async def read_feed_signed_out(
    data: JSONBody[Seen],
    rooms: TheRooms,
    viewer: TheViewer,
    kind: FromQuery[FeedKind] = "foryou",
    limit: _Limit = 10,
) -> FeedPage:
    """The next page for a browser in which nobody is signed in and that knows itself what it has shown."""
    shown = await rooms.feed.page(viewer, kind, limit, seen=data.seen)
    return await _page(rooms, viewer, shown)


async def _page(rooms: Rooms, viewer: Viewer, shown: Shown) -> FeedPage:
    """The page with its cards; a clip that is gone meanwhile is left out."""
    lap = rooms.feed.stages.begin("hydrate")
    wanted = [pick.clip_id for pick in shown.picks]
    cards = await rooms.clips.showcase.cards(wanted, viewer.pid, viewer.person_id)
    watched = await behind(rooms, viewer, shown.picks)
    picks = [
        _pick(card, pick, [named for one in pick.reasons if (named := in_words(one, card, watched))])
        for card, pick in zip(cards, shown.picks, strict=True)
        if card is not None
    ]
    lap.end()
    return FeedPage(page=shown.page_id, kind=shown.kind, picks=picks, note=shown.note, next=shown.next)


def _pick(card: Card, pick: Pick, reasons: list[Reason]) -> FeedPick:
    return FeedPick(
        clip=card,
        creator=card.creator,
        sound=card.sound,
        renditions=card.renditions,
        poster=card.poster,
        counts=card.counts,
        reasons=reasons,
        score=round(pick.score, 6),
        propensity=pick.propensity,
    )


handlers = [read_feed, read_feed_signed_out]
