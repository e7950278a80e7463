"""Idempotency-Key: done once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.people.answers import Answers
from kurzum.people.errors import OtherRequest, StillRunning
from kurzum.store.pool import Database
from kurzum.store.queries import load


class Maker:
    """Makes something, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self) -> bytes:
        self.made += 1
        return f"answer {self.made}".encode()


@pytest.fixture
async def anna(keys: Keys) -> UUID:
    return (await keys.new_person(Purpose.SIGN_UP)).person_id


@pytest.fixture
def answers(database: Database, keys: Keys, clock: FixedClock) -> Answers:
    return Answers(database, keys, clock)


async def test_the_same_request_is_done_once_and_answered_alike(answers: Answers, anna: UUID) -> None:
    maker = Maker()
    first = await answers.once(anna, "k1", b"request", maker)
    assert await answers.once(anna, "k1", b"request", maker) == first
    assert await answers.once(anna, "k2", b"request", maker) != first
    assert maker.made == 2


async def test_another_request_with_the_key_is_refused(answers: Answers, anna: UUID, keys: Keys) -> None:
    maker = Maker()
    await answers.once(anna, "k1", b"request", maker)
    with pytest.raises(OtherRequest):
        await answers.once(anna, "k1", b"another", maker)
    bernd = (await keys.new_person(Purpose.SIGN_UP)).person_id
    assert await answers.once(bernd, "k1", b"another", maker) == b"answer 2"


async def test_what_failed_may_be_tried_again(answers: Answers, anna: UUID) -> None:
    async def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError):
        await answers.once(anna, "k1", b"request", fail)
    assert await answers.once(anna, "k1", b"request", Maker()) == b"answer 1"


async def test_two_at_once_make_one(answers: Answers, anna: UUID) -> None:
    maker, go = Maker(), asyncio.Event()

    async def slow() -> bytes:
        await go.wait()
        return await maker()

    first = asyncio.create_task(answers.once(anna, "k1", b"request", slow))
    second = await eventually_running(lambda: answers.once(anna, "k1", b"request", maker), first)
    assert isinstance(second, StillRunning)
    go.set()
    assert await first == b"answer 1"
    assert maker.made == 1


async def eventually_running(
    ask: Callable[[], Awaitable[bytes]], first: asyncio.Task[bytes]
) -> BaseException | None:
    """Ask until the first request has taken the key."""
    while not first.done():
        await asyncio.sleep(0.02)
        try:
            await ask()
        except StillRunning as refused:
            return refused
        raise AssertionError("the second request was done")
    return None


async def test_after_a_crash_the_next_one_takes_over(
    answers: Answers,
    anna: UUID,
    database: Database,
    keys: Keys,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def killed(*_: object) -> bytes:
        raise SystemExit

    with monkeypatch.context() as dead:
        # A killed process gives no key back.
        dead.setattr("kurzum.people.answers._SQL", Without("free"))
        with pytest.raises((SystemExit, AttributeError)):
            await answers.once(anna, "k1", b"request", killed)
    next_server = Answers(database, keys, clock)
    assert await next_server.once(anna, "k1", b"request", Maker()) == b"answer 1"


class Without:
    """The queries, but for one."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> str:
        if name == self._name:
            raise AttributeError(name)
        return str(getattr(load("kurzum.people", "answers.sql"), name))


async def test_nothing_stored_tells_what_was_asked(answers: Answers, anna: UUID, database: Database) -> None:
    async def made() -> bytes:
        return b"canary answer"

    await answers.once(anna, "canary-key", b"canary request", made)
    async with database.read() as conn:
        row = await (await conn.execute("SELECT * FROM people.answer")).fetchone()
    assert b"canary" not in b"".join(v for v in row or () if isinstance(v, bytes))


async def test_answers_are_kept_for_a_day(answers: Answers, anna: UUID, clock: FixedClock) -> None:
    maker = Maker()
    await answers.once(anna, "k1", b"request", maker)
    clock.move(timedelta(hours=23))
    await answers.sweep()
    assert await answers.once(anna, "k1", b"request", maker) == b"answer 1"
    clock.move(timedelta(hours=2))
    await answers.sweep()
    assert await answers.once(anna, "k1", b"request", maker) == b"answer 2"
