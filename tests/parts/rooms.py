"""A zone's rooms for tests of the web, wired over a real database and a real custodian."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from kurzum import clips, feed, safety
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.core.settings import Settings, ZoneSettings
from kurzum.custody import Keys, Purpose
from kurzum.custody.zones import Directory
from kurzum.export import Door, Inventory, Keeping
from kurzum.jobs.queue import enqueue_export
from kurzum.people import People
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database
from kurzum.web.app import create_app
from kurzum.web.limits import Limits
from kurzum.web.rooms import Rooms
from parts.chance import seeded
from parts.people import CHEAP

US = ZoneSettings(name="us", markets=("US",), port=8000)
WORLD = ZoneSettings(name="world", markets=("*",), port=8100)
ORIGIN = US.origin


def build_rooms(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, folder: Path, limits: Limits | None = None
) -> Rooms:
    """The rooms of zone ``us``; nobody works on its queue."""
    blobs = Blobs.in_folder(folder / "blobs")
    people = People(database, keys, clock, ids, seeded("people"), cost=CHEAP)

    async def makers(person_ids: Sequence[UUID]) -> dict[UUID, clips.Creator]:
        found = await people.profiles.makers(person_ids)
        return {p: clips.Creator(x.handle, x.name, x.bot, US.name) for p, x in found.items()}

    async def creators(person_ids: Sequence[UUID]) -> dict[UUID, clips.Creator]:
        active = await people.profiles.by_ids(person_ids)
        return await makers(list(active))

    async def enqueue(*_: Any, **__: Any) -> None:
        return None

    async def pids(person_ids: Any) -> dict[UUID, UUID]:
        return await keys.pids(person_ids, Purpose.FEED)

    async def persons(pids: Any) -> dict[UUID, UUID]:
        return await keys.persons(pids, Purpose.FEED)

    async def yes() -> bool:
        return True

    async def woken(person_id: UUID) -> None:
        return None

    the_clips = clips.build(
        database=database, keys=keys, blobs=blobs, staging=folder / "staging", zone=US.name, clock=clock,
        ids=ids, entropy=seeded("clips"), enqueue=enqueue, creators=makers,
    )  # fmt: skip
    the_safety = safety.build(
        database=database, keys=keys, ids=ids, facts=the_clips.facts, pids=pids, persons=persons,
        register=the_clips.register, relations=people.graph.relations, away=people.away, life=the_clips.life,
        markets=US.markets,
    )  # fmt: skip
    the_feed = feed.build(
        database=database, keys=keys, clock=clock, ids=ids, entropy=seeded("feed"), clips=the_clips,
        relations=people.graph.relations, creators=creators, visible=the_safety.visible,
        in_feed=the_safety.in_feed, patience_s=60.0,
    )  # fmt: skip

    return Rooms(
        settings=Settings(home=folder, zones=(US, WORLD)),
        zone=US,
        directory=Directory([US, WORLD]),
        database=database,
        blobs=blobs,
        keys=keys,
        clock=clock,
        ids=ids,
        entropy=seeded("web"),
        people=people,
        clips=the_clips,
        feed=the_feed,
        safety=the_safety,
        inventory=Inventory(database, Keeping()),
        exports=Door(people.exports, the_feed, blobs, keys, enqueue_export),
        worker_alive=yes,
        erasure_asked=woken,
        limits=limits or Limits(),
        ticks=time.perf_counter,
    )


@asynccontextmanager
async def browser(rooms: Rooms, *, more: Sequence[Any] = ()) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a cookie jar of their own at the zone's door. ``more``: routes beside the zone's."""
    app: Any = create_app(rooms, more=more)
    transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


NEW = {
    "handle": "anna",
    "password": "correct horse battery",
    "language": "en",
    "birth_date": "1990-05-17",
}


async def join(client: httpx.AsyncClient, handle: str, **more: str) -> dict[str, Any]:
    """Sign up; the client is signed in then. Gives one's own account."""
    answer = await client.post("/api/people?market=US", json=NEW | {"handle": handle} | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
