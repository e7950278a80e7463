"""Which custody zone is home to whom: the public directory, the same in every zone."""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.core.errors import NotFound
from kurzum.core.settings import EVERYWHERE_ELSE, ZoneSettings


class NoSuchZone(NotFound):
    """No zone has this name, or none serves this market."""

    code = "no_such_zone"


class Directory:
    """Looks up zones by market and by name. Knows addresses and custodians, nothing of what is inside."""

    def __init__(self, zones: Sequence[ZoneSettings]) -> None:
        self.zones = tuple(zones)
        self._by_name = {zone.name: zone for zone in self.zones}
        self._by_market = {market: zone for zone in self.zones for market in zone.markets}

    def home_of(self, market: str) -> ZoneSettings:
        """The home zone of a market (ISO 3166-1 alpha-2). Raises NoSuchZone where no zone serves it."""
        zone = self._by_market.get(market) or self._by_market.get(EVERYWHERE_ELSE)
        if zone is None:
            raise NoSuchZone("No zone serves this market. Nothing was stored.")
        return zone

    def named(self, name: str) -> ZoneSettings:
        """The zone of a name. Raises NoSuchZone."""
        zone = self._by_name.get(name)
        if zone is None:
            raise NoSuchZone("There is no zone of this name. /api/zones lists them all.")
        return zone
