"""Held look-ups: dropped when the database says that they moved, bounded, and never older than a look."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kurzum.store.held import Held
from kurzum.store.pool import Database
from kurzum.store.queries import load

ONE, OTHER = UUID(int=1), UUID(int=2)


class Asked:
    """What the database is asked, and by whom it is changed meanwhile."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.questions: list[list[UUID]] = []
        self.change_meanwhile = False

    async def ask(self, keys: Sequence[UUID]) -> dict[UUID, int]:
        self.questions.append(list(keys))
        answer = {key: len(self.questions) for key in keys if key != OTHER}
        if self.change_meanwhile:
            await move(self.database, ONE)
            await self.database.moves.look()
        return answer


async def move(database: Database, *keys: UUID) -> None:
    async with database.append() as conn:
        await conn.execute("INSERT INTO store.moved (topic, keys) VALUES ('thing', %s)", (list(keys),))


async def test_a_value_is_asked_for_once_until_it_moves_anywhere(database: Database, conninfo: str) -> None:
    asked = Asked(database)
    held = Held(database.moves, ("thing",), asked.ask, 10)
    assert [await held.one(ONE) for _ in range(3)] == [1, 1, 1]
    elsewhere = await Database.open(conninfo, name="elsewhere", wait_s=60)
    await move(elsewhere, OTHER)
    await database.moves.look()
    assert await held.one(ONE) == 1
    await move(elsewhere, ONE)
    await database.moves.look()
    assert await held.one(ONE) == 2
    await elsewhere.close()


async def test_own_moves_are_known_already_and_own_changes_are_seen_at_once(database: Database) -> None:
    asked = Asked(database)
    held = Held(database.moves, ("thing",), asked.ask, 10)
    await held.one(ONE)
    origin = await database.moves.origin()
    async with database.append() as conn:
        note = "INSERT INTO store.moved (topic, keys, origin) VALUES ('thing', %s, %s)"
        await conn.execute(note, ([ONE], origin))
    await database.moves.look()
    assert await held.one(ONE) == 1
    async with database.write() as conn:
        await conn.execute("INSERT INTO store.moved (topic, keys) VALUES ('thing', %s)", ([ONE],))
    assert await held.one(ONE) == 2


async def test_what_moves_while_it_is_asked_for_is_not_held(database: Database) -> None:
    asked = Asked(database)
    held = Held(database.moves, ("thing",), asked.ask, 10)
    await database.moves.look()
    asked.change_meanwhile = True
    assert await held.one(ONE) == 1
    asked.change_meanwhile = False
    assert await held.one(ONE) == 2
    assert await held.one(ONE) == 2


async def test_what_is_not_there_is_asked_for_again_and_the_least_used_goes_first(database: Database) -> None:
    asked = Asked(database)
    held = Held(database.moves, ("thing",), asked.ask, 2)
    assert await held.one(OTHER) is None
    assert await held.one(OTHER) is None
    assert len(asked.questions) == 2
    keys = [UUID(int=n) for n in (5, 6, 7)]
    await held.many(keys[:2])
    await held.one(keys[0])
    await held.one(keys[2])
    assert len(held) == 2
    assert held.peek(keys[1]) is None
    assert held.peek(keys[0]) is not None


async def test_a_move_that_commits_late_is_not_missed(database: Database, conninfo: str) -> None:
    asked = Asked(database)
    held = Held(database.moves, ("thing",), asked.ask, 10)
    elsewhere = await Database.open(conninfo, name="elsewhere", wait_s=60)
    async with elsewhere.write() as conn:
        await conn.execute("INSERT INTO store.moved (topic, keys) VALUES ('thing', %s)", ([ONE],))
        await move(database, OTHER)  # begins later, is committed earlier
        await database.moves.look()
        assert await held.one(ONE) == 1
    await database.moves.look()
    assert await held.one(ONE) == 2
    await elsewhere.close()


async def test_old_notes_and_those_of_another_cluster_are_forgotten(database: Database) -> None:
    sql = load("kurzum.store", "moves.sql")
    await move(database, ONE)
    async with database.append() as conn:
        row = await (await conn.execute(sql.begin)).fetchone()
        assert row is not None
        copied = "INSERT INTO store.moved (xact, topic, keys) VALUES ('99999999999', 'thing', %s)"
        await conn.execute(copied, ([OTHER],))
        await conn.execute("INSERT INTO store.moved (topic, keys) VALUES ('later', %s)", ([ONE],))
        await conn.execute(sql.forget, {"before": row[0]})
        left = await (await conn.execute("SELECT topic FROM store.moved")).fetchall()
    assert left == [("later",)]
