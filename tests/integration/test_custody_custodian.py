"""What the custodian keeps: durable, closed without its epoch key, gone when destroyed."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kurzum.core.clock import FixedClock
from kurzum.custody import Keys, Purpose, SealBroken, wire
from kurzum.custody.custodian import Custodian
from kurzum.custody.custodian.epoch import EpochLost
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.records import IdsClash, Records
from kurzum.custody.sealing import DataKey
from kurzum.custody.sockets import connect
from parts.chance import seeded
from parts.custodian import MachineClock, TestCustodian
from parts.patient import patient_keys

EPOCH = DataKey(b"an epoch's id, 16"[:16], b"an epoch's key, of 32 bytes, yes"[:32])


def _records(folder: Path, zone: str = "us") -> Records:
    folder.mkdir(exist_ok=True)
    standby = folder.with_name(f"{folder.name}-standby")
    standby.mkdir(exist_ok=True)
    return Records((folder / "keys.sqlite", standby / "keys.sqlite"), Keyring([EPOCH]), zone, seeded())


def _pair(number: int) -> wire.Pair:
    return wire.Pair(UUID(int=number), UUID(int=number + 1000))


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_neither_ids_nor_keys_are_readable_in_its_folder(tmp_path: Path) -> None:
    records = _records(tmp_path)
    pair = wire.Pair(UUID(bytes=b"an id of a person"[:16]), UUID(bytes=b"a pid of a person"[:16]))
    records.make([pair])
    ((record,), _) = records.fetch("person", [pair.person_id])
    stored = _all_bytes(tmp_path)
    secrets = [pair.person_id.bytes, pair.pid.bytes, str(pair.person_id).encode(), record.person_key]
    for secret in [*secrets, record.viewer_key, record.person_key_id, record.viewer_key_id]:
        assert secret not in stored
    records.close()


def test_the_two_sides_share_nothing_that_joins_them(tmp_path: Path) -> None:
    records = _records(tmp_path)
    records.make([_pair(1)])
    ((record,), _) = records.fetch("viewer", [_pair(1).pid])
    assert record.person_key_id != record.viewer_key_id
    assert record.person_key != record.viewer_key
    records.close()


def test_what_was_made_is_there_after_the_power_went(tmp_path: Path) -> None:
    records = _records(tmp_path / "one")
    records.make([_pair(number) for number in range(5)])
    # The files as they are on the disk at this moment, without closing anything.
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    found, destroyed = _records(tmp_path / "two").fetch(
        "person", [_pair(number).person_id for number in range(6)]
    )
    assert ([record.pid for record in found], destroyed) == ([_pair(number).pid for number in range(5)], [])
    records.close()


def test_a_batch_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    records = _records(tmp_path)
    records.make([_pair(1)])
    with pytest.raises(IdsClash):
        records.make([_pair(2), wire.Pair(UUID(int=1), UUID(int=5))])
    assert records.fetch("person", [UUID(int=2)]) == ([], [])
    records.make([_pair(1), _pair(2)])
    records.close()


def test_the_destroyed_leave_no_record_in_any_file(tmp_path: Path) -> None:
    records = _records(tmp_path)
    records.make([_pair(number) for number in range(200)])
    path = tmp_path / "keys.sqlite"
    with sqlite3.connect(path) as reader:
        sealed = [row[0] for row in reader.execute("SELECT sealed FROM record")]
    reader.close()
    records.destroy([_pair(number).person_id for number in range(0, 200, 2)])
    left = _all_bytes(tmp_path)
    assert sum(one in left for one in sealed) == 100
    found, destroyed = records.fetch("viewer", [_pair(number).pid for number in range(200)])
    assert (len(found), len(destroyed)) == (100, 100)
    records.close()


def test_a_record_moved_to_anothers_row_does_not_open(tmp_path: Path) -> None:
    records = _records(tmp_path)
    records.make([_pair(1), _pair(2)])
    thief = sqlite3.connect(tmp_path / "keys.sqlite")
    with thief:
        (one, other) = thief.execute("SELECT person_tag, sealed FROM record").fetchall()
        thief.execute("UPDATE record SET sealed = ? WHERE person_tag = ?", (other[1], one[0]))
    thief.close()
    with pytest.raises(SealBroken):
        records.fetch("person", [UUID(int=1), UUID(int=2)])
    records.close()


def test_pids_that_were_exchanged_are_noticed(tmp_path: Path) -> None:
    records = _records(tmp_path)
    records.make([_pair(1), _pair(2)])
    thief = sqlite3.connect(tmp_path / "keys.sqlite")
    with thief:
        (one, other) = thief.execute("SELECT person_tag, pid_tag FROM record").fetchall()
        thief.execute("UPDATE record SET pid_tag = x'00' WHERE person_tag = ?", (one[0],))
        thief.execute("UPDATE record SET pid_tag = ? WHERE person_tag = ?", (one[1], other[0]))
        thief.execute("UPDATE record SET pid_tag = ? WHERE person_tag = ?", (other[1], one[0]))
    thief.close()
    with pytest.raises(SealBroken, match="another's place"):
        records.fetch("viewer", [_pair(1).pid])
    records.close()


def test_another_zones_custodian_opens_nothing(tmp_path: Path) -> None:
    _records(tmp_path).close()
    with pytest.raises(SealBroken):
        _records(tmp_path, zone="world")


@pytest.mark.parametrize("harm", ["missing", "short", "open to others"])
def test_without_its_epoch_file_it_does_not_start(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "custodian"
    asyncio.run(_start_and_stop(folder))
    for epoch in (folder / "epoch", tmp_path / "standby" / "epoch"):
        if harm == "missing":
            epoch.unlink()
        elif harm == "short":
            epoch.write_bytes(epoch.read_bytes()[:-3])
        else:
            epoch.chmod(0o644)
    with pytest.raises(EpochLost, match="epoch"):
        asyncio.run(_start_and_stop(folder))


@pytest.mark.parametrize("harm", ["missing", "short", "zeros"])
@pytest.mark.parametrize("place", ["custodian", "standby"])
def test_one_epoch_file_is_enough_and_the_other_is_made_from_it(
    tmp_path: Path, harm: str, place: str
) -> None:
    asyncio.run(_start_and_stop(tmp_path / "custodian"))
    epoch = tmp_path / place / "epoch"
    whole = epoch.read_bytes()
    if harm == "missing":
        epoch.unlink()
    else:
        epoch.write_bytes(whole[:-3] if harm == "short" else bytes(len(whole)))
    asyncio.run(_start_and_stop(tmp_path / "custodian"))
    assert epoch.read_bytes() == whole
    assert not (tmp_path / place / "epoch.next").exists()


async def _start_and_stop(folder: Path) -> None:
    custodian = Custodian(folder, folder.with_name("standby"), "us", MachineClock(), seeded())
    try:
        await custodian.open()
    finally:
        await custodian.close()


def test_a_first_start_that_broke_off_is_completed(tmp_path: Path) -> None:
    folder = tmp_path / "custodian"
    folder.mkdir()
    (folder / "shares").mkdir()
    (folder / "shares" / "operator.new").write_bytes(b"half")
    for name in ("epoch.next.new", "keys.sqlite.new", "copy.sqlite", "copy.sqlite.new"):
        (folder / name).write_bytes(b"half")
    asyncio.run(_start_and_stop(folder))
    asyncio.run(_start_and_stop(folder))
    names = {path.name for path in (*folder.iterdir(), *(folder / "shares").iterdir())}
    assert names == {"epoch", "keys.sqlite", "log", "shares", "operator", "custodian"}


def test_its_folder_and_files_are_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "custodian"
    asyncio.run(_start_and_stop(folder))
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in (*folder.rglob("*"), *(tmp_path / "standby").rglob("*"), tmp_path / "standby"):
        assert path.stat().st_mode & 0o077 == 0, path


async def test_who_does_not_keep_to_the_protocol_is_hung_up_on(custodian: TestCustodian, keys: Keys) -> None:
    for rubbish in (b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\4abcd", b"\xff" * 100, b"\0\0\0\0"):
        reader, writer = await connect(custodian.sockets["server"])
        writer.write(rubbish)
        assert await asyncio.wait_for(reader.read(), 60) == b""
        writer.close()
    assert await keys.new_person(Purpose.SIGN_UP)


async def test_its_socket_may_lie_at_a_long_path(tmp_path: Path, clock: FixedClock) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    custodian = TestCustodian(deep)
    custodian.start()
    try:
        async with patient_keys(custodian.sockets["server"], clock, seeded()) as keys:
            assert await keys.new_person(Purpose.SIGN_UP)
    finally:
        custodian.stop()


class Life(RuleBasedStateMachine):
    """Any order of making, destroying and crashing, against a model of two dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="kz-records-"))
        self.records = _records(self.folder)
        self.alive: dict[UUID, UUID] = {}
        self.dead: set[UUID] = set()

    @rule(person=st.integers(1, 6), viewer=st.integers(101, 106))
    def make(self, person: int, viewer: int) -> None:
        pair = wire.Pair(UUID(int=person), UUID(int=viewer))
        clash = (
            {pair.person_id, pair.pid} & self.dead
            or self.alive.get(pair.person_id, pair.pid) != pair.pid
            or any(pid == pair.pid and owner != pair.person_id for owner, pid in self.alive.items())
        )
        if clash:
            with pytest.raises(IdsClash):
                self.records.make([pair])
        else:
            self.records.make([pair])
            self.alive[pair.person_id] = pair.pid

    @rule(person=st.integers(1, 6))
    def destroy(self, person: int) -> None:
        owner = UUID(int=person)
        gone = self.records.destroy([owner])
        pid = self.alive.pop(owner, None)
        assert gone == ([] if pid is None else [wire.Pair(owner, pid)])
        self.dead |= {owner} if pid is None else {owner, pid}

    @rule()
    def crash(self) -> None:
        after = self.folder.with_name(self.folder.name + "x")
        shutil.copytree(self.folder, after)
        self.records.close()
        shutil.rmtree(self.folder)
        self.folder, self.records = after, _records(after)

    @invariant()
    def both_sides_agree_with_the_model(self) -> None:
        people = [UUID(int=number) for number in range(1, 7)]
        found, destroyed = self.records.fetch("person", people)
        assert {record.person_id: record.pid for record in found} == self.alive
        assert set(destroyed) == self.dead & set(people)
        viewers = [UUID(int=number) for number in range(101, 107)]
        found, destroyed = self.records.fetch("viewer", viewers)
        assert {record.person_id: record.pid for record in found} == self.alive
        assert set(destroyed) == self.dead & set(viewers)

    def teardown(self) -> None:
        self.records.close()
        shutil.rmtree(self.folder)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)


def test_who_asks_for_too_many_is_refused_and_written_down(tmp_path: Path) -> None:
    async def asked() -> list[object]:
        folder, clock = tmp_path / "custodian", FixedClock(datetime(2026, 11, 22, 12, tzinfo=UTC))
        custodian = Custodian(folder, tmp_path / "standby", "us", clock, seeded(), {"feed": (100, 60)})
        await custodian.open()
        answers: list[object] = []
        for many, later_s in ((100, 0), (1, 0), (2, 1), (1, 0)):
            clock.move(timedelta(seconds=later_s))
            ids = [UUID(int=number) for number in range(many)]
            answers.append(await custodian.answer("server", wire.Unwrap("person", ids, Purpose.FEED)))
        await custodian.close()
        return answers

    answers = asyncio.run(asked())
    refused = [isinstance(answer, wire.Failure) and answer.code == "too_many" for answer in answers]
    assert refused == [False, True, True, False]
    (log,) = (tmp_path / "custodian" / "log").iterdir()
    outcomes = [json.loads(line)["outcome"] for line in log.read_text().splitlines()]
    assert outcomes == ["done", "too_many", "too_many", "done"]
