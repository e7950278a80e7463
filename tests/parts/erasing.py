"""The worker's side of erasures, in the process of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kurzum.app.erasing import with_every_room
from kurzum.core.clock import FixedClock
from kurzum.custody import Keys
from kurzum.people import People
from kurzum.web.rooms import Rooms
from parts.chance import seeded
from parts.people import CHEAP


@contextmanager
def eraser_of(rooms: Rooms, worker_keys: Keys, clock: FixedClock) -> Iterator[People]:
    """The worker's people, with every room's part."""
    people = People(
        rooms.database, worker_keys, clock, rooms.ids, seeded("eraser"), cost=CHEAP, quiet=timedelta()
    )
    with_every_room(people.erasures, rooms.clips, rooms.safety, rooms.feed, clock)
    yield people
    people.close()
