"""The way of the demo clips into a zone: through accounts, uploads and the queue, like everybody's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from kurzum import demo
from kurzum.app.zone import Zone
from kurzum.clips import Wish
from kurzum.jobs.worker import busy
from kurzum.markets import edition_for

_LOOK_AGAIN_S = 1.0


class DemoDoor:
    """See ``demo.Door``. ``notes``: a file that keeps which clips were handed over."""

    def __init__(self, zone: Zone, notes: Path) -> None:
        self._zone = zone
        self._notes = notes
        self._taken: set[str] = set(json.loads(notes.read_text())) if notes.exists() else set()

    async def has(self, creator: demo.Creator, name: str) -> bool:
        """Whether this clip was handed over before, whatever became of it."""
        return name in self._taken

    async def take(self, creator: demo.Creator, clip: demo.Clip, file: Path, urgent: bool) -> None:
        """Hand a clip over; durable on return. A crash in between shows as one clip twice, at worst."""
        person_id = await self._zone.people.add_bot(
            creator.handle, creator.name, creator.bio, creator.language, creator.market
        )
        edition = edition_for(creator.market)
        wish = Wish(
            caption=clip.caption,
            language=clip.language,
            visibility="public",
            market=creator.market,
            edition_version=edition.version,
            backfill=not urgent,
        )
        await self._zone.clips.adder.add(person_id, file, wish, edition.max_bytes)
        self._taken.add(clip.name)
        fresh = self._notes.with_suffix(".new")
        fresh.write_text(json.dumps(sorted(self._taken)))
        fresh.replace(self._notes)

    async def quiet(self) -> None:
        """Return once nobody's own upload waits."""
        while await busy(self._zone.database):  # noqa: ASYNC110  (it happens in another process)
            await asyncio.sleep(_LOOK_AGAIN_S)
