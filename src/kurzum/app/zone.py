"""One zone's rooms, wired together: the only place where an implementation is picked for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from kurzum import clips, feed, jobs, safety
from kurzum.app.charge import Charge
from kurzum.app.database import conninfo
from kurzum.app.machine import CLOCK, IDS, TICKS, WORK, entropy
from kurzum.app.reach import within_reach
from kurzum.clips import Clips, Creator
from kurzum.clips.uploads import Allowance
from kurzum.core.settings import EVERYWHERE_ELSE, Settings, ZoneSettings
from kurzum.custody import Keys, Purpose
from kurzum.custody.zones import Directory
from kurzum.export import Door, Inventory, Keeping
from kurzum.feed import Feed
from kurzum.feed import metrics as feed_metrics
from kurzum.feed.stages import Stages
from kurzum.jobs.queue import enqueue_export
from kurzum.markets import MARKETS, amend
from kurzum.people import Derived, People, Profile, Relations
from kurzum.safety import Safety
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database

Role = Literal["server", "worker"]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """The rooms of one zone, as one of its processes has them."""

    charge: Charge
    conninfo: str
    directory: Directory
    database: Database
    blobs: Blobs
    keys: Keys
    people: People
    clips: Clips
    safety: Safety
    feed: Feed
    inventory: Inventory
    exports: Door

    @property
    def settings(self) -> ZoneSettings:
        """The zone's own settings."""
        return self.charge.zone_settings

    async def worker_alive(self) -> bool:
        """Whether the zone's worker was heard of lately."""
        return await jobs.heard_of(self.database)

    async def erasure_asked(self, person_id: UUID) -> None:
        """Wake the worker for an erasure."""
        async with self.database.write() as conn:
            await jobs.enqueue_erasure(conn, person_id=person_id)


@asynccontextmanager
async def open_zone(charge: Charge, role: Role) -> AsyncIterator[Zone]:
    """Build the zone's rooms for a process of that role. Raises DatabaseUnavailable."""
    where, name = charge.places, charge.zone
    amend(charge.settings.editions)
    database = await Database.open(conninfo(charge, role), name=f"kurzum {role}")
    keys = Keys(where.door(f"keys-{role}") / "s", name, CLOCK, entropy, ticks=TICKS)
    people = People(
        database, keys, CLOCK, IDS, entropy,
        session_days=charge.settings.session_days, erase_days=charge.settings.erase_days,
    )  # fmt: skip
    try:
        async with keys, within_reach(charge, role) as charge:
            yield _wire(charge, role, database, keys, people)
    finally:
        people.close()
        await database.close()


def _wire(charge: Charge, role: Role, database: Database, keys: Keys, people: People) -> Zone:
    settings, where = charge.zone_settings, charge.places
    blobs = Blobs.in_bucket(charge.bucket) if charge.bucket else Blobs.in_folder(where.blobs)
    callers = _Callers.of(charge.zone, people, keys)
    of_clips = clips.build(
        database=database,
        keys=keys,
        blobs=blobs,
        staging=where.staging,
        zone=charge.zone,
        clock=CLOCK,
        ids=IDS,
        entropy=entropy,
        enqueue=jobs.enqueue,
        creators=callers.makers,
        followed=callers.followed,
        allowance=Allowance(hours=charge.settings.upload_hours),
    )
    of_safety = safety.build(
        database=database,
        keys=keys,
        ids=IDS,
        facts=of_clips.facts,
        pids=callers.pids,
        persons=callers.persons,
        register=of_clips.register,
        relations=people.graph.relations,
        away=people.away,
        life=of_clips.life,
        markets=_served(settings, charge.settings.zones),
    )
    of_feed = feed.build(
        database=database,
        keys=keys,
        clock=CLOCK,
        ids=IDS,
        entropy=entropy,
        clips=of_clips,
        relations=people.graph.relations,
        creators=callers.creators,
        visible=of_safety.visible,
        in_feed=of_safety.in_feed,
        stages=Stages(TICKS, feed_metrics.observe, WORK),
    )
    return Zone(
        charge=charge,
        conninfo=conninfo(charge, role),
        directory=Directory(charge.settings.zones),
        database=database,
        blobs=blobs,
        keys=keys,
        people=people,
        clips=of_clips,
        safety=of_safety,
        feed=of_feed,
        inventory=Inventory(database, _kept(charge.settings)),
        exports=Door(people.exports, of_feed, blobs, keys, enqueue_export),
    )


def _kept(settings: Settings) -> Keeping:
    return Keeping(session_days=settings.session_days, upload_hours=settings.upload_hours)


def _served(zone: ZoneSettings, zones: Sequence[ZoneSettings]) -> tuple[str, ...]:
    """The markets of a zone by name; what no zone names belongs to the one for everywhere else."""
    named = {market for one in zones for market in one.markets}
    rest = [code for code in MARKETS if EVERYWHERE_ELSE in zone.markets and code not in named]
    return tuple(sorted({*rest, *zone.markets} - {EVERYWHERE_ELSE}))


@dataclass(frozen=True)
class _Callers:
    """What rooms on one floor want of each other, handed to them as functions."""

    zone: str
    people: People
    keys: Keys
    follows: Derived[frozenset[UUID]]

    @classmethod
    def of(cls, zone: str, people: People, keys: Keys) -> _Callers:
        """Of one zone's rooms."""

        async def persons(pids: Iterable[UUID]) -> dict[UUID, UUID]:
            return await keys.persons(pids, Purpose.FEED)

        async def followed(relations: Relations) -> frozenset[UUID]:
            return frozenset((await persons(relations.follows)).values())

        nobody: frozenset[UUID] = frozenset()
        follows = Derived(people.graph.relations, followed, nobody)
        keys.watch(follows.drop)
        return cls(zone, people, keys, follows)

    async def creators(self, person_ids: Sequence[UUID]) -> dict[UUID, Creator]:
        """Who made a clip, as everybody may see them."""
        return self._as_creators(await self.people.profiles.by_ids(person_ids))

    async def makers(self, person_ids: Sequence[UUID]) -> dict[UUID, Creator]:
        """As ``creators``, with those who are leaving: the gate lets only themselves see their clips."""
        return self._as_creators(await self.people.profiles.makers(person_ids))

    def _as_creators(self, found: Mapping[UUID, Profile]) -> dict[UUID, Creator]:
        return {
            person_id: Creator(profile.handle, profile.name, profile.bot, self.zone)
            for person_id, profile in found.items()
        }

    async def followed(self, pid: UUID, _: Sequence[UUID]) -> Collection[UUID]:
        """Whom the viewer follows."""
        return await self.follows.of(pid)

    async def pids(self, person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
        """The viewing side of these people, for a page."""
        return await self.keys.pids(person_ids, Purpose.FEED)

    async def persons(self, pids: Iterable[UUID]) -> dict[UUID, UUID]:
        """The public side of these viewers, for a page."""
        return await self.keys.persons(pids, Purpose.FEED)
