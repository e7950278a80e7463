"""A zone's epoch key by its commands: demo sealing, the ceremony, waiting for a share, rotation, the
standby."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from parts.backups import run
from parts.caller import PASSWORD, Caller
from parts.processes import processes_of
from parts.standing import SETTINGS, Standing, standing
from parts.waiting import wait_for


@pytest.fixture(scope="module")
def zone() -> Iterator[Standing]:
    """One zone for all of these tests, which follow each other: each begins where the one before ended."""
    with standing() as zone:
        Caller(zone.origin, "US").join("anna").close()
        yield zone


@pytest.fixture(scope="module")
def partner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the custodian's partner keeps things: ``keys``, a backup of before the rotation, and shares."""
    return tmp_path_factory.mktemp("partner")


def _of(zone: Standing) -> tuple[object, ...]:
    return "--home", zone.home, "--zone", "us"


def _status(zone: Standing) -> dict[str, Any]:
    (found,) = json.loads(run("zone", "status", "--home", zone.home, "--json").stdout)["zones"]
    return dict(found)


def _signs_in(zone: Standing) -> int:
    told = {"handle": "anna", "password": PASSWORD}
    return httpx.post(f"{zone.origin}/api/tokens", json=told, timeout=60).status_code


def test_a_demo_says_that_it_opens_by_itself(zone: Standing) -> None:
    found = _status(zone)
    assert [
        line for line in found["sealing"] if line.startswith("demo sealing: 2 shares lie on this machine")
    ]
    told = found["attested"]
    assert (told["epoch"], told["open"], told["shares_here"]) == (1, True, 2) and told["people"] >= 1
    assert "demo sealing" in run("zone", "status", "--home", zone.home).stdout


def test_a_rotation_makes_backups_of_before_useless_and_takes_one(
    zone: Standing, partner: Path, tmp_path: Path
) -> None:
    words = ("custodian", "backup", partner / "keys", *_of(zone), "--keep", 2, "--json")
    assert json.loads(run(*words).stdout)["epoch"] == 1
    shutil.copytree(partner / "keys", tmp_path / "of-before")
    run("zone", "backup", tmp_path / "zone", "--home", zone.home, "--zone", "us")
    told = run("custodian", "rotate", *_of(zone)).stdout
    assert "epoch 2" in told and str(partner / "keys") in told
    assert _status(zone)["attested"]["epoch"] == 2 and _signs_in(zone) == 201
    # Both from before, with every share at hand, and the epoch file that there is.
    home = tmp_path / "home"
    run("zone", "restore", tmp_path / "zone", "--home", home)
    standby = ("--epoch", zone.where.standby(None))
    refused = run("custodian", "restore", tmp_path / "of-before", "--home", home, *standby, check=False)
    assert refused.returncode == 1 and "nobody can open this backup any more" in refused.stderr
    taken = run("custodian", "restore", partner / "keys", "--home", home, *standby, "--json").stdout
    assert (json.loads(taken)["epoch"], json.loads(taken)["opened"]) == (2, True)


def test_a_ceremony_moves_a_share_off(zone: Standing, partner: Path) -> None:
    inside = run("custodian", "ceremony", "--to", zone.home / "x", *_of(zone), check=False)
    assert inside.returncode == 1 and "lies in the HOME" in inside.stderr
    told = run("custodian", "ceremony", "--to", partner / "shares", *_of(zone)).stdout
    assert "the next start waits" in told
    for name in ("custodian", "authority"):
        assert (partner / "shares" / f"kurzum-us-{name}.share").stat().st_mode & 0o077 == 0
    held = (partner / "shares" / "kurzum-us-custodian.share").read_bytes()
    value = json.loads(held)["value"].encode()
    for folder in (zone.where.of("custodian"), zone.where.standby(None)):
        assert not any(value in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    found = _status(zone)
    assert found["attested"]["shares_here"] == 1 and not any("demo" in line for line in found["sealing"])
    again = run("custodian", "ceremony", "--to", partner / "shares", *_of(zone), check=False)
    assert again.returncode == 1 and "does not lie on this machine" in again.stderr
    # What runs goes on, and rotates without a share.
    assert "epoch 3" in run("custodian", "rotate", *_of(zone)).stdout
    assert _signs_in(zone) == 201


def test_the_next_start_waits_for_a_share(zone: Standing, partner: Path) -> None:
    zone.kill("supervisor")
    zone.again()
    assert zone.running and any("waits for a share" in line for line in zone.running.lines)
    assert zone.parts() == {"database": "yes", "custodian": "no", "worker": "yes"}
    assert _signs_in(zone) == 503
    before = zone.process("custodian")["restarts"]
    assert any("waits for a share: 1 of 2" in line for line in _status(zone)["sealing"])
    (partner / "wrong").write_text("no share")
    wrong = run("custodian", "unlock", partner / "wrong", *_of(zone), check=False)
    assert wrong.returncode == 1 and "is no share" in wrong.stderr
    share = partner / "shares" / "kurzum-us-authority.share"
    assert "open: epoch 3" in run("custodian", "unlock", share, *_of(zone)).stdout
    wait_for(lambda: _signs_in(zone) == 201, "nobody could sign in", 60)
    assert zone.process("custodian")["restarts"] == before


def test_the_standby_takes_over_where_the_first_place_is_lost(zone: Standing, partner: Path) -> None:
    Caller(zone.origin, "US").join("bernd").close()
    people = _status(zone)["attested"]["people"]
    zone.kill("supervisor")
    shutil.rmtree(zone.where.of("custodian"))
    zone.again()
    share = partner / "shares" / "kurzum-us-custodian.share"
    run("custodian", "unlock", share, *_of(zone))
    wait_for(lambda: _signs_in(zone) == 201, "nobody could sign in", 60)
    found = _status(zone)
    assert found["attested"]["people"] == people
    assert any("it was made from its other place" in line for line in found["sealing"])


def test_a_restored_zone_takes_over_from_a_standby_that_is_left(
    zone: Standing, partner: Path, tmp_path: Path
) -> None:
    run("zone", "backup", tmp_path / "zone", *_of(zone))
    zone.kill("supervisor")
    # All of that home is lost, but what the standby's disk has.
    wait_for(lambda: not processes_of(zone.home), "it did not end", 60)
    shutil.copytree(zone.where.standby(None), tmp_path / "disk" / "us")
    home = tmp_path / "home"
    home.mkdir()
    settings = SETTINGS + f'[zones.us]\nmarkets = ["*"]\ncustodian_standby = "{tmp_path}/disk/us"\n'
    (home / "kurzum.toml").write_text(settings)
    run("zone", "restore", tmp_path / "zone", "--home", home)
    other = Standing(home)
    try:
        starting = threading.Thread(target=other.start)
        starting.start()
        # Whom the keys forgot is found out before the zone serves, so it waits with everything.
        share = partner / "shares" / "kurzum-us-custodian.share"
        words = ("custodian", "unlock", share, "--home", home)

        def taken() -> bool:
            return not starting.is_alive() or run(*words, check=False).returncode == 0

        wait_for(taken, "it took no share", 120)
        starting.join()
        wait_for(lambda: _signs_in(other) == 201, "nobody could sign in", 60)
        assert not any("without" in line for line in _status(other)["restored"])
    finally:
        other.stop()
