"""Every route of the zone's web app. Each module shows its own as ``handlers``."""

from __future__ import annotations

from litestar.handlers import BaseRouteHandler

from kurzum.web import (
    clips,
    erasures,
    events,
    feed,
    graph,
    health,
    join,
    ledger,
    me,
    media,
    pages,
    people,
    privacy,
    reactions,
    reports,
    sessions,
    tokens,
    uploads,
    your_feed,
    zones,
)

_MODULES = (
    zones, join, people, me, erasures, sessions, tokens, graph, uploads, clips, reactions, media, feed,
    your_feed, privacy, events, reports, health, ledger, pages,
)  # fmt: skip

ROUTES: tuple[BaseRouteHandler, ...] = tuple(handler for module in _MODULES for handler in module.handlers)
"""In the order of the OpenAPI document."""
