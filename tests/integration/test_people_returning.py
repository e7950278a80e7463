"""A zone and its keys from backups of different days: what either knows of the erased, the other is told."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.records import Records
from kurzum.custody.keys import Keys
from kurzum.custody.purposes import Purpose
from kurzum.custody.sealing import DataKey
from kurzum.people import People
from kurzum.people.errors import WrongCredentials
from kurzum.people.returning import Returned
from kurzum.store.pool import Database
from parts.chance import seeded
from parts.people import CHEAP, wish

ANOTHER_ID = tuple(
    f"UPDATE people.{table} SET person_id = %s WHERE person_id = %s"  # noqa: S608 (names of this file alone)
    for table in ("person", "credential", "handle")
)
EVERYBODY = "SELECT (SELECT count(*) FROM people.person), (SELECT count(*) FROM people.viewer)"


@pytest.fixture
async def people(database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids) -> AsyncIterator[People]:
    """With the rights of a worker: only it may destroy keys. It makes people as bots' accounts are made."""
    people = People(database, worker_keys, clock, ids, seeded("people"), cost=CHEAP, quiet=timedelta())
    yield people
    people.close()


async def forget(pid: UUID) -> None:
    """What other rooms have of a viewer: nothing here."""


async def test_who_is_destroyed_there_is_erased_here(
    people: People, keys: Keys, worker_keys: Keys, database: Database, clock: FixedClock, ids: Ids
) -> None:
    server = People(database, keys, clock, ids, seeded("server"), cost=CHEAP)
    anna = await server.joining.sign_up(wish("anna"))
    bernd = await server.joining.sign_up(wish("bernd"))
    server.close()
    # The custodian's backup is newer than the zone's: it knows of an erasure that the zone has not seen.
    await worker_keys.destroy([anna], Purpose.ERASE)
    found = await people.returning.settle(forget)
    assert found == Returned(people=2, without_keys=0, erased_again=1, keys_destroyed_again=0)
    assert await people.erasures.pending() == [anna]
    await people.erasures.finish_all()
    async with database.read() as conn:
        assert await (await conn.execute(EVERYBODY)).fetchone() == (1, 1)
    assert (await people.profiles.by_handle("bernd")).person_id == bernd
    # Again is fine.
    again = await people.returning.settle(forget)
    assert (again.people, again.erased_again, again.keys_destroyed_again) == (1, 0, 1)


async def test_who_has_no_keys_is_signed_out_and_counted(
    people: People, keys: Keys, database: Database, clock: FixedClock, ids: Ids
) -> None:
    server = People(database, keys, clock, ids, seeded("server"), cost=CHEAP)
    anna = await server.joining.sign_up(wish("anna"))
    await server.joining.sign_up(wish("bernd"))
    async with database.write() as conn:
        # As if she had joined after the custodian's backup: the zone has her, the keys do not.
        other = ids.new()
        for query in ANOTHER_ID:
            await conn.execute(query, (other, anna))
    token = await server.sessions.begin(other, "cookie")
    server.close()
    found = await people.returning.settle(forget)
    assert (found.people, found.without_keys, found.erased_again) == (2, 1, 0)
    assert await people.sessions.find(token) is None
    # What is public of her stays, and others must be able to block her: she has an empty viewing side.
    assert other in await keys.pids([other], Purpose.FEED)
    with pytest.raises(WrongCredentials):
        await people.accounts.sign_in("anna", wish("anna").password)
    assert await people.accounts.sign_in("bernd", wish("bernd").password)


def test_an_older_copy_of_the_keys_forgets_whom_the_stones_name(tmp_path: Path) -> None:
    from kurzum.custody import wire

    def opened(folder: Path) -> Records:
        folder.mkdir(exist_ok=True)
        keys = Keyring([DataKey(b"e" * 16, b"k" * 32)])
        return Records([folder / "keys.sqlite"], keys, "us", seeded(str(folder)))

    pairs = [wire.Pair(UUID(int=n), UUID(int=100 + n)) for n in range(4)]
    records = opened(tmp_path / "now")
    records.make(pairs)
    records.close()
    shutil.copytree(tmp_path / "now", tmp_path / "older")
    records = opened(tmp_path / "now")
    records.destroy([pairs[1].person_id])
    stones = records.stones([pairs[1].person_id])
    records.close()
    older = opened(tmp_path / "older")
    assert older.standing("person", [UUID(int=1), UUID(int=9)]) == ([], [UUID(int=9)])
    assert older.destroy_again([*stones, b"of another custodian, 32 bytes.."]) == [pairs[1]]
    for side, owner in (("person", pairs[1].person_id), ("viewer", pairs[1].pid)):
        assert older.standing(side, [owner]) == ([owner], [])  # type: ignore[arg-type]
    assert older.open_all() == (3, 3)
    older.close()
