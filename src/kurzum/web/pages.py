"""Pages of clips and profiles, as anybody signed out may see them: the client's page with tags of its own,
and on a clip's page the clip."""

from __future__ import annotations

from uuid import UUID

from litestar import MediaType, route
from litestar.params import FromPath
from litestar.response import Response

from kurzum.clips import Card
from kurzum.core.errors import NotFound
from kurzum.people.errors import NoSuchHandle
from kurzum.web.first_clip import first_clip
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.shell import LINK, Shell, Tags
from kurzum.web.viewer import SIGNED_OUT, anybody, cookie_name

_shell = Shell()
_link = Shell(LINK)
_NOT_ALONE = {"cross-origin-opener-policy": "unsafe-none"}
"""A browser that must part a page from the page that opened it changes processes between the answer and the
page, which takes as long as a quarter of the way to a clip's first picture. Where nobody is signed in there
is nothing to part; the client signs nobody in on such a page (``client/src/router/location.ts``)."""


@route(
    "/c/{clip:str}",
    http_method=["GET", "HEAD"],
    guards=[anybody],
    include_in_schema=False,
    media_type=MediaType.HTML,
)
async def clip_page(clip: FromPath[str], rooms: TheRooms, request: AnyRequest) -> Response[str]:
    """A clip's own page. What is not for everybody has no tags: the client finds out who asks."""
    card = await _public_card(rooms, clip)
    if card is None:
        return _html(_shell.page(None))
    tags, begins = _tags_of(card, rooms.zone.origin), first_clip(card)
    if not begins:
        return _html(_shell.page(tags))
    headers = {"content-security-policy": _link.policy()}
    if cookie_name(rooms.zone.name) not in request.cookies:
        headers |= _NOT_ALONE
    return _html(_link.page(tags, begins), headers)


@route(
    "/{name:str}",
    http_method=["GET", "HEAD"],
    guards=[anybody],
    include_in_schema=False,
    media_type=MediaType.HTML,
)
async def profile_page(name: FromPath[str], rooms: TheRooms) -> Response[str]:
    """A profile, at ``/@handle``. Every other address at the root is the front door's."""
    if not name.startswith("@"):
        raise NotFound("There is nothing at this address.")
    return _html(_shell.page(await _profile_tags(rooms, name)))


async def _public_card(rooms: Rooms, clip: str) -> Card | None:
    try:
        clip_id = UUID(clip)
    except ValueError:
        return None
    now = rooms.clock.now()
    if clip_id not in await rooms.safety.visible(SIGNED_OUT, [clip_id], now, "page"):
        return None
    return (await rooms.clips.cards([clip_id])).get(clip_id)


def _tags_of(card: Card, origin: str) -> Tags:
    who = f"@{card.creator.handle}" if card.creator else "Kurzum"
    found = [
        ("og:type", "video.other"),
        ("og:site_name", "Kurzum"),
        ("og:url", f"{origin}/c/{card.id}"),
        ("og:description", f"A clip by {who}"),
    ]
    if card.poster is not None:
        found += [
            ("og:image", origin + card.poster.url),
            ("og:image:type", "image/webp"),
            ("og:image:width", str(card.poster.width)),
            ("og:image:height", str(card.poster.height)),
        ]
    video = next((r for r in card.renditions if r.kind == "mp4"), None)
    if video is not None:
        found += [
            ("og:video", origin + video.url),
            ("og:video:type", "video/mp4"),
            ("og:video:width", str(video.width)),
            ("og:video:height", str(video.height)),
        ]
    return Tags(card.caption or f"A clip by {who}", tuple(found))


async def _profile_tags(rooms: Rooms, handle: str) -> Tags | None:
    try:
        profile = await rooms.people.profiles.by_handle(handle)
    except NoSuchHandle:
        return None
    name = f"{profile.name} (@{profile.handle})" if profile.name else f"@{profile.handle}"
    return Tags(
        name,
        (
            ("og:type", "profile"),
            ("og:site_name", "Kurzum"),
            ("og:url", f"{rooms.zone.origin}/@{profile.handle}"),
            ("og:description", profile.bio),
        ),
    )


def _html(page: str, headers: dict[str, str] | None = None) -> Response[str]:
    return Response(page, media_type=MediaType.HTML, headers={"cache-control": "no-cache"} | (headers or {}))


handlers = [clip_page, profile_page]
