"""The showcase: cards of clips for feeds. What is the same for everybody is held until it moves.

Captions of clips that are not public stay sealed in memory and are opened for each card. Whether the viewer
may see a clip is asked elsewhere, before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from kurzum.clips.card import Card, Counts, Creators, Followed, Mine
from kurzum.clips.catalogue import Catalogue
from kurzum.clips.columns import Columns
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "register.sql")
_MOST_CARDS, _MOST_VIEWERS = 20_000, 5_000
_AHEAD, _MOST_AHEAD = 16, 32
"""So many older clips than one whose card is asked for are asked for with it, and at most so many at once."""


_BOTH = (False, True)


class Reacted(msgspec.Struct, frozen=True):
    """What a viewer liked and saved."""

    liked: frozenset[UUID] = frozenset()
    saved: frozenset[UUID] = frozenset()
    either: frozenset[UUID] = frozenset()


_NEVER = Reacted()
_MINE = {(following, own): Mine(False, False, following, own) for following in _BOTH for own in _BOTH}


class _Shown(msgspec.Struct, eq=False):
    """A card with nothing of a viewer's. ``totals``: those on it, once they were compared."""

    owner: UUID
    card: Card
    totals: Sequence[int] | None = None


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
        self._cards: Held[UUID, _Shown] = Held(
            database.moves, ("clip", "person"), self._ask_cards, _MOST_CARDS, owner=lambda shown: shown.owner
        )
        self._reacted: Held[UUID, Reacted] = Held(
            database.moves, ("reaction",), self._ask_reacted, _MOST_VIEWERS
        )

    async def cards(
        self, clip_ids: Sequence[UUID], viewer_pid: UUID | None = None, person_id: UUID | None = None
    ) -> list[Card | None]:
        """The cards of clips for a viewer, as ``Catalogue.cards`` has them, in the order of the clips.

        None where it has none. Totals may be some seconds old.
        """
        held = await self._cards.each(clip_ids)
        followed: Collection[UUID] = ()
        reacted = _NEVER
        if viewer_pid is not None and any(held):
            reacted = await self._reacted.one(viewer_pid) or _NEVER
            if self._followed is not None:
                followed = await self._followed(viewer_pid, [shown.owner for shown in held if shown])
        totals = self._columns.totals_of(clip_ids)
        cards = [
            None if shown is None else self._card(clip_id, shown, counts, reacted, followed, person_id)
            for clip_id, shown, counts in zip(clip_ids, held, totals, strict=True)
        ]
        closed = [clip_id for clip_id, shown in zip(clip_ids, held, strict=True) if shown is None]
        if closed:
            found = await self._catalogue.cards(closed, viewer_pid, person_id)
            cards = [card or found.get(clip_id) for clip_id, card in zip(clip_ids, cards, strict=True)]
        return cards

    def _card(
        self,
        clip_id: UUID,
        shown: _Shown,
        totals: Sequence[int] | None,
        reacted: Reacted,
        followed: Collection[UUID],
        person_id: UUID | None,
    ) -> Card:
        card = shown.card
        if totals is not None and totals != shown.totals:
            card = shown.card = replace(card, counts=Counts(*totals))
            shown.totals = totals
        following, own = shown.owner in followed, shown.owner == person_id
        if clip_id in reacted.either:
            mine = Mine(clip_id in reacted.liked, clip_id in reacted.saved, following, own)
            return replace(card, mine=mine)
        return replace(card, mine=_MINE[following, own]) if following or own else card

    async def _ask_cards(self, clip_ids: Sequence[UUID]) -> dict[UUID, _Shown]:
        """The cards of these clips, and of some that will be asked for soon: a query costs most."""
        behind = [clip for clip in self._columns.behind(clip_ids, _AHEAD) if self._cards.peek(clip) is None]
        found = await self._catalogue.open_cards(list(dict.fromkeys([*clip_ids, *behind[:_MOST_AHEAD]])))
        creators = await self._creators(list({owner for owner, _ in found.values()})) if found else {}
        return {
            clip_id: _Shown(owner, replace(card, creator=creators[owner]))
            for clip_id, (owner, card) in found.items()
            if owner in creators
        }

    async def _ask_reacted(self, pids: Sequence[UUID]) -> dict[UUID, Reacted]:
        found: dict[UUID, tuple[set[UUID], set[UUID]]] = {pid: (set(), set()) for pid in pids}
        wanted: dict[str, Any] = {"pids": list(pids)}
        async with self._database.read() as conn:
            for pid, liked, clip_id in await (await conn.execute(_SQL.reacted, wanted)).fetchall():
                found[pid][0 if liked else 1].add(clip_id)
        return {
            pid: Reacted(frozenset(liked), frozenset(saved), frozenset(liked | saved))
            for pid, (liked, saved) in found.items()
        }
