"""The epoch key: sealed under shares, in two places, changed by a rotation; whenever the power goes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.custody import wire
from kurzum.custody.custodian import shares
from kurzum.custody.custodian.affairs import Affairs, Closed
from kurzum.custody.custodian.epoch import EpochLost
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.records import Records
from kurzum.custody.custodian.safes import Safe, take_share
from kurzum.custody.custodian.shares import BadShare
from kurzum.custody.custodian.twofold import StoreFails, StoresDiffer
from kurzum.custody.sealing import DataKey, SealBroken
from parts.chance import seeded
from parts.custodian import MachineClock
from parts.power import PowerCut, cut_before

PAIRS = [wire.Pair(UUID(int=n), UUID(int=n + 1000)) for n in range(500)]
PLAIN = b"\x01" + b"an id of an epoch"[:16] + b"its key, as it was kept in 0.1: "
ONE = UUID(int=7)


def _places(folder: Path) -> tuple[Safe, Safe]:
    return Safe(folder / "custodian"), Safe(folder / "standby")


def _opened(folder: Path, seed: str = "epoch") -> Affairs:
    affairs = Affairs(_places(folder), "us", MachineClock(), seeded(seed))
    affairs.open()
    return affairs


def _filled(folder: Path) -> Path:
    affairs = _opened(folder)
    affairs.records.make(PAIRS)
    affairs.records.destroy([ONE])
    affairs.close()
    return folder


def _is_whole(folder: Path) -> None:
    """It starts, everybody is there but the one who was destroyed, and both places hold the same."""
    affairs = _opened(folder, "again")
    while affairs.turning:
        _turn(affairs)
    found, destroyed = affairs.records.fetch("viewer", [pair.pid for pair in PAIRS])
    assert {record.pid for record in found} == {pair.pid for pair in PAIRS if pair.person_id != ONE}
    assert len(destroyed) == 1
    affairs.close()
    one, other = _places(folder)
    assert one.epoch.read_bytes() == other.epoch.read_bytes()
    assert not one.next_epoch.exists() and not other.next_epoch.exists()
    keys = Keyring([DataKey(b"x" * 16, b"k" * 32)])
    with pytest.raises(SealBroken):
        Records([one.store, other.store], keys, "us", seeded())


def _turn(affairs: Affairs) -> None:
    affairs.vault.begin_turn()
    after: bytes | None = b""
    while after is not None:
        after = affairs.vault.turn_some(after)
    affairs.vault.end_turn()


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _before_each_step(folder: Path, whole: Path, work: Callable[[Path], object]) -> int:
    """Do the work on a copy of ``whole``, once for each step at which the power may go; each must start."""
    step = 0
    while True:
        tried = folder / f"step{step}"
        shutil.copytree(whole, tried)
        try:
            with cut_before(step):
                work(tried)
            return step
        except PowerCut:
            _is_whole(tried)
            shutil.rmtree(tried)
        step += 1


def _of_before(folder: Path) -> Path:
    """A custodian's folder as Kurzum 0.1 left it."""
    safe = _places(folder)[0]
    safe.folder.mkdir(parents=True)
    records = Records([safe.store], Keyring([DataKey(PLAIN[1:17], PLAIN[17:])]), "us", seeded("0.1"))
    records.make(PAIRS)
    records.destroy([ONE])
    records.close()
    safe.plain.write_bytes(PLAIN)
    safe.plain.chmod(0o600)
    return folder


def test_a_folder_of_before_is_converted_whenever_the_power_goes(tmp_path: Path) -> None:
    whole = _of_before(tmp_path / "whole")
    assert _before_each_step(tmp_path, whole, lambda folder: _opened(folder, "try").close()) > 30
    affairs = _opened(whole)
    assert (affairs.attest().epoch, affairs.attest().people) == (1, 499)
    affairs.close()
    assert PLAIN[17:] not in _all_bytes(whole)
    _is_whole(whole)


def test_a_first_start_is_completed_whenever_the_power_goes(tmp_path: Path) -> None:
    step = 0
    while True:
        folder = tmp_path / str(step)
        try:
            with cut_before(step):
                _opened(folder).close()
            break
        except PowerCut:
            _filled(folder)
            _is_whole(folder)
        step += 1
    assert step > 20


def test_a_rotation_is_completed_whenever_the_power_goes(tmp_path: Path) -> None:
    whole = _filled(tmp_path / "whole")

    def rotated(folder: Path) -> None:
        affairs = _opened(folder, "try")
        _turn(affairs)
        affairs.close()

    assert _before_each_step(tmp_path, whole, rotated) > 10


def test_after_a_rotation_a_copy_of_before_opens_never_again(tmp_path: Path) -> None:
    folder = _filled(tmp_path / "now")
    one, other = _places(folder)
    shutil.copy(one.store, tmp_path / "old.sqlite")
    before = one.epoch.read_bytes()
    held = [path.read_bytes() for path in (one.folder / "shares").iterdir()]
    affairs = _opened(folder)
    _turn(affairs)
    told = affairs.attest()
    assert (told.epoch, told.turning, told.people) == (2, False, 499)
    affairs.close()
    _is_whole(folder)
    # The shares are those of before, the epoch file is not, and the one of before lies nowhere.
    assert [path.read_bytes() for path in (one.folder / "shares").iterdir()] == held
    for safe in (one, other):
        assert safe.epoch.read_bytes() != before
        assert before[-80:-20] not in _all_bytes(safe.folder)
    shutil.copy(tmp_path / "old.sqlite", one.store)
    other.store.unlink()
    with pytest.raises(SealBroken):
        _opened(folder)


def test_what_is_destroyed_while_it_rotates_stays_destroyed(tmp_path: Path) -> None:
    affairs = _opened(_filled(tmp_path))
    affairs.vault.begin_turn()
    after = affairs.vault.turn_some(b"")
    affairs.records.destroy([UUID(int=8)])
    affairs.records.make([wire.Pair(UUID(int=9000), UUID(int=9001))])
    while after is not None:
        after = affairs.vault.turn_some(after)
    affairs.vault.end_turn()
    found, destroyed = affairs.records.fetch("person", [UUID(int=7), UUID(int=8), UUID(int=9000)])
    assert [record.pid for record in found] == [UUID(int=9001)]
    assert destroyed == [UUID(int=7), UUID(int=8)]
    assert affairs.records.open_all() == (499, 4)
    affairs.close()


@pytest.mark.parametrize("lost", ["custodian", "standby"])
def test_one_place_is_enough_and_nothing_is_lost_with_the_other(tmp_path: Path, lost: str) -> None:
    folder = _filled(tmp_path)
    shutil.rmtree(folder / lost)
    affairs = _opened(folder)
    assert affairs.attest().made_anew == str(folder / lost / "keys.sqlite")
    affairs.close()
    _is_whole(folder)
    assert _opened(folder).attest().made_anew is None


def test_a_place_that_comes_back_from_before_follows_the_other(tmp_path: Path) -> None:
    folder = _filled(tmp_path / "now")
    shutil.move(folder / "custodian", tmp_path / "disk")
    affairs = _opened(folder)
    affairs.records.destroy([UUID(int=8)])
    affairs.records.make([wire.Pair(UUID(int=9000), UUID(int=9001))])
    affairs.close()
    shutil.rmtree(folder / "custodian")
    shutil.move(tmp_path / "disk", folder / "custodian")
    affairs = _opened(folder)
    found, destroyed = affairs.records.fetch("person", [UUID(int=8), UUID(int=9000)])
    assert ([record.pid for record in found], destroyed) == ([UUID(int=9001)], [UUID(int=8)])
    assert affairs.records.open_all() == (499, 4)
    affairs.close()


def test_whoever_is_destroyed_in_one_place_is_so_in_both(tmp_path: Path) -> None:
    folder = _filled(tmp_path / "now")
    shutil.copytree(folder / "standby", tmp_path / "before")
    affairs = _opened(folder)
    affairs.records.destroy([UUID(int=8)])
    affairs.close()
    # The standby missed that, and counts more writes: it is followed, and must not bring anybody back.
    shutil.rmtree(folder / "standby")
    shutil.move(tmp_path / "before", folder / "standby")
    with sqlite3.connect(_places(folder)[1].store) as db:
        db.execute("UPDATE mark SET writes = writes + 5")
    db.close()
    affairs = _opened(folder)
    assert affairs.records.fetch("person", [UUID(int=8)]) == ([], [UUID(int=8)])
    affairs.close()
    shutil.rmtree(folder / "custodian")
    affairs = _opened(folder)
    assert affairs.records.fetch("person", [UUID(int=8)]) == ([], [UUID(int=8)])
    affairs.close()


def test_while_one_place_is_full_no_write_counts_and_reading_goes_on(tmp_path: Path) -> None:
    affairs = _opened(_filled(tmp_path))
    records, db = affairs.records, affairs.records._store.db
    (pages,) = db.execute("PRAGMA standby.page_count").fetchone()
    new = [wire.Pair(UUID(int=n), UUID(int=n + 1000)) for n in range(5000, 5400)]
    db.execute(f"PRAGMA standby.max_page_count = {pages}").fetchall()
    for _ in range(2):
        with pytest.raises(StoreFails, match="make room"):
            records.make(new)
    assert records.standing("person", [pair.person_id for pair in new])[1] == [pair.person_id for pair in new]
    assert len(records.fetch("person", [pair.person_id for pair in PAIRS])[0]) == 499
    db.execute("PRAGMA standby.max_page_count = 1000000").fetchall()
    records.make(new)
    assert affairs.attest().people == 899
    affairs.close()
    shutil.rmtree(tmp_path / "custodian")
    affairs = _opened(tmp_path)
    assert len(affairs.records.fetch("person", [pair.person_id for pair in new])[0]) == 400
    affairs.close()


def test_a_write_that_reached_one_place_alone_is_in_both_before_the_next_counts(tmp_path: Path) -> None:
    affairs = _opened(_filled(tmp_path))
    records, db = affairs.records, affairs.records._store.db
    missed = wire.Pair(UUID(int=5000), UUID(int=6000))
    records.make([missed])
    # As if the second place had failed while the first had it already: the caller was told no, and asks
    # again.
    db.execute("DELETE FROM standby.record WHERE person_tag = ?", (records._tag("person", missed.person_id),))
    db.execute("UPDATE standby.mark SET writes = writes - 1")
    records._store._equal = False
    records.make([missed])
    ((kept,), _) = records.fetch("person", [missed.person_id])
    affairs.close()
    shutil.rmtree(tmp_path / "custodian")
    affairs = _opened(tmp_path)
    assert affairs.records.fetch("person", [missed.person_id]) == ([kept], [])
    affairs.close()


def test_two_stores_of_different_origin_are_not_mixed(tmp_path: Path) -> None:
    _filled(tmp_path / "one")
    affairs = _opened(tmp_path / "two", "another")
    affairs.close()
    one, _ = _places(tmp_path / "one")
    _, other = _places(tmp_path / "two")
    shutil.copy(other.store, tmp_path / "one" / "standby" / "keys.sqlite")
    with pytest.raises(StoresDiffer, match="different origin"):
        _opened(tmp_path / "one")
    assert one.store.exists()


def _share(folder: Path, holder: shares.Holder) -> bytes:
    return _places(folder)[0].share(holder).read_bytes()


def test_it_waits_for_a_share_that_was_moved_off(tmp_path: Path) -> None:
    folder = _filled(tmp_path / "us")
    own = _share(folder, "custodian")
    lying = [shares.decode(_share(folder, holder), "") for holder in ("operator", "custodian")]
    third = shares.encode(shares.third(lying, "authority"))
    take_share(_places(folder), "custodian")
    assert own[-40:] not in _all_bytes(folder)
    for handed in (own, third):
        affairs = _opened(folder)
        told = affairs.attest()
        assert (told.open, told.shares_here, told.shares_known, told.people) == (False, 1, 1, None)
        assert affairs.waits().code == "waiting_for_share"
        with pytest.raises(Closed, match="unlock --zone us"):
            affairs.records.open_all()
        told = affairs.unlock(handed)
        assert (told.open, told.shares_here, told.people) == (True, 1, 499)
        # What was handed over is written nowhere, also not when a rotation makes a new epoch file.
        _turn(affairs)
        affairs.close()
        assert not _places(folder)[0].share("custodian").exists()
        assert not _places(folder)[1].share("custodian").exists()


def test_a_wrong_share_changes_nothing_and_says_why(tmp_path: Path) -> None:
    folder = _filled(tmp_path / "us")
    own = _share(folder, "custodian")
    _opened(tmp_path / "other", "other").close()
    take_share(_places(folder), "custodian")
    affairs = _opened(folder)
    good = shares.decode(own, "")
    forged = shares.split(os.urandom(32), "us", good.set_id, os.urandom)[1]
    for wrong, why in (
        (b"nothing", "no share"),
        (own.replace(good.value.encode(), good.value[::-1].encode()), "changed or damaged"),
        (_share(tmp_path / "other", "custodian"), "another set"),
        (shares.encode(shares.split(b"k" * 32, "world", good.set_id, os.urandom)[1]), "zone 'world'"),
        (shares.encode(forged), "does not open with this share"),
        (_share(folder, "operator"), ""),
    ):
        if why:
            with pytest.raises(BadShare, match=why):
                affairs.unlock(wrong)
        else:
            # The one that lies here already is one share still.
            affairs.unlock(wrong)
        assert not affairs.is_open and affairs.attest().shares_known == 1
    assert affairs.unlock(own).open
    affairs.close()


def test_an_epoch_file_of_another_zone_does_not_open(tmp_path: Path) -> None:
    folder = _filled(tmp_path)
    affairs = Affairs(_places(folder), "world", MachineClock(), seeded())
    with pytest.raises(EpochLost, match="zone 'us'"):
        affairs.open()
