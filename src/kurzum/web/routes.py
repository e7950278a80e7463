"""Which modules answer what. Each shows its routes as ``handlers``, and the operator's as ``acts``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from litestar.handlers import BaseRouteHandler

_MODULES = (
    "zones", "join", "people", "me", "sessions", "tokens", "graph", "uploads", "clips", "reactions", "media",
    "feed", "events", "reports", "removals", "health", "ledger", "pages",
)  # fmt: skip


def collected(name: str) -> list[BaseRouteHandler]:
    """The routes that the modules show under this name."""
    found: list[BaseRouteHandler] = []
    for module in _MODULES:
        if find_spec(f"kurzum.web.{module}") is not None:
            found += getattr(import_module(f"kurzum.web.{module}"), name, [])
    return found
