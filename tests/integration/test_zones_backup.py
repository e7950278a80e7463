"""A zone and its keys backed up while people write, and back in an empty home; and without the keys."""

from __future__ import annotations

import base64
import copy
import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from kurzum.app.backup.folder import BackupFolder
from kurzum.app.backup.manifest import NoBackup
from parts.backups import BYTES, LENGTH, SENT, Life, lived, public_things, run, seen, writing
from parts.caller import PASSWORD, TUS, Caller
from parts.servers import put_on_servers
from parts.standing import Standing, standing
from parts.waiting import wait_for


@dataclass
class Taken:
    """Backups of one zone: ``zone`` with two snapshots, ``keys`` from before somebody was erased."""

    life: Life
    seen: dict[str, Any]
    folder: Path
    first: dict[str, Any]
    second: dict[str, Any]

    @property
    def zone(self) -> Path:
        return self.folder / "operator" / "zone"

    @property
    def keys(self) -> Path:
        return self.folder / "partner" / "keys"

    @property
    def standby(self) -> Path:
        """A copy of the custodian's second place: its epoch file is in no backup."""
        return self.folder / "partner" / "standby"

    def home(self, name: str) -> Path:
        """An empty home on the servers of this run."""
        home = self.folder / name
        put_on_servers(home)
        return home


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder = tmp_path_factory.mktemp("b")
    with standing() as zone:
        life = lived(zone.origin, folder)
        gone = Caller(zone.origin, "US").join("gone")
        taken = Taken(life, {}, folder, {}, {})
        taken.first = json.loads(
            run("zone", "backup", taken.zone, "--home", zone.home, "--json", "--zone", "us").stdout
        )[0]
        run("custodian", "backup", taken.keys, "--home", zone.home, "--zone", "us")
        shutil.copytree(zone.where.standby(None), taken.standby)
        assert gone.http.post("/api/people/me/erase", json={"password": PASSWORD, "at_once": True}).is_success
        wait_for(lambda: _erased(zone), "nobody was erased", 60)
        gone.close()
        with writing(zone.origin, life.public):
            words = ("zone", "backup", taken.zone, "--home", zone.home, "--json", "--zone", "us")
            taken.second = json.loads(run(*words).stdout)[0]
        taken.seen = seen(zone.origin, life)
    yield taken


def _erased(zone: Standing) -> bool:
    with zone.connect() as conn:
        row = conn.execute(
            "SELECT (SELECT count(*) FROM people.erasure), (SELECT count(*) FROM people.erased)"
        )
        return row.fetchone() == (0, 1)


def test_a_backup_is_its_owners_alone_and_a_second_one_copies_only_what_is_new(taken: Taken) -> None:
    for path in (taken.zone, taken.keys, *taken.zone.rglob("*"), *taken.keys.rglob("*")):
        others = stat.S_IMODE(path.stat().st_mode) & 0o077
        assert not others, f"{path} is {stat.filemode(path.stat().st_mode)}"
    assert taken.first["blobs"] >= 4 and taken.second["blobs"] == taken.first["blobs"]
    assert taken.first["new_blobs"] == taken.first["blobs"] and taken.second["new_blobs"] == 0
    assert len(list((taken.zone / "snapshots").iterdir())) == 2
    told = run("zone", "restore", taken.zone, "--check", "--home", taken.folder / "none").stdout
    assert "whole" in told and not (taken.folder / "none").exists()


def test_a_backup_of_the_keys_holds_no_epoch_file(taken: Taken) -> None:
    (snapshot,) = (taken.keys / "snapshots").iterdir()
    assert {path.name for path in snapshot.iterdir()} == {"keys.sqlite", "manifest.json"}
    held = b"".join(path.read_bytes() for path in taken.keys.rglob("*") if path.is_file())
    epoch = json.loads((taken.standby / "epoch").read_text())
    shares = [json.loads(path.read_text()) for path in (taken.standby / "shares").iterdir()]
    assert epoch["sealed"].encode() not in held and base64.b64decode(epoch["sealed"]) not in held
    assert len(shares) == 2
    for share in shares:
        assert share["value"].encode() not in held and bytes.fromhex(share["value"]) not in held


def test_zone_and_keys_come_back_as_they_were(taken: Taken) -> None:
    home = taken.home("both")
    told = run("zone", "restore", taken.zone, "--home", home).stdout
    assert "kurzum custodian restore" in told
    lacking = run("custodian", "restore", taken.keys, "--home", home, check=False)
    assert lacking.returncode == 1 and "--epoch" in lacking.stderr, lacking.stderr
    run("custodian", "restore", taken.keys, "--home", home, "--epoch", taken.standby)
    _same_backup_again(taken, home)
    zone = Standing(home)
    try:
        zone.start()
        # Whoever was erased after the keys were backed up is erased in them too.
        note = json.loads((zone.where.folder / "restored.json").read_text())
        assert note["found"]["keys_destroyed_again"] == 1 and note["found"]["erased_again"] == 0
        assert seen(zone.origin, taken.life) == taken.seen
        _the_upload_goes_on(zone, taken.life)
        assert "restored from the backup of" in run("zone", "status", "--home", home).stdout
    finally:
        zone.stop()
    words = ("custodian", "backup", taken.folder / "keys again", "--home", home, "--json")
    again = json.loads(run(*words).stdout)
    assert (again["destroyed"], again["opened"]) == (2, True)


def _same_backup_again(taken: Taken, home: Path) -> None:
    """A backup of what came back, taken while nothing runs, has the same rows, blobs and uploads."""
    again = taken.folder / "again"
    run("zone", "backup", again, "--home", home, "--zone", "us")
    one, other = (
        json.loads(max((p / "snapshots").glob("*/manifest.json")).read_text()) for p in (taken.zone, again)
    )
    assert one["tables"] == other["tables"] and one["migrations"] == other["migrations"]
    lists = [next(f for f in m["files"] if f["path"] == "blobs.txt") for m in (one, other)]
    assert lists[0] == lists[1]
    staged = [sorted((f["path"], f["sha256"]) for f in m["files"] if f["path"].startswith("staging/"))
              for m in (one, other)]  # fmt: skip
    assert staged[0] == staged[1]


def _the_upload_goes_on(zone: Standing, life: Life) -> None:
    told = {**BYTES, "Authorization": f"Bearer {life.anna}", "Upload-Offset": str(SENT)}
    rest = life.unfinished[SENT:]
    sent = httpx.patch(
        f"{zone.origin}{life.upload.removeprefix(zone.origin)}", content=rest, headers=told, timeout=30
    )
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(LENGTH))


def test_without_the_keys_public_things_come_back_and_kurzum_says_so(taken: Taken) -> None:
    home = taken.home("zone")
    told = run("zone", "restore", taken.zone, "--home", home).stdout
    assert "only what is public comes back" in told
    zone = Standing(home)
    try:
        zone.start()
        said = [line for line in zone.running.lines if "restored without" in line] if zone.running else []
        assert said and "nobody from before can sign in" in said[0]
        assert "restored without" in run("zone", "status", "--home", home).stdout
        with httpx.Client(base_url=zone.origin, timeout=60) as http:
            public = public_things(http, taken.life)
            # Who follows whom was known by the keys alone.
            before = {key: copy.deepcopy(taken.seen[key]) for key in public}
            before["/api/people/anna"][1]["counts"] |= {"followers": 0, "following": 0}
            assert public == before
            answer = http.post("/api/tokens", json={"handle": "anna", "password": PASSWORD})
            assert answer.status_code == 401, answer.text
            mine = {**TUS, "Authorization": f"Bearer {taken.life.anna}"}
            assert http.get("/api/people/me", headers=mine).status_code == 401
            assert http.get(f"/api/clips/{taken.life.private}", headers=mine).status_code in (401, 404)
        new = Caller(zone.origin, "US").join("newcomer")
        assert new.http.put(f"/api/clips/{taken.life.public}/like").status_code == 200
        new.close()
    finally:
        zone.stop()
    words = ("custodian", "restore", taken.keys, "--home", home, "--epoch", taken.standby)
    refused = run(*words, check=False)
    assert refused.returncode == 1 and "holds keys already" in refused.stderr


def test_a_backup_that_is_not_whole_or_was_changed_is_refused(taken: Taken) -> None:
    source = BackupFolder(taken.zone, "zone", "us")
    unfinished = source.snapshots / "000009-cut"
    unfinished.mkdir()
    with pytest.raises(NoBackup, match="no whole backup"):
        source.newest(unfinished.name)
    assert source.newest().name == taken.second["snapshot"]
    unfinished.rmdir()
    blob = next(source.blobs.glob("??/*"))
    kept = blob.read_bytes()
    blob.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    refused = run("zone", "restore", taken.zone, "--check", check=False)
    assert refused.returncode == 1 and str(blob) in refused.stderr and refused.stderr.count("\n") == 1
    blob.write_bytes(kept)
