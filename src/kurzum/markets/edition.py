"""Editions: the rules that a market's viewers and creators get, loaded from ``data/editions.toml``."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kurzum.markets.data import read
from kurzum.markets.market import MARKETS, market

Days = Annotated[int, Meta(ge=1, le=366)]
Ms = Annotated[int, Meta(ge=1_000, le=600_000)]


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One market's rules. Ages in years, times in ms, sizes in bytes, pixels as width x height.

    ``languages`` empty means all; ``id`` is the market's code; ``version`` grows with every change.
    """

    id: str
    version: Annotated[int, Meta(ge=1)]
    min_age: Annotated[int, Meta(ge=13, le=21)]
    clip_min_ms: Ms
    clip_max_ms: Ms
    max_bytes: Annotated[int, Meta(ge=1_000_000)]
    max_pixels: Annotated[int, Meta(ge=100_000)]
    pages_kept_days: Days
    events_kept_months: Annotated[int, Meta(ge=1, le=36)]
    languages: tuple[str, ...]
    features: tuple[str, ...]
    notices: tuple[str, ...]

    def allows(self, feature: str) -> bool:
        """Whether the market has this feature."""
        return feature in self.features


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    default: dict[str, Any]
    markets: dict[str, dict[str, Any]]


def build(default: dict[str, Any], changes: dict[str, dict[str, Any]]) -> dict[str, Edition]:
    """Each market's edition from the default values and a market's own changes to them.

    UnknownMarket for a change to no market; msgspec.ValidationError for a value outside its bounds.
    """
    for code in changes:
        market(code)
    return {
        code: msgspec.convert({**default, **changes.get(code, {}), "id": code}, Edition) for code in MARKETS
    }


def _load() -> dict[str, Edition]:
    file = read("editions.toml", _File)
    return build(file.default, file.markets)


_EDITIONS = _load()


def amend(changes: dict[str, dict[str, Any]]) -> None:
    """Lay an installation's own changes over the editions, for the rest of this process.

    ``changes``: by a market's code, or ``default`` for every market; the names and units of ``Edition``.
    Raises UnknownMarket, and msgspec.ValidationError for an unknown name or a value outside its bounds.
    """
    file = read("editions.toml", _File)
    own = {code: change for code, change in changes.items() if code != "default"}
    codes = {*file.markets, *own}
    both = {code: {**file.markets.get(code, {}), **own.get(code, {})} for code in codes}
    _EDITIONS.update(build({**file.default, **changes.get("default", {})}, both))


def edition_for(code: str) -> Edition:
    """The edition of a market by its code; UnknownMarket where there is none."""
    return _EDITIONS[market(code).code]
