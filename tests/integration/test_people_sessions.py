"""Sessions: how long they live and how fast they end, in one server and in another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.keys import Keys
from kurzum.people import People
from kurzum.store.pool import Database
from parts.chance import seeded
from parts.people import CHEAP, wish

SECOND = timedelta(seconds=1)


@pytest.fixture
async def people(database: Database, keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    people = People(database, keys, clock, ids, seeded("people"), session_days=30, cost=CHEAP)
    yield people
    people.close()


@pytest.fixture
async def elsewhere(database: Database, keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    """Another server process on the same database."""
    people = People(database, keys, clock, ids, seeded("elsewhere"), session_days=30, cost=CHEAP)
    yield people
    people.close()


async def test_a_token_finds_its_session_and_is_stored_nowhere(people: People, database: Database) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    token = await people.sessions.begin(person_id, "cookie")
    found = await people.sessions.find(token)
    assert found is not None
    assert (found.person_id, found.handle, found.kind) == (person_id, "anna", "cookie")
    async with database.read() as conn:
        row = await (await conn.execute("SELECT token_hash FROM people.session")).fetchone()
    assert row is not None
    assert len(row[0]) == 32
    assert row[0] not in token.encode()


async def test_what_is_no_token_finds_nothing(people: People) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    token = await people.sessions.begin(person_id, "cookie")
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    for wrong in (
        "",
        "x",
        token[:-1],
        token + "A",
        "é" * 64,
        "!" * 64,
        changed,
        token[:-1] + "\0",
        "\ud800" * 64,
    ):
        assert await people.sessions.find(wrong) is None


async def test_an_end_is_known_at_once_here_and_within_a_second_elsewhere(
    people: People, elsewhere: People, clock: FixedClock
) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    token = await people.sessions.begin(person_id, "cookie")
    session = await people.sessions.find(token)
    assert session is not None
    assert await elsewhere.sessions.find(token) is not None
    await people.sessions.end(person_id, session.session_id)
    assert await people.sessions.find(token) is None
    clock.move(SECOND)
    assert await elsewhere.sessions.find(token) is None


async def test_everywhere_means_tokens_too_and_but_one_means_but_one(people: People) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    other_id = await people.joining.sign_up(wish("bernd"))
    mine = [await people.sessions.begin(person_id, kind) for kind in ("cookie", "token", "cookie")]
    others = await people.sessions.begin(other_id, "cookie")
    kept = await people.sessions.find(mine[0])
    assert kept is not None
    await people.sessions.end_all(person_id, but=kept.session_id)
    assert [await people.sessions.find(t) is not None for t in mine] == [True, False, False]
    await people.sessions.end_all(person_id)
    assert await people.sessions.find(mine[0]) is None
    assert await people.sessions.find(others) is not None


async def test_nobody_ends_the_session_of_another(people: People) -> None:
    anna = await people.joining.sign_up(wish("anna"))
    bernd = await people.joining.sign_up(wish("bernd"))
    token = await people.sessions.begin(anna, "cookie")
    session = await people.sessions.find(token)
    assert session is not None
    await people.sessions.end(bernd, session.session_id)
    assert await people.sessions.find(token) is not None


async def test_a_session_lives_while_it_is_used_and_ends_when_it_is_not(
    people: People, clock: FixedClock, database: Database
) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    used, unused = [await people.sessions.begin(person_id, "cookie") for _ in range(2)]
    for _ in range(4):
        clock.move(timedelta(days=10))
        assert await people.sessions.find(used) is not None
    assert await people.sessions.find(unused) is None
    assert len(await people.sessions.of_person(person_id)) == 1
    await people.sessions.sweep()
    async with database.read() as conn:
        assert await (await conn.execute("SELECT count(*) FROM people.session")).fetchone() == (1,)
    clock.move(timedelta(days=31))
    assert await people.sessions.find(used) is None
