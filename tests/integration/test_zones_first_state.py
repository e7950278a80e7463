"""Today's code starts what the first released version left behind: see ``bench/first_state.py``.

The state is in the repository, so that a clone without tags can tell; nothing is skipped.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import httpx

from parts.backups import run
from parts.caller import PASSWORD
from parts.servers import put_on_servers
from parts.standing import Standing

STATE = Path(__file__).parents[1] / "data" / "first_state"


def test_the_first_versions_state_starts_and_is_whole(tmp_path: Path) -> None:
    life = json.loads((STATE / "life.json").read_text())
    # The repository's own copy stays as it is, whatever the commands write beside a backup.
    shutil.copytree(STATE, tmp_path / "state")
    home = tmp_path / "home"
    put_on_servers(home)
    run("zone", "restore", tmp_path / "state" / "zone", "--home", home)
    run("custodian", "restore", tmp_path / "state" / "keys", "--home", home)
    zone = Standing(home)
    known = (zone.where.of("custodian") / "epoch.key").read_bytes()
    try:
        zone.start()
        _its_epoch_key_is_sealed(zone, known)
        with httpx.Client(base_url=zone.origin, timeout=60) as http:
            _as_anybody(http, life)
            _as_anna(http, life)
    finally:
        zone.stop()


def _its_epoch_key_is_sealed(zone: Standing, known: bytes) -> None:
    """That version kept the key as it is; now two shares are needed, and the key lies nowhere."""
    for folder in (zone.where.of("custodian"), zone.where.standby(None)):
        assert json.loads((folder / "epoch").read_text())["key_id"] == known[1:17].hex()
        assert not (folder / "epoch.key").exists()
        assert not any(known[17:] in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "demo sealing: 2 shares" in run("zone", "status", "--home", zone.home).stdout


def _as_anybody(http: httpx.Client, life: dict[str, str]) -> None:
    card = http.get(f"/api/clips/{life['public']}").json()
    assert (card["state"], card["caption"], card["counts"]["likes"]) == ("published", "for everybody", 1)
    assert _plays(http, card, {})
    assert http.get("/api/people/anna").json()["counts"]["followers"] == 1
    assert http.get(f"/api/clips/{life['private']}").status_code == 404
    picks = http.get("/api/feed?limit=10").json()["picks"]
    assert [pick["clip"]["id"] for pick in picks] == [life["public"]]


def _as_anna(http: httpx.Client, life: dict[str, str]) -> None:
    answer = http.post("/api/tokens", json={"handle": "anna", "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    http.cookies.clear()
    told = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert http.get("/api/people/me", headers=told).json()["email"] == "anna@example.org"
    card = http.get(f"/api/clips/{life['private']}", headers=told).json()
    assert (card["state"], card["caption"], card["visibility"]) == ("published", "for me", "private")
    assert _plays(http, card, told)
    assert http.put(f"/api/clips/{life['public']}/save", headers=told).status_code == 200


def _plays(http: httpx.Client, card: dict[str, object], headers: dict[str, str]) -> bool:
    renditions = card["renditions"]
    assert isinstance(renditions, list)
    film = next(one for one in renditions if one["kind"] == "mp4")
    whole = http.get(film["url"], headers=headers)
    return whole.status_code == 200 and whole.content[4:8] == b"ftyp"
