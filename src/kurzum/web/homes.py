"""Which zone a request belongs to, decided from its address alone, before a byte of its body is read."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from kurzum.core.errors import Refused
from kurzum.markets.market import market
from kurzum.web.problems import WrongZone
from kurzum.web.rooms import Rooms


async def of_this_market(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: this zone serves the market in the query. Raises WrongZone, UnknownMarket."""
    rooms: Rooms = connection.app.state.rooms
    named = connection.query_params.getall("market", [])
    if len(named) != 1:
        raise Refused("Name one market in the address, as ?market=US.", fields={"market": "Give it once."})
    home = rooms.directory.home_of(market(named[0]).code)
    if home.name != rooms.zone.name:
        raise WrongZone(home.name, home.origin)


async def of_this_zone(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: the zone in the query, if there is one, is this one. Raises WrongZone, NoSuchZone."""
    rooms: Rooms = connection.app.state.rooms
    for name in connection.query_params.getall("zone", []):
        zone = rooms.directory.named(name)
        if zone.name != rooms.zone.name:
            raise WrongZone(zone.name, zone.origin)
