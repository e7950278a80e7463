"""The end of an account, and the same when something breaks in the middle of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.keys import KeyDestroyed, Keys, NotAllowed
from kurzum.custody.purposes import Purpose
from kurzum.people import People
from kurzum.people.errors import HandleTaken, NoSuchHandle, WrongCredentials
from kurzum.store.pool import Database
from parts.chance import seeded
from parts.people import CHEAP, wish

TABLES = ("person", "credential", "session", "viewer", "edge", "erasure", "answer")
COUNT = "SELECT count(*) FROM people.{}"
WHERE = ("hook", "pids", "destroy", "last")


class Crash(Exception):
    """The process ends here."""


@pytest.fixture
async def people(database: Database, keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    """The server's."""
    people = People(database, keys, clock, ids, seeded("people"), cost=CHEAP)
    yield people
    people.close()


@pytest.fixture
async def eraser(database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    """The worker's: only it may destroy keys."""
    people = People(database, worker_keys, clock, ids, seeded("eraser"), cost=CHEAP, quiet=timedelta())
    yield people
    people.close()


async def somebody(people: People, keys: Keys) -> tuple[UUID, UUID]:
    """Anna, who follows and is followed, is signed in and has used an Idempotency-Key."""
    anna = await people.joining.sign_up(wish("anna", email="anna@example.org"))
    bernd = await people.joining.sign_up(wish("bernd"))
    pids = await keys.pids([anna, bernd], Purpose.GRAPH)
    await people.graph.put(pids[anna], "follow", pids[bernd])
    await people.graph.put(pids[bernd], "follow", pids[anna])
    await people.sessions.begin(anna, "cookie")

    async def made() -> bytes:
        return b"{}"

    await people.answers.once(anna, "a key", b"POST", made)
    return anna, pids[anna]


async def left(database: Database) -> dict[str, int]:
    found = {}
    async with database.read() as conn:
        for table in TABLES:
            row = await (await conn.execute(COUNT.format(table))).fetchone()
            assert row is not None
            found[table] = row[0]
    return found


ONE_ALONE = {t: 1 if t in ("person", "credential", "viewer") else 0 for t in TABLES}


async def test_who_asks_to_be_erased_is_gone_at_once_and_entirely_soon(
    people: People, eraser: People, keys: Keys, worker_keys: Keys, database: Database
) -> None:
    anna, pid = await somebody(people, keys)
    token = await people.sessions.begin(anna, "cookie")
    steps: list[tuple[UUID, UUID | None]] = []

    async def step(person_id: UUID, pid: UUID | None) -> None:
        steps.append((person_id, pid))

    eraser.erasures.also(step)
    await people.erasures.ask(anna, at_once=True)
    await people.erasures.ask(anna, at_once=True)
    assert await people.sessions.find(token) is None
    with pytest.raises(NoSuchHandle):
        await people.profiles.by_handle("anna")
    with pytest.raises(WrongCredentials):
        await people.accounts.sign_in("anna", "correct horse battery")
    assert await eraser.erasures.pending() == [anna]
    await eraser.erasures.finish(anna)
    assert steps == [(anna, pid)]
    assert await left(database) == ONE_ALONE
    assert await eraser.erasures.pending() == []
    with pytest.raises(KeyDestroyed):
        await worker_keys.person(anna, Purpose.ACCOUNT)
    assert await worker_keys.pids([anna], Purpose.ACCOUNT) == {}
    with pytest.raises(HandleTaken):
        await people.joining.sign_up(wish("anna"))


@pytest.mark.parametrize("where", WHERE)
async def test_an_erasure_that_breaks_off_is_finished_by_the_next_run(
    where: str,
    people: People,
    eraser: People,
    keys: Keys,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna, _ = await somebody(people, keys)
    await people.erasures.ask(anna, at_once=True)
    with monkeypatch.context() as broken:
        break_at(where, eraser, broken)
        with pytest.raises((Crash, AttributeError)):
            await eraser.erasures.finish(anna)
    assert await eraser.erasures.pending() == [anna]
    await eraser.sweep()
    assert await left(database) == ONE_ALONE


def break_at(where: str, eraser: People, broken: pytest.MonkeyPatch) -> None:
    """Crash before a room's step, before the viewing side goes, after the keys went, or in the last write."""

    async def crash(*_: object, **__: object) -> None:
        raise Crash

    if where == "hook":
        calls = iter([True])

        async def step(*_: object) -> None:
            if next(calls, False):
                raise Crash

        eraser.erasures.also(step)
    elif where == "pids":
        broken.setattr(eraser.graph, "forget", crash)
    elif where == "destroy":
        destroy = eraser.erasures._keys.destroy

        async def destroy_and_crash(ids: list[UUID], purpose: Purpose) -> None:
            await destroy(ids, purpose)
            raise Crash

        broken.setattr(eraser.erasures._keys, "destroy", destroy_and_crash)
    else:
        broken.setattr("kurzum.people.erasures._LAST", ("tombstone", "no_such_query"))


async def test_the_server_cannot_destroy_a_key(people: People, keys: Keys) -> None:
    anna, _ = await somebody(people, keys)
    await people.erasures.ask(anna, at_once=True)
    with pytest.raises(NotAllowed):
        await people.erasures.finish(anna)
    assert await people.erasures.pending() == [anna]


async def test_one_that_cannot_be_finished_holds_up_no_other(
    people: People, eraser: People, keys: Keys
) -> None:
    anna, _ = await somebody(people, keys)
    carla = await people.joining.sign_up(wish("carla"))

    async def step(person_id: UUID, _: UUID | None) -> None:
        if person_id == anna:
            raise Crash

    eraser.erasures.also(step)
    await people.erasures.ask(anna, at_once=True)
    await people.erasures.ask(carla, at_once=True)
    with pytest.raises(Crash):
        await eraser.sweep()
    assert await eraser.erasures.pending() == [anna]


async def test_a_key_that_was_made_in_vain_goes_too(
    people: People, eraser: People, database: Database
) -> None:
    done = await asyncio.gather(
        *(people.joining.sign_up(wish("anna")) for _ in range(3)), return_exceptions=True
    )
    anna = [answer for answer in done if isinstance(answer, UUID)]
    assert len(anna) == 1
    await eraser.sweep()
    assert await left(database) == ONE_ALONE, "only she who was first is left"
    assert await people.accounts.sign_in("anna", "correct horse battery") == anna[0]
