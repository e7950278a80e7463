"""Following and Friends: clips of people whom the viewer chose, in order of time alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kurzum.feed.engine import Pick
from kurzum.feed.explain import Reason
from kurzum.feed.viewing import Catalogue, Visible, Who

_ROUNDS = 20
"""A page may end early, with its cursor, where so many parts of the list held too little to show."""
_CODE = {"following": "followed", "friends": "friend"}


class Timelines:
    """Lists in order of time. Nothing is ranked and nothing is left out but what may not be seen."""

    def __init__(self, catalogue: Catalogue, visible: Visible) -> None:
        self._catalogue = catalogue
        self._visible = visible

    async def page(
        self, viewer: Who, people: Sequence[UUID], kind: str, cursor: str | None, limit: int, now: datetime
    ) -> tuple[list[Pick], str | None]:
        """The next picks and the cursor after them, None at the end. Raises BadCursor."""
        picks: list[Pick] = []
        for _ in range(_ROUNDS if people else 0):
            # Asked for no more than still fit, so that the cursor stands behind the last one that was shown.
            found, cursor = await self._catalogue.by_people(people, cursor, limit - len(picks))
            allowed = await self._visible(viewer, found, now, "feed")
            picks += [
                Pick(clip_id, [Reason(_CODE[kind], {})], 0.0, 1.0) for clip_id in found if clip_id in allowed
            ]
            if cursor is None or len(picks) >= limit:
                break
        return picks, cursor
