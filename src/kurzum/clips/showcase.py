"""The showcase: cards of clips for feeds. What is the same for everybody is held until it moves.

Captions of clips that are not public stay sealed in memory and are opened for each card. Whether the viewer
may see a clip is asked elsewhere, before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from kurzum.clips.card import Card, Creators, Followed, Mine
from kurzum.clips.catalogue import Catalogue
from kurzum.clips.columns import Columns
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "register.sql")
_MOST_CARDS, _MOST_VIEWERS = 20_000, 5_000
_NOTHING = Mine()


class Reacted(msgspec.Struct, frozen=True):
    """What a viewer liked and saved."""

    liked: frozenset[UUID] = frozenset()
    saved: frozenset[UUID] = frozenset()


class Showcase:
    """Hands out cards."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        columns: Columns,
        creators: Creators,
        followed: Followed | None,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._columns = columns
        self._creators = creators
        self._followed = followed
        self._cards: Held[UUID, tuple[UUID, Card]] = Held(
            database.moves, ("clip",), catalogue.open_cards, _MOST_CARDS
        )
        self._reacted: Held[UUID, Reacted] = Held(
            database.moves, ("reaction",), self._ask_reacted, _MOST_VIEWERS
        )

    async def cards(
        self, clip_ids: Iterable[UUID], viewer_pid: UUID | None = None, person_id: UUID | None = None
    ) -> dict[UUID, Card]:
        """The cards of clips for a viewer, as ``Catalogue.cards``; totals may be some seconds old."""
        wanted = list(clip_ids)
        held = await self._cards.many(wanted)
        found: dict[UUID, Card] = {}
        owners = list({owner for owner, _ in held.values()})
        creators = await self._creators(owners) if owners else {}
        followed: Collection[UUID] = ()
        reacted = Reacted()
        if viewer_pid is not None and owners:
            reacted = await self._reacted.one(viewer_pid) or reacted
            if self._followed is not None:
                followed = await self._followed(viewer_pid, owners)
        for clip_id, (owner, card) in held.items():
            if owner in creators:
                mine = _mine(clip_id, reacted, owner in followed, owner == person_id)
                found[clip_id] = replace(
                    card,
                    creator=creators[owner],
                    mine=mine,
                    counts=self._columns.totals_of(clip_id) or card.counts,
                )
        closed = [clip_id for clip_id in wanted if clip_id not in held]
        if closed:
            found |= await self._catalogue.cards(closed, viewer_pid, person_id)
        return found

    async def _ask_reacted(self, pids: Sequence[UUID]) -> dict[UUID, Reacted]:
        found: dict[UUID, tuple[set[UUID], set[UUID]]] = {pid: (set(), set()) for pid in pids}
        wanted: dict[str, Any] = {"pids": list(pids)}
        async with self._database.read() as conn:
            for pid, liked, clip_id in await (await conn.execute(_SQL.reacted, wanted)).fetchall():
                found[pid][0 if liked else 1].add(clip_id)
        return {pid: Reacted(frozenset(liked), frozenset(saved)) for pid, (liked, saved) in found.items()}


def _mine(clip_id: UUID, reacted: Reacted, following: bool, own: bool) -> Mine:
    liked, saved = clip_id in reacted.liked, clip_id in reacted.saved
    return Mine(liked, saved, following, own) if liked or saved or following or own else _NOTHING
