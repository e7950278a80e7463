"""What a viewer decided about their own feed: what stays off it, and from when on interests count.

Every decision is kept as one sealed value with the one before it, so the last change can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal
from unicodedata import normalize
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from kurzum.clips.topics import hashtags
from kurzum.custody import Handle, Keys, Purpose
from kurzum.feed.errors import BadTopic, NothingToUndo, TooManyHidden
from kurzum.store.pool import Database
from kurzum.store.queries import load

MOST_HIDDEN = 1_000
AT_ONCE_MS = 60_000
"""A reset so soon after a reset is the same one, sent again: else undo would lead back to nothing."""
_SQL = load("kurzum.feed", "choices.sql")
FIELD = "feed.choice"

HiddenKind = Literal["creator", "sound", "topic"]
Change = Literal["reset", "hide", "show"]


class Hidden(msgspec.Struct, frozen=True, array_like=True):
    """Something that stays off For You. ``key``: a person_id or a sound's id as text, or a topic's word."""

    kind: HiddenKind
    key: str
    at_ms: int


class Choices(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """A viewer's decisions. ``hidden``: in the order of hiding; ``reset_ms``: watches before this Unix time
    are no interests (0: all are); ``before``: what was before ``changed``, and of that nothing before."""

    hidden: tuple[Hidden, ...] = ()
    reset_ms: int = 0
    before: Choices | None = None
    changed: Change | None = None

    @cached_property
    def hidden_creators(self) -> frozenset[UUID]:
        """The person_ids whose clips stay off."""
        return frozenset(UUID(one.key) for one in self.hidden if one.kind == "creator")

    @cached_property
    def hidden_sounds(self) -> frozenset[UUID]:
        """The sounds whose clips stay off."""
        return frozenset(UUID(one.key) for one in self.hidden if one.kind == "sound")

    @cached_property
    def hidden_topics(self) -> frozenset[str]:
        """The words, without ``#``, whose clips stay off."""
        return frozenset(one.key for one in self.hidden if one.kind == "topic")

    def hides(self, kind: str, key: str) -> bool:
        """Whether this stays off."""
        return any(one.kind == kind and one.key == key for one in self.hidden)


NO_CHOICES = Choices()
"""Of somebody who decided nothing: nothing stays off, every watch counts."""

How = Callable[[Choices], Choices]


def hide(choices: Choices, kind: HiddenKind, key: str, now_ms: int) -> Choices:
    """Keep something off. Again changes nothing. Raises TooManyHidden."""
    if choices.hides(kind, key):
        return choices
    if len(choices.hidden) >= MOST_HIDDEN:
        raise TooManyHidden(
            f"You hide {MOST_HIDDEN} already, as many as can be. Nothing was changed; show one again first."
        )
    return _changed(choices, "hide", (*choices.hidden, Hidden(kind, key, now_ms)), choices.reset_ms)


def show(choices: Choices, kind: HiddenKind, key: str) -> Choices:
    """Keep something off no more. Nothing happens where it is not hidden."""
    left = tuple(one for one in choices.hidden if (one.kind, one.key) != (kind, key))
    return choices if left == choices.hidden else _changed(choices, "show", left, choices.reset_ms)


def reset(choices: Choices, now_ms: int) -> Choices:
    """Let interests begin anew. What is hidden stays hidden. Within ``AT_ONCE_MS`` again changes nothing."""
    if choices.changed == "reset" and 0 <= now_ms - choices.reset_ms < AT_ONCE_MS:
        return choices
    return _changed(choices, "reset", choices.hidden, now_ms)


def undo(choices: Choices) -> Choices:
    """What was before the last change. Raises NothingToUndo: there is one step, and not two."""
    if choices.before is None:
        raise NothingToUndo("There is no change left to take back. Your feed is as it was.")
    return choices.before


def topic_of(text: str) -> str:
    """The word by which a topic is known, of any spelling of it, with or without ``#``. Raises BadTopic."""
    word = normalize("NFKC", normalize("NFKC", text).casefold()).removeprefix("#")
    if hashtags(f"#{word}") != (word,):
        raise BadTopic(
            "A topic is one word as in a hashtag: letters, digits and underscores, at most 50 of them, and "
            "not a number alone. Nothing was changed.",
            fields={"key": "One word, as in a hashtag."},
        )
    return word


def encode(choices: Choices) -> bytes:
    """The bytes that are sealed."""
    return msgspec.msgpack.encode(_Stored(1, choices))


def decode(plain: bytes) -> Choices:
    """What ``encode`` made. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(plain, type=_Stored).choices


class ChoiceBook:
    """Keeps everybody's choices, one sealed row each."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def of(self, pid: UUID) -> Choices:
        """A viewer's choices. Raises CustodianUnavailable, KeyDestroyed, DatabaseUnavailable."""
        return await self.read(await self._keys.viewer(pid, Purpose.FEED))

    async def read(self, handle: Handle) -> Choices:
        """The choices of the viewer of a handle. Raises DatabaseUnavailable, KeyWiped."""
        async with self._database.read() as conn:
            cursor = await conn.execute(_SQL.one, {"pid": handle.owner}, binary=True)
            row = await cursor.fetchone()
        return NO_CHOICES if row is None else _open(handle, row[0])

    async def change(self, pid: UUID, how: How) -> Choices:
        """Change a viewer's choices; durable on return, and every process is told within the same commit.

        One change of a viewer at a time: each sees the one before it. What ``how`` raises leaves all as it
        was. Raises CustodianUnavailable, KeyDestroyed, DatabaseUnavailable.
        """
        handle = await self._keys.viewer(pid, Purpose.FEED)
        async with self._database.write() as conn:
            before = await self._take(conn, handle)
            after = how(before)
            if after is not before:
                await conn.execute(_SQL.keep, {"pid": pid, "sealed": _seal(handle, after)})
        return after

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's choices; copies of them cannot be opened once their key is gone."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget, {"pid": pid})

    async def _take(self, conn: AsyncConnection, handle: Handle) -> Choices:
        """The choices, locked until the transaction ends; there is a row then."""
        taken = {"pid": handle.owner, "sealed": _seal(handle, NO_CHOICES)}
        row = await (await conn.execute(_SQL.take, taken, binary=True)).fetchone()
        return NO_CHOICES if row is None else _open(handle, row[0])


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed. ``v``: the schema."""

    v: int
    choices: Choices


def _changed(choices: Choices, change: Change, hidden: tuple[Hidden, ...], reset_ms: int) -> Choices:
    before = msgspec.structs.replace(choices, before=None, changed=None)
    return Choices(hidden, reset_ms, before, change)


def _seal(handle: Handle, choices: Choices) -> bytes:
    return handle.seal("behaviour", FIELD, encode(choices))


def _open(handle: Handle, sealed: bytes) -> Choices:
    return decode(handle.open("behaviour", FIELD, sealed))
