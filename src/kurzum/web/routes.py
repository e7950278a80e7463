"""Which modules answer what. Each shows its routes as ``handlers``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from litestar.handlers import BaseRouteHandler

_MODULES = (
    "zones", "join", "people", "me", "sessions", "tokens", "graph", "uploads", "clips", "reactions", "media",
    "feed", "events", "reports", "removals", "health", "ledger", "pages",
)  # fmt: skip


def all_handlers() -> list[BaseRouteHandler]:
    """Every route of the zone's web app."""
    found: list[BaseRouteHandler] = []
    for module in _MODULES:
        if find_spec(f"kurzum.web.{module}") is not None:
            found += import_module(f"kurzum.web.{module}").handlers
    return found
