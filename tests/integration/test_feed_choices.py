"""Choices over a real database: sealed, one change at a time, told to every process, gone with the viewer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import pytest

from kurzum.custody import CustodianUnavailable, Keys, SealBroken
from kurzum.feed import choices as choosing
from kurzum.feed.choices import NO_CHOICES, ChoiceBook
from kurzum.feed.errors import NothingToUndo
from kurzum.store.moves import Dropped
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.custodian import TestCustodian
from parts.feeds import somebody
from parts.waiting import until

NOW = 1_800_000_000_000
MAKER = UUID(int=7)


@pytest.fixture
def book(database: Database, keys: Keys) -> ChoiceBook:
    return ChoiceBook(database, keys)


@pytest.fixture
async def anna(rooms: Rooms) -> UUID:
    return (await somebody(rooms, "anna")).private


@pytest.fixture
async def elsewhere(conninfo: str) -> AsyncIterator[Database]:
    """The database, as another server has it open."""
    database = await Database.open(conninfo, name="elsewhere", wait_s=60)
    yield database
    await database.close()


async def sealed(database: Database) -> list[bytes]:
    async with database.read() as conn:
        rows = await (await conn.execute("SELECT sealed FROM feed.choice")).fetchall()
    return [bytes(row[0]) for row in rows]


def hides(word: str) -> choosing.How:
    return lambda choices: choosing.hide(choices, "topic", word, NOW)


async def test_choices_are_kept_sealed_under_the_viewers_key(
    book: ChoiceBook, anna: UUID, rooms: Rooms, database: Database
) -> None:
    assert await book.of(anna) == NO_CHOICES
    changed = await book.change(anna, hides("dance"))
    changed = await book.change(anna, lambda choices: choosing.hide(choices, "creator", str(MAKER), NOW))
    assert await book.of(anna) == changed
    assert changed.hidden_topics == {"dance"}
    assert changed.hidden_creators == {MAKER}
    (row,) = await sealed(database)
    assert b"dance" not in row
    assert str(MAKER).encode() not in row
    ben = (await somebody(rooms, "ben")).private
    async with database.write() as conn:
        await conn.execute("INSERT INTO feed.choice SELECT %s, sealed FROM feed.choice", (ben,))
    with pytest.raises(SealBroken):
        await book.of(ben)


async def test_changes_at_once_are_all_made(
    book: ChoiceBook, anna: UUID, keys: Keys, elsewhere: Database
) -> None:
    other = ChoiceBook(elsewhere, keys)
    words = [f"word{n}" for n in range(16)]
    await asyncio.gather(
        *(one.change(anna, hides(word)) for one, word in zip([book, other] * 8, words, strict=True))
    )
    assert (await book.of(anna)).hidden_topics == set(words)


async def test_of_two_who_undo_at_once_one_is_told_that_there_is_nothing_left(
    book: ChoiceBook, anna: UUID, keys: Keys, elsewhere: Database
) -> None:
    await book.change(anna, hides("dance"))
    undone = await asyncio.gather(
        *(one.change(anna, choosing.undo) for one in (book, ChoiceBook(elsewhere, keys))),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in undone) == ["Choices", "NothingToUndo"]
    assert (await book.of(anna)).hidden == ()


async def test_every_process_is_told_of_a_change_and_of_nothing_else(
    book: ChoiceBook, anna: UUID, database: Database, elsewhere: Database
) -> None:
    told: list[str] = []

    def tells_of(name: str) -> Dropped:
        return lambda pids: told.append(name if pids == frozenset({anna}) else "all")

    for name, one in (("here", database), ("there", elsewhere)):
        await one.moves.look()
        one.moves.watch("feed", tells_of(name))
    for how, tells in (
        (hides("dance"), True),
        (hides("dance"), False),
        (partial(choosing.reset, now_ms=NOW), True),
        (partial(choosing.reset, now_ms=NOW + 1), False),
        (choosing.undo, True),
    ):
        await book.change(anna, how)
        await database.moves.look()
        await elsewhere.moves.look()
        assert sorted(told) == (["here", "there"] if tells else [])
        told.clear()


async def test_what_is_refused_leaves_nothing_behind(
    book: ChoiceBook, anna: UUID, database: Database
) -> None:
    with pytest.raises(NothingToUndo):
        await book.change(anna, choosing.undo)
    assert await sealed(database) == []
    await book.change(anna, hides("dance"))
    (before,) = await sealed(database)

    def broken(_: choosing.Choices) -> choosing.Choices:
        raise ArithmeticError("broken on purpose")

    with pytest.raises(ArithmeticError):
        await book.change(anna, broken)
    assert await sealed(database) == [before]


async def test_without_the_custodian_nothing_is_read_or_changed(
    book: ChoiceBook, anna: UUID, custodian: TestCustodian, keys: Keys, database: Database
) -> None:
    await book.change(anna, hides("dance"))
    kept = await sealed(database)
    custodian.kill()

    async def away() -> bool:
        return not keys.held

    await until(away, 30)
    for asked in (book.of(anna), book.change(anna, hides("song"))):
        with pytest.raises(CustodianUnavailable):
            await asked
    assert await sealed(database) == kept


async def test_a_forgotten_viewer_leaves_no_choices(book: ChoiceBook, anna: UUID, database: Database) -> None:
    await book.change(anna, hides("dance"))
    await book.forget_viewer(anna)
    assert await sealed(database) == []
    assert await book.of(anna) == NO_CHOICES
