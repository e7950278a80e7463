"""The rooms of one zone, as the routes see them. ``app`` builds it; a route asks by ``rooms: TheRooms``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from kurzum.web.limits import Limits

if TYPE_CHECKING:
    from kurzum.clips import Clips
    from kurzum.core.clock import Clock, Ticks
    from kurzum.core.ids import Entropy, Ids
    from kurzum.core.settings import Settings, ZoneSettings
    from kurzum.custody.keys import Keys
    from kurzum.custody.zones import Directory
    from kurzum.export import Door, Inventory
    from kurzum.feed import Feed
    from kurzum.people import People
    from kurzum.safety import Safety
    from kurzum.store.blobs import Blobs
    from kurzum.store.pool import Database


@dataclass(frozen=True, kw_only=True)
class Rooms:
    """One zone's rooms.

    ``worker_alive``: whether the zone's worker was heard of lately. ``erasure_asked``: wakes the worker for
    an erasure that is already durable. ``ticks``: for how long an answer took.
    """

    settings: Settings
    zone: ZoneSettings
    directory: Directory
    database: Database
    blobs: Blobs
    keys: Keys
    clock: Clock
    ids: Ids
    entropy: Entropy
    people: People
    clips: Clips
    feed: Feed
    safety: Safety
    inventory: Inventory
    exports: Door
    worker_alive: Callable[[], Awaitable[bool]]
    erasure_asked: Callable[[UUID], Awaitable[None]]
    limits: Limits = field(default_factory=Limits)
    ticks: Ticks


AnyRequest = Request[Any, Any, Any]
"""A request, as routes take it."""

TheRooms = NamedDependency[SkipValidation[Rooms]]
"""A route's parameter ``rooms: TheRooms`` is given the zone's rooms."""
