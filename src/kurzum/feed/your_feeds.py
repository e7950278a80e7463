"""Everybody's page "your feed": told from what is known of a viewer, and changed by them alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import islice
from uuid import UUID

import msgspec

from kurzum.clips.card import Creator, Creators
from kurzum.clips.register import Register
from kurzum.core.clock import Clock, unix_ms
from kurzum.custody import Handle, Keys, Purpose
from kurzum.feed import choices as deciding
from kurzum.feed.choices import ChoiceBook, Choices, HiddenKind, How
from kurzum.feed.engine import FeedKind
from kurzum.feed.errors import NoSuchSound
from kurzum.feed.explain import Reason
from kurzum.feed.memory import Memory
from kurzum.feed.shared import Shared
from kurzum.feed.viewing import PersonsOf, RelationsOf
from kurzum.feed.your_feed import Called, CalledOf, Tastes, YourFeed, describe, drawn_to, named_by
from kurzum.store.pool import Database
from kurzum.store.queries import load

LAST_PAGES = 5
_LOOKED_AT = 20
"""So many pages of any kind are looked at for the last of For You."""
_SQL = load("kurzum.feed", "your_feed.sql")
_PAGE = "feed.page"

SoundsOf = Callable[[Sequence[UUID]], Awaitable[dict[UUID, str]]]
"""The titles of those sounds that there are."""


class _Pick(msgspec.Struct, frozen=True):
    clip_id: UUID
    reasons: list[Reason]


class _Page(msgspec.Struct, frozen=True):
    """What is needed of a page's record; the rest of it is skipped, not decoded."""

    kind: FeedKind
    picks: list[_Pick]


async def silence(sounds: Sequence[UUID]) -> dict[UUID, str]:
    """Of a zone that knows no sounds."""
    return {}


class YourFeeds:
    """Every call answers with the page as it is then; raises CustodianUnavailable, DatabaseUnavailable.

    ``leaning``: what leaning to a topic counts in ranking.
    """

    def __init__(
        self,
        *,
        database: Database,
        keys: Keys,
        clock: Clock,
        book: ChoiceBook,
        memory: Memory,
        shared: Shared,
        leaning: float,
        register: Register,
        relations: RelationsOf,
        persons: PersonsOf,
        creators: Creators,
        sounds: SoundsOf = silence,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._book = book
        self._memory = memory
        self._shared = shared
        self._leaning = leaning
        self._register = register
        self._relations = relations
        self._persons = persons
        self._creators = creators
        self._sounds = sounds

    async def of(self, pid: UUID, purpose: Purpose = Purpose.FEED) -> YourFeed:
        """A viewer's page."""
        tastes, choices = await self._known(pid, purpose)
        handle = await self._keys.viewer(pid, purpose)
        picks = named_by(
            ((pick.clip_id, pick.reasons) for pick in await self._last_picks(handle)), self._register
        )
        return describe(tastes, choices, picks, await self._called(pid, tastes, choices))

    async def hide(self, pid: UUID, kind: HiddenKind, key: str) -> YourFeed:
        """Keep something off For You. Again changes nothing.

        ``key``: of a creator the person_id as text; of a topic any spelling, with or without ``#``; of a
        sound its id. Raises BadTopic, NoSuchSound, TooManyHidden.
        """
        stable = await self._stable(kind, key)
        at_ms = unix_ms(self._clock.now())
        return await self._changed(pid, lambda choices: deciding.hide(choices, kind, stable, at_ms))

    async def show(self, pid: UUID, kind: HiddenKind, key: str) -> YourFeed:
        """Keep it off no more; ``key`` in any spelling, of a creator the handle. Raises BadTopic.

        Nothing happens where it is not hidden.
        """
        stable = await self._hidden_as(pid, kind, key)
        if stable is None:
            return await self.of(pid)
        return await self._changed(pid, lambda choices: deciding.show(choices, kind, stable))

    async def reset(self, pid: UUID) -> YourFeed:
        """Let interests begin anew. What was seen stays seen, what is hidden stays hidden."""
        now_ms = unix_ms(self._clock.now())
        return await self._changed(pid, lambda choices: deciding.reset(choices, now_ms))

    async def undo(self, pid: UUID) -> YourFeed:
        """Take the last change back. Raises NothingToUndo."""
        return await self._changed(pid, deciding.undo)

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's choices."""
        await self._book.forget_viewer(pid)

    async def _changed(self, pid: UUID, how: How) -> YourFeed:
        await self._book.change(pid, how)
        return await self.of(pid)

    async def _known(self, pid: UUID, purpose: Purpose) -> tuple[Tastes, Choices]:
        """What the viewer is drawn to and what they decided, of all that was committed before the call."""
        async with self._memory.lock(pid):
            await self._database.moves.fresh()
            await self._register.ready()
            state = await self._memory.state(pid, self._clock.now(), purpose)
            self._shared.cover()
            leanings = self._shared.leanings(state.person)
            tastes = drawn_to(self._shared.learner, state.person, leanings, self._leaning, self._register)
            return tastes, state.choices

    async def _last_picks(self, handle: Handle) -> list[_Pick]:
        """What was on the last pages of For You."""
        wanted = {"pid": handle.owner, "most": _LOOKED_AT}
        async with self._database.read() as conn:
            rows = await (await conn.execute(_SQL.latest_pages, wanted, binary=True)).fetchall()
        opened = (handle.open("behaviour", _PAGE, sealed) for (sealed,) in rows)
        pages = (msgspec.msgpack.decode(plain, type=_Page) for plain in opened)
        of_for_you = islice((page for page in pages if page.kind == "foryou"), LAST_PAGES)
        return [pick for page in of_for_you for pick in page.picks]

    async def _called(self, pid: UUID, tastes: Tastes, choices: Choices) -> CalledOf:
        """How what the page tells of is called. Who is gone, and who is blocked either way, is left out."""
        creators = await self._creators_of(pid, _keys(tastes, choices, "creator"))
        sounds = await self._sounds(_keys(tastes, choices, "sound"))

        def called(kind: str, key: str) -> Called | None:
            if kind == "creator":
                creator = creators.get(UUID(key))
                return Called(creator.handle, creator.name or creator.handle) if creator else None
            if kind == "sound":
                title = sounds.get(UUID(key))
                return None if title is None else Called(key, title)
            return Called(key, key)

        return called

    async def _creators_of(self, pid: UUID, person_ids: Sequence[UUID]) -> dict[UUID, Creator]:
        if not person_ids:
            return {}
        relations = await self._relations(pid)
        apart = relations.blocks | relations.blocked_by
        unseen = set((await self._persons(apart)).values()) if apart else set()
        return await self._creators([one for one in person_ids if one not in unseen])

    async def _stable(self, kind: HiddenKind, key: str) -> str:
        """The key under which something is hidden."""
        if kind == "topic":
            return deciding.topic_of(key)
        if kind == "sound" and (sound := _uuid(key)) not in await self._sounds([sound] if sound else []):
            raise NoSuchSound("There is no such sound here, so nothing was changed.")
        return str(UUID(key))

    async def _hidden_as(self, pid: UUID, kind: HiddenKind, key: str) -> str | None:
        """The key under which it may be hidden; for a creator one under which it is."""
        if kind == "topic":
            return deciding.topic_of(key)
        if kind == "sound":
            return str(sound) if (sound := _uuid(key)) else None
        hidden = (await self._book.of(pid)).hidden_creators
        creators = await self._creators(sorted(hidden)) if hidden else {}
        handle = key.strip().removeprefix("@").lower()
        return next((str(one) for one, creator in creators.items() if creator.handle == handle), None)


def _keys(tastes: Tastes, choices: Choices, kind: str) -> list[UUID]:
    things: Iterable[tuple[str, str]] = (
        *((one.kind, one.key) for one in tastes.drawn),
        *((one.kind, one.key) for one in choices.hidden),
    )
    return list(dict.fromkeys(UUID(key) for found, key in things if found == kind))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
