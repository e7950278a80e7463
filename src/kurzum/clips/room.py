"""The room as ``app`` builds it and others use it: one zone's clips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from kurzum.clips.add import Adder
from kurzum.clips.card import Card, Creators, Followed
from kurzum.clips.catalogue import Catalogue, Facts
from kurzum.clips.files import Files
from kurzum.clips.lifecycle import Lifecycle
from kurzum.clips.media import Media
from kurzum.clips.progress import Progress
from kurzum.clips.queue import Enqueue
from kurzum.clips.reactions import Reactions, Totals
from kurzum.clips.register import Register
from kurzum.clips.showcase import Showcase
from kurzum.clips.uploads import Allowance, Uploads
from kurzum.clips.work import Work
from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy, Ids
from kurzum.custody import Keys
from kurzum.custody.staging import Staging
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database


@dataclass(frozen=True)
class Clips:
    """One zone's clips. The most used calls are here, the rest on its parts."""

    uploads: Uploads
    catalogue: Catalogue
    register: Register
    showcase: Showcase
    life: Lifecycle
    reactions: Reactions
    totals: Totals
    files: Files
    media: Media
    progress: Progress
    work: Work
    adder: Adder

    async def cards(
        self, clip_ids: Iterable[UUID], viewer_pid: UUID | None = None, person_id: UUID | None = None
    ) -> dict[UUID, Card]:
        """See ``Catalogue.cards``."""
        return await self.catalogue.cards(clip_ids, viewer_pid, person_id)

    async def facts(self, clip_ids: Iterable[UUID]) -> dict[UUID, Facts]:
        """See ``Catalogue.facts``."""
        return await self.catalogue.facts(clip_ids)

    async def fresh(
        self, market: str | None, language: str | None, limit: int, before: datetime
    ) -> list[UUID]:
        """See ``Catalogue.fresh``."""
        return await self.catalogue.fresh(market, language, limit, before)

    async def popular(
        self, market: str | None, language: str | None, limit: int, now: datetime
    ) -> list[UUID]:
        """See ``Catalogue.popular``."""
        return await self.catalogue.popular(market, language, limit, now)

    async def by_person(
        self, person_id: UUID, cursor: str | None = None, limit: int = 30, *, every_state: bool = False
    ) -> tuple[list[UUID], str | None]:
        """See ``Catalogue.by_person``."""
        return await self.catalogue.by_person(person_id, cursor, limit, every_state=every_state)

    async def forget(self, person_id: UUID, pid: UUID | None, now: datetime) -> None:
        """This room's part of the erasure of a person. Safe to repeat."""
        await self.life.erase_person(person_id, now)
        if pid is not None:
            await self.reactions.forget_viewer(pid)


def build(
    *,
    database: Database,
    keys: Keys,
    blobs: Blobs,
    staging: Path,
    zone: str,
    clock: Clock,
    ids: Ids,
    entropy: Entropy,
    enqueue: Enqueue,
    creators: Creators,
    followed: Followed | None = None,
    allowance: Allowance | None = None,
) -> Clips:
    """The clips of a zone. ``staging``: a folder that server and worker share."""
    allowance = allowance or Allowance()
    uploads = Uploads(database, keys, Staging(staging, entropy), clock, ids, allowance)
    life = Lifecycle(database, keys, uploads, ids, enqueue)
    files = Files(blobs, keys, entropy)
    catalogue = Catalogue(database, keys, zone, creators, followed)
    register = Register(database)
    return Clips(
        uploads=uploads,
        catalogue=catalogue,
        register=register,
        showcase=Showcase(database, catalogue, register, creators, followed),
        life=life,
        reactions=Reactions(database),
        totals=Totals(),
        files=files,
        media=Media(database),
        progress=Progress(database, keys),
        work=Work(database, keys, uploads, ids, enqueue),
        adder=Adder(uploads, life, clock),
    )
