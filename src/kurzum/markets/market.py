"""The markets: countries by ISO 3166-1 alpha-2 code."""

from __future__ import annotations

import msgspec

from kurzum.core.errors import Refused
from kurzum.markets.data import read


class UnknownMarket(Refused):
    """No market has this code."""

    code = "unknown_market"


class Market(msgspec.Struct, frozen=True):
    """A country: its alpha-2 code and its English name (clients localise the code themselves)."""

    code: str
    name: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: dict[str, str]


def _load() -> dict[str, Market]:
    return {code: Market(code, name) for code, name in read("markets.toml", _File).names.items()}


MARKETS: dict[str, Market] = _load()
"""All markets by code."""


def market(code: str) -> Market:
    """The market of a code; UnknownMarket where there is none."""
    found = MARKETS.get(code)
    if found is None:
        raise UnknownMarket(
            "There is no market with this code. Use two letters, as US or DE; /api/zones lists them."
        )
    return found
