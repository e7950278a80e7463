"""Which zone serves whom: the first thing a client asks, public, and the same at every zone."""

from __future__ import annotations

import msgspec
from litestar import get
from litestar.response import Response

from kurzum.core.settings import ZoneSettings
from kurzum.custody.zones import NoSuchZone
from kurzum.markets import LANGUAGES, MARKETS, edition_for
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.viewer import anybody


class ZoneInfo(msgspec.Struct, frozen=True):
    """A zone and who holds its keys."""

    name: str
    origin: str
    custodian: str


class MarketInfo(msgspec.Struct, frozen=True):
    """A market and its home."""

    name: str
    zone: str
    origin: str
    custodian: str


class LanguageInfo(msgspec.Struct, frozen=True):
    """A language by its own name."""

    code: str
    name: str
    direction: str


class Bounds(msgspec.Struct, frozen=True):
    """What this zone's edition allows."""

    min_age: int
    clip_min_ms: int
    clip_max_ms: int
    max_bytes: int


class Zones(msgspec.Struct, frozen=True):
    """All zones, markets and languages, and this zone's bounds."""

    zone: str
    zones: list[ZoneInfo]
    markets: dict[str, MarketInfo]
    languages: list[LanguageInfo]
    edition: Bounds


def _home(rooms: Rooms, market: str) -> ZoneSettings | None:
    """The home of a market; None where this installation serves none of its people."""
    try:
        return rooms.directory.home_of(market)
    except NoSuchZone:
        return None


@get("/api/zones", guards=[anybody])
async def zones(rooms: TheRooms) -> Response[Zones]:
    """Market to zone, origin and custodian."""
    homes = {code: home for code in MARKETS if (home := _home(rooms, code)) is not None}
    here = next((code for code, home in homes.items() if home.name == rooms.zone.name), next(iter(MARKETS)))
    edition = edition_for(here)
    answer = Zones(
        zone=rooms.zone.name,
        zones=[ZoneInfo(zone.name, zone.origin, zone.custodian) for zone in rooms.directory.zones],
        markets={
            code: MarketInfo(market.name, homes[code].name, homes[code].origin, homes[code].custodian)
            for code, market in MARKETS.items()
            if code in homes
        },
        languages=[LanguageInfo(item.code, item.name, item.direction) for item in LANGUAGES.values()],
        edition=Bounds(edition.min_age, edition.clip_min_ms, edition.clip_max_ms, edition.max_bytes),
    )
    return Response(answer, headers={"cache-control": "public, max-age=60"})


handlers = [zones]
