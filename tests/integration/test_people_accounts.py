"""Accounts: sign-up, sign-in, passwords, changes, bots; with a real database and a real custodian."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.keys import Keys
from kurzum.custody.line import CustodianUnavailable
from kurzum.custody.purposes import Purpose
from kurzum.people import Changes, People, SignUp
from kurzum.people.errors import (
    BadHandle,
    BadProfile,
    HandleTaken,
    NoSuchHandle,
    TooYoung,
    WeakPassword,
    WrongCredentials,
    WrongPassword,
)
from kurzum.store.pool import Database
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.people import CHEAP, wish

ALL = "SELECT * FROM people.{}"
PASSWORD = "correct horse battery"
CANARIES = ("1990-05-17", "canary@example.org", "+491701234567", PASSWORD, "$argon2id")


@pytest.fixture
async def people(database: Database, keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    people = People(database, keys, clock, ids, seeded("people"), cost=CHEAP)
    yield people
    people.close()


async def everything(database: Database) -> str:
    """Every row of the room's tables, as text, sealed bytes as hex and as latin-1."""
    tables = ("person", "handle", "credential", "session", "viewer", "edge", "erasure", "answer")
    found = []
    async with database.read() as conn:
        for table in tables:
            for row in await (await conn.execute(ALL.format(table))).fetchall():
                found += [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in row]
    return "\n".join(found)


async def test_who_signed_up_can_sign_in_and_see_their_account(people: People, database: Database) -> None:
    person_id = await people.joining.sign_up(
        wish("Anna.Bell", name="Anna", email="canary@example.org", phone="+49 170 1234567")
    )
    assert await people.accounts.sign_in("@anna.BELL ", PASSWORD) == person_id
    account = await people.accounts.account(person_id)
    assert (account.handle, account.name, account.market) == ("anna.bell", "Anna", "US")
    assert (account.email, account.phone) == ("canary@example.org", "+491701234567")
    assert account.birth_date == date(1990, 5, 17)
    stored = await everything(database)
    assert not [canary for canary in CANARIES if canary in stored]


async def test_no_row_holds_both_ids(people: People, database: Database, keys: Keys) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    pid = await keys.pid(person_id, Purpose.ACCOUNT)
    async with database.read() as conn:
        persons = await (await conn.execute("SELECT xmin::text, * FROM people.person")).fetchall()
        viewers = await (await conn.execute("SELECT xmin::text, * FROM people.viewer")).fetchall()
    assert person_id in persons[0]
    assert pid not in persons[0]
    assert viewers == [(viewers[0][0], pid, "US", "en", "adult")]
    assert persons[0][0] != viewers[0][0], "one transaction would join the two sides"


async def test_wrong_credentials_all_look_alike(people: People) -> None:
    await people.joining.sign_up(wish("anna"))
    said = set()
    for handle, password in (
        ("anna", "wrong password"),
        ("nobody_here", PASSWORD),
        ("!", PASSWORD),
        ("", ""),
    ):
        with pytest.raises(WrongCredentials) as refused:
            await people.accounts.sign_in(handle, password)
        said.add((refused.value.code, refused.value.message))
    assert len(said) == 1


async def test_a_handle_is_taken_once_and_for_all(people: People) -> None:
    await people.joining.sign_up(wish("anna"))
    for handle in ("anna", "ANNA", "@Anna"):
        with pytest.raises(HandleTaken):
            await people.joining.sign_up(wish(handle))


async def test_two_who_want_one_handle_at_once(people: People, database: Database) -> None:
    import asyncio

    done = await asyncio.gather(
        *(people.joining.sign_up(wish("anna")) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(answer, HandleTaken) for answer in done) == 3
    async with database.read() as conn:
        assert (await (await conn.execute("SELECT count(*) FROM people.person")).fetchone()) == (1,)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (wish("anna", birth_date=date(2013, 11, 23)), TooYoung),
        (wish("kurzum"), BadHandle),
        (wish("anna", password="123456789"), WeakPassword),
        (wish("anna", email="no address"), BadProfile),
        (wish("anna", name="a\u202eb"), BadProfile),
    ],
)
async def test_who_is_refused_leaves_nothing(
    people: People, database: Database, wanted: SignUp, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await people.joining.sign_up(wanted)
    assert await everything(database) == ""


async def test_without_the_custodian_nobody_signs_up_or_in(
    people: People, custodian: TestCustodian, database: Database, clock: FixedClock
) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    custodian.kill()
    with pytest.raises(CustodianUnavailable):
        await people.joining.sign_up(wish("bernd"))
    assert (await people.profiles.by_handle("anna")).person_id == person_id
    with pytest.raises(NoSuchHandle):
        await people.profiles.by_handle("bernd")


async def test_a_changed_password_opens_and_the_old_one_does_not(people: People) -> None:
    person_id = await people.joining.sign_up(wish("anna"))
    with pytest.raises(WrongPassword):
        await people.accounts.change_password(person_id, "wrong password", "another good one")
    with pytest.raises(WeakPassword):
        await people.accounts.change_password(person_id, PASSWORD, "short")
    await people.accounts.change_password(person_id, PASSWORD, "another good one")
    assert await people.accounts.sign_in("anna", "another good one") == person_id
    with pytest.raises(WrongCredentials):
        await people.accounts.sign_in("anna", PASSWORD)


async def test_an_account_changes_only_where_it_is_told(
    people: People, keys: Keys, database: Database
) -> None:
    person_id = await people.joining.sign_up(wish("anna", email="anna@example.org"))
    before = await people.accounts.account(person_id)
    await people.accounts.change(person_id, Changes(bio="Hello\nthere"))
    await people.accounts.change(person_id, Changes(language="de", name="Änne"))
    after = await people.accounts.account(person_id)
    assert (after.bio, after.language, after.name) == ("Hello\nthere", "de", "Änne")
    assert (after.email, after.market, after.handle) == (before.email, before.market, before.handle)
    await people.accounts.change(person_id, Changes(email=""))
    assert (await people.accounts.account(person_id)).email is None
    pid = await keys.pid(person_id, Purpose.ACCOUNT)
    async with database.read() as conn:
        found = await (
            await conn.execute("SELECT language FROM people.viewer WHERE pid = %s", [pid])
        ).fetchone()
    assert found == ("de",)


async def test_who_has_a_birthday_is_older_at_the_next_sign_in(
    people: People, keys: Keys, clock: FixedClock
) -> None:
    person_id = await people.joining.sign_up(wish("anna", birth_date=date(2010, 12, 1)))
    pid = await keys.pid(person_id, Purpose.ACCOUNT)
    assert await people.viewers.age_tier(pid) == "13_15"
    clock.move(timedelta(days=10))
    await people.accounts.sign_in("anna", PASSWORD)
    assert await people.viewers.age_tier(pid) == "16_17"


async def test_a_bot_says_so_is_there_once_and_lets_nobody_in(
    database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids
) -> None:
    people = People(database, worker_keys, clock, ids, seeded("bots"), cost=CHEAP)
    person_id = await people.add_bot("drift_bot", "Drift", "Draws waves.", "en", "US")
    assert await people.add_bot("drift_bot", "Drift", "Draws waves.", "en", "US") == person_id
    assert (await people.profiles.by_handle("drift_bot")).bot
    for password in ("", "nobody's password"):
        with pytest.raises(WrongCredentials):
            await people.accounts.sign_in("drift_bot", password)
    people.close()
