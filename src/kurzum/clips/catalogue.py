"""The catalogue: lists of clips, the facts that decide who may see them, and their cards. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kurzum.clips import face
from kurzum.clips.card import Card, Counts, Creator, Creators, Followed, Mine, Rejection, files, shared
from kurzum.clips.cursors import after, cursor_of
from kurzum.clips.states import State
from kurzum.custody import CustodianUnavailable, Handle, KeyDestroyed, Keys
from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

_SQL = load("kurzum.clips", "catalogue.sql")
_MOST_HELD = 30_000


class Facts(msgspec.Struct, frozen=True):
    """What decides who may see a clip, and what ranks it. ``person_id``: its owner."""

    clip_id: UUID
    person_id: UUID
    visibility: str
    state: State
    market: str
    language: str
    duration_ms: int | None
    created_at: datetime
    published_at: datetime | None
    edition_version: int
    limit_id: UUID | None
    backfill: bool


class Catalogue:
    """What there is. Whether somebody may see it is asked elsewhere, before a card is handed out."""

    def __init__(
        self, database: Database, keys: Keys, zone: str, creators: Creators, followed: Followed | None
    ) -> None:
        self._database = database
        self._keys = keys
        self._zone = zone
        self._creators = creators
        self._followed = followed
        self._facts: Held[UUID, Facts] = Held(database.moves, ("clip",), self._ask_facts, _MOST_HELD)

    async def facts(self, clip_ids: Iterable[UUID]) -> dict[UUID, Facts]:
        """The facts of those of the clips that there are; erased ones too, as such. See ``store.held``."""
        return await self._facts.many(clip_ids)

    async def fresh(
        self, market: str | None, language: str | None, limit: int, before: datetime
    ) -> list[UUID]:
        """The newest public clips; of one market or language, or of all where that is None."""
        wanted = {"market": market, "language": language, "limit": limit, "before": before}
        return [row[0] for row in await self._rows(_SQL.fresh, wanted)]

    async def popular(
        self, market: str | None, language: str | None, limit: int, now: datetime
    ) -> list[UUID]:
        """Public clips with most reactions for their age; of one market or language, or of all."""
        wanted = {"market": market, "language": language, "limit": limit, "now": now}
        return [row[0] for row in await self._rows(_SQL.popular, wanted)]

    async def by_person(
        self, person_id: UUID, cursor: str | None = None, limit: int = 30, *, every_state: bool = False
    ) -> tuple[list[UUID], str | None]:
        """A person's published clips of any visibility, newest first, and the next cursor. Raises BadCursor.

        ``every_state``: all but the erased, by time of creation, for their owner.
        """
        sql = _SQL.all_of_person if every_state else _SQL.by_person
        return await self._page(sql, {"person_id": person_id}, cursor, limit)

    async def by_people(
        self, person_ids: Sequence[UUID], cursor: str | None = None, limit: int = 30
    ) -> tuple[list[UUID], str | None]:
        """The published clips of several people, newest first, and the next cursor. Raises BadCursor."""
        return await self._page(_SQL.by_people, {"person_ids": list(person_ids)}, cursor, limit)

    async def counts_of(self, person_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
        """Of each person the number of public clips and of the likes of these."""
        rows = await self._rows(_SQL.count_by_people, {"person_ids": list(person_ids)})
        found = {row[0]: (row[1], row[2]) for row in rows}
        return {person_id: found.get(person_id, (0, 0)) for person_id in person_ids}

    async def playable(self) -> int:
        """How many public clips play in this zone."""
        return int((await self._rows(_SQL.count_playable, {}))[0][0])

    async def cards(
        self, clip_ids: Iterable[UUID], viewer_pid: UUID | None = None, person_id: UUID | None = None
    ) -> dict[UUID, Card]:
        """The cards of clips, for a viewer (``viewer_pid``: likes, saves, follows; ``person_id``: own clips).

        Missing are erased clips, clips whose creator is unknown, and clips that are not public while the
        custodian does not answer: no key, no data.
        """
        rows = await self._rows(_SQL.cards, {"clip_ids": list(clip_ids), "pid": viewer_pid})
        owners = list({row[1] for row in rows})
        creators = await self._creators(owners) if owners else {}
        followed: Collection[UUID] = ()
        if viewer_pid is not None and self._followed is not None and owners:
            followed = await self._followed(viewer_pid, owners)
        handles = await self._handles({row[1] for row in rows if row[9] is not None or row[16] is not None})
        cards: dict[UUID, Card] = {}
        for row in rows:
            creator = creators.get(row[1])
            if creator is None or (row[9] is not None and row[1] not in handles):
                continue
            cards[row[0]] = self._card(row, creator, handles.get(row[1]), person_id, row[1] in followed)
        return cards

    async def open_cards(self, clip_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, Card]]:
        """Owner and card of those of the clips whose caption is open, with nothing of a viewer's.

        The card has no creator yet and no reason of a rejection.
        """
        rows = await self._rows(_SQL.cards, {"clip_ids": list(clip_ids), "pid": None})
        return {row[0]: (row[1], self._card(row, None, None, None, False)) for row in rows if row[9] is None}

    def _card(
        self,
        row: Sequence[Any],
        creator: Creator | None,
        owner: Handle | None,
        person_id: UUID | None,
        following: bool,
    ) -> Card:
        (clip_id, owner_id, state, progress, visibility, language, caption, colour, placeholder, sealed,
         duration_ms, width, height, created_at, published_at, code, message,
         likes, plays, saves, shares, liked, saved, media) = row  # fmt: skip
        shown = face.Face(caption or "", colour, placeholder)
        if sealed is not None and owner is not None:
            shown = face.open_face(owner, sealed)
        renditions, poster = files(clip_id, media)
        own = owner_id == person_id
        return Card(
            id=clip_id, zone=self._zone, state=State(state), progress=round(progress, 3),
            caption=shown.caption, language=shared(language),
            visibility=shared(visibility), duration_ms=duration_ms,
            width=width, height=height, created_at=created_at, published_at=published_at, colour=shown.colour,
            placeholder=shown.placeholder, rejection=rejection(owner, code, message) if own else None,
            creator=creator, renditions=renditions, poster=poster, counts=Counts(likes, plays, saves, shares),
            mine=Mine(liked, saved, following, own),
        )  # fmt: skip

    async def _ask_facts(self, clip_ids: Sequence[UUID]) -> dict[UUID, Facts]:
        rows = await self._rows(_SQL.facts, {"clip_ids": list(clip_ids)})
        return {row[0]: _facts(*row) for row in rows}

    async def _handles(self, owners: Collection[UUID]) -> dict[UUID, Handle]:
        found: dict[UUID, Handle] = {}
        for owner in owners:
            try:
                found[owner] = await self._keys.person(owner, face.PURPOSE)
            except (CustodianUnavailable, KeyDestroyed):
                continue
        return found

    async def _page(
        self, sql: str, of: dict[str, Any], cursor: str | None, limit: int
    ) -> tuple[list[UUID], str | None]:
        before, before_id = after(cursor)
        wanted = of | {"before": before, "before_id": before_id, "limit": limit + 1}
        rows = await self._rows(sql, wanted)
        more = cursor_of(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
        return [row[0] for row in rows[:limit]], more

    async def _rows(self, sql: str, wanted: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.read() as conn:
            return await (await conn.execute(sql, wanted)).fetchall()


def _facts(clip_id: UUID, person_id: UUID, visibility: str, state: str, *rest: Any) -> Facts:
    return Facts(clip_id, person_id, visibility, State(state), *rest)


def rejection(owner: Handle | None, code: str | None, message: bytes | None) -> Rejection | None:
    """Why a clip was refused; a plain sentence while the custodian does not answer."""
    if code is None:
        return None
    if owner is None or message is None:
        return Rejection(code, "This clip could not be used. The exact reason can be read again in a moment.")
    return Rejection(code, face.open_rejection(owner, message))
