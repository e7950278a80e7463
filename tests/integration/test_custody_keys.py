"""Keys on loan from a real custodian: for listed purposes, bound to one side, gone when they must be gone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.errors import Conflict, NotFound
from kurzum.core.ids import uuid7_ms
from kurzum.custody import (
    CustodianUnavailable,
    Handle,
    KeyDestroyed,
    Keys,
    KeyWiped,
    NoSuchPerson,
    PersonIds,
    Purpose,
    SealBroken,
    wire,
)
from kurzum.custody.heartbeat import BEAT_S, LEASE_S
from kurzum.custody.keys import PATIENCE_S, NotAllowed
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.patient import patient_keys, started_anew
from parts.waiting import until

AT_ONCE_S = 0.9 * PATIENCE_S
"""Less than one question to a custodian that says nothing takes."""
STRANGER = UUID(int=1 << 76 | 7 << 76)


@pytest.fixture
async def hasty(custodian: TestCustodian, clock: FixedClock) -> AsyncIterator[Keys]:
    """With no more patience than a server has."""
    async with Keys(custodian.sockets["server"], "us", clock, seeded("hasty")) as keys:
        await until(lambda: _held(keys))
        yield keys


async def _usable(handle: Handle) -> bool:
    try:
        handle.seal("contact", "email", b"x")
    except KeyWiped:
        return False
    return True


async def _unusable(handle: Handle) -> bool:
    return not await _usable(handle)


async def test_a_person_gets_two_ids_and_two_keys(keys: Keys) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    person = await keys.person(anna.person_id, Purpose.ACCOUNT)
    viewer = await keys.viewer(anna.pid, Purpose.FEED)
    sealed = person.seal("contact", "email", b"anna@example.org")
    assert person.open("contact", "email", sealed) == b"anna@example.org"
    for wrong in (("contact", "phone"), ("identity", "email")):
        with pytest.raises(SealBroken):
            person.open(*wrong, sealed)
    with pytest.raises(SealBroken):
        viewer.open("contact", "email", sealed)
    assert person.key.id != viewer.key.id


async def test_two_people_do_not_open_each_others_fields(keys: Keys) -> None:
    anna, ben = [await keys.new_person(Purpose.SIGN_UP) for _ in range(2)]
    sealed = (await keys.person(anna.person_id, Purpose.ACCOUNT)).seal("contact", "email", b"x")
    with pytest.raises(SealBroken):
        (await keys.person(ben.person_id, Purpose.ACCOUNT)).open("contact", "email", sealed)


async def test_the_two_ids_do_not_tell_that_they_belong_together(keys: Keys, clock: FixedClock) -> None:
    apart = []
    for _ in range(20):
        ids = await keys.new_person(Purpose.SIGN_UP)
        assert uuid7_ms(ids.person_id) == clock.ms()
        apart.append(abs(uuid7_ms(ids.pid) - uuid7_ms(ids.person_id)))
        clock.move(timedelta(milliseconds=1))
    assert min(apart) > 1000
    assert max(apart) > 30 * 24 * 3600 * 1000


async def test_only_the_custodian_joins_the_ids_and_does_so_in_batches(keys: Keys) -> None:
    people = [await keys.new_person(Purpose.SIGN_UP) for _ in range(3)]
    joined = {ids.person_id: ids.pid for ids in people}
    assert await keys.pids([*joined, STRANGER], Purpose.GRAPH) == joined
    assert await keys.persons([*joined.values(), STRANGER], Purpose.GRAPH) == {
        ids.pid: ids.person_id for ids in people
    }
    assert await keys.pid(people[0].person_id, Purpose.GRAPH) == people[0].pid
    assert await keys.person_id(people[0].pid, Purpose.GRAPH) == people[0].person_id
    handles = await keys.handles("viewer", [*joined.values(), STRANGER], Purpose.FEED)
    assert set(handles) == set(joined.values())


async def test_batches_of_any_size_are_cut_into_those_that_fit(keys: Keys) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    crowd = [UUID(int=number) for number in range(2500)]
    assert await keys.pids([*crowd, anna.person_id], Purpose.GRAPH) == {anna.person_id: anna.pid}


async def test_strangers_are_not_found_on_either_side(keys: Keys) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    for ask in (keys.person, keys.viewer, keys.pid, keys.person_id):
        with pytest.raises(NoSuchPerson):
            await ask(STRANGER, Purpose.ACCOUNT)
    with pytest.raises(NoSuchPerson):
        await keys.person(anna.pid, Purpose.ACCOUNT)
    with pytest.raises(NoSuchPerson):
        await keys.viewer(anna.person_id, Purpose.FEED)


async def test_each_role_gets_only_what_its_purposes_allow(keys: Keys, worker_keys: Keys) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    refused: list[Callable[[], object]] = [
        lambda: keys.destroy([anna.person_id], Purpose.ERASE),
        lambda: keys.person(anna.person_id, Purpose.PROCESS),
        lambda: keys.new_person(Purpose.FEED),
        lambda: worker_keys.new_person(Purpose.SIGN_UP),
        lambda: worker_keys.destroy([anna.person_id], Purpose.FEED),
    ]
    for ask in refused:
        with pytest.raises(NotAllowed):
            await ask()  # type: ignore[misc]
    assert await worker_keys.person(anna.person_id, Purpose.PROCESS)


async def test_destroying_reaches_every_process_within_five_seconds(
    keys: Keys, worker_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that nothing is taken back but by the custodian's word, however slow this machine is.
    monkeypatch.setattr("kurzum.custody.heartbeat.LEASE_S", 3600.0)
    anna, ben = [await keys.new_person(Purpose.SIGN_UP) for _ in range(2)]
    person = await keys.person(anna.person_id, Purpose.ACCOUNT)
    viewer = await keys.viewer(anna.pid, Purpose.FEED)
    other = await keys.person(ben.person_id, Purpose.ACCOUNT)
    dropped: list[frozenset[UUID] | None] = []
    keys.watch(dropped.append)
    await worker_keys.destroy([anna.person_id], Purpose.ERASE)
    await until(lambda: _unusable(person), 5)
    assert await _unusable(viewer)

    async def told() -> bool:
        return frozenset({anna.person_id, anna.pid}) in dropped

    await until(told)
    assert dropped == [frozenset({anna.person_id, anna.pid})]
    assert await _usable(other)
    for client in (keys, worker_keys):
        with pytest.raises(KeyDestroyed):
            await client.person(anna.person_id, Purpose.ACCOUNT)
        with pytest.raises(KeyDestroyed):
            await client.viewer(anna.pid, Purpose.ACCOUNT)
        assert await client.pids([anna.person_id, ben.person_id], Purpose.GRAPH) == {ben.person_id: ben.pid}
    await worker_keys.destroy([anna.person_id, STRANGER], Purpose.ERASE)


async def test_a_silent_custodian_leaves_no_key_after_five_seconds(
    keys: Keys, hasty: Keys, custodian: TestCustodian
) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    await hasty.pids([anna.person_id], Purpose.GRAPH)
    handle = await hasty.person(anna.person_id, Purpose.ACCOUNT)
    dropped: list[frozenset[UUID] | None] = []
    hasty.watch(dropped.append)
    custodian.freeze()
    await until(lambda: _unusable(handle), 5)
    assert dropped == [None]
    assert not hasty.held
    # At once: a request does not wait for what is known to be silent.
    async with asyncio.timeout(AT_ONCE_S):
        for ask in (hasty.person, hasty.pid):
            with pytest.raises(CustodianUnavailable):
                await ask(anna.person_id, Purpose.ACCOUNT)
    custodian.thaw()
    await until(lambda: _held(hasty))
    assert await hasty.person(anna.person_id, Purpose.ACCOUNT)


async def test_a_custodian_that_was_killed_knows_everybody_again(
    keys: Keys, custodian: TestCustodian
) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    sealed = (await keys.person(anna.person_id, Purpose.ACCOUNT)).seal("contact", "email", b"x")
    custodian.kill()
    await started_anew(custodian, keys)
    handle = await keys.person(anna.person_id, Purpose.SIGN_IN)
    assert handle.open("contact", "email", sealed) == b"x"
    ben = await keys.new_person(Purpose.SIGN_UP)
    assert await keys.pids([ben.person_id], Purpose.GRAPH) == {ben.person_id: ben.pid}


async def test_one_beat_missed_does_not_cost_the_lease(
    keys: Keys, hasty: Keys, custodian: TestCustodian
) -> None:
    anna, now = await keys.new_person(Purpose.SIGN_UP), asyncio.get_running_loop().time
    for _ in range(20):
        handle, began = await hasty.person(anna.person_id, Purpose.ACCOUNT), now()
        custodian.freeze()
        await until(lambda: _silent(hasty))
        custodian.thaw()
        await until(lambda: _heard(hasty))
        # A machine with much to do may take a whole loan's time for this: then it says nothing.
        if now() - began < LEASE_S - BEAT_S:
            assert await _usable(handle)
            return
    raise AssertionError("no beat was missed in less than a loan's time")


async def _held(keys: Keys) -> bool:
    return keys.held


async def _silent(keys: Keys) -> bool:
    return keys._heartbeat.silent


async def _heard(keys: Keys) -> bool:
    return not keys._heartbeat.silent


async def test_making_the_same_person_again_makes_nothing_new(keys: Keys, custodian: TestCustodian) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    handle = await keys.person(anna.person_id, Purpose.ACCOUNT)
    again = wire.NewKey([wire.Pair(anna.person_id, anna.pid)], Purpose.SIGN_UP)
    assert await keys._ask(again) == wire.Done()
    custodian.kill()
    await started_anew(custodian, keys)
    assert (await keys.person(anna.person_id, Purpose.SIGN_IN)).key.id == handle.key.id


async def test_ids_in_use_or_destroyed_are_refused(keys: Keys, worker_keys: Keys) -> None:
    anna, ben = [await keys.new_person(Purpose.SIGN_UP) for _ in range(2)]
    await worker_keys.destroy([ben.person_id], Purpose.ERASE)
    clashes = [
        PersonIds(anna.person_id, STRANGER),
        PersonIds(STRANGER, anna.pid),
        PersonIds(ben.person_id, ben.pid),
        PersonIds(STRANGER, ben.pid),
    ]
    for ids in clashes:
        with pytest.raises(Conflict):
            await keys._ask(wire.NewKey([wire.Pair(ids.person_id, ids.pid)], Purpose.SIGN_UP))
    with pytest.raises(NotFound):
        await keys.person(STRANGER, Purpose.ACCOUNT)


async def test_many_at_once_share_one_line(keys: Keys) -> None:
    people = await asyncio.gather(*(keys.new_person(Purpose.SIGN_UP) for _ in range(50)))
    handles = await asyncio.gather(*(keys.person(ids.person_id, Purpose.ACCOUNT) for ids in people))
    assert len({handle.key.id for handle in handles}) == 50


async def test_the_number_of_leases_is_bounded_and_those_that_fell_out_are_still_reached(
    custodian: TestCustodian, clock: FixedClock, worker_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that nothing is taken back but by the custodian's word, however slow this machine is.
    monkeypatch.setattr("kurzum.custody.heartbeat.LEASE_S", 3600.0)
    async with patient_keys(custodian.sockets["server"], clock, seeded("few"), most_leases=2) as keys:
        people = [await keys.new_person(Purpose.SIGN_UP) for _ in range(4)]
        handles = [await keys.person(ids.person_id, Purpose.ACCOUNT) for ids in people]
        assert len(keys._leases._keys["person"]._values) == 2
        again = await keys.person(people[0].person_id, Purpose.ACCOUNT)
        assert again.key is handles[0].key
        await worker_keys.destroy([people[1].person_id], Purpose.ERASE)
        await until(lambda: _unusable(handles[1]), 5)
        assert await _usable(handles[0])


async def test_every_purpose_is_written_down_and_nobodys_id(keys: Keys, custodian: TestCustodian) -> None:
    anna = await keys.new_person(Purpose.SIGN_UP)
    await keys.person(anna.person_id, Purpose.ACCOUNT)
    with pytest.raises(NotAllowed):
        await keys.destroy([anna.person_id], Purpose.ERASE)
    # One file a day, and a day may end meanwhile.
    text = "".join(path.read_text() for path in sorted((custodian.folder / "log").iterdir()))
    lines = [json.loads(line) for line in text.splitlines()]
    assert [
        (line["role"], line["op"], line["purpose"], line["count"], line["outcome"]) for line in lines
    ] == [
        ("server", "new_key", "sign_up", 1, "done"),
        ("server", "unwrap", "account", 1, "done"),
        ("server", "destroy", "erase", 1, "forbidden"),
    ]
    for owner in (anna.person_id, anna.pid):
        assert str(owner) not in text
        assert owner.hex not in text
