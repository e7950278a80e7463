"""A running Kurzum from outside: who runs, who may do what, what the front door answers."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from parts import film
from parts.caller import PASSWORD, Caller
from parts.processes import state_of
from parts.running import Running, free_ports, kurzum, running
from parts.servers import roles
from parts.signals import signalled
from parts.waiting import wait_for

ROLES = roles()
WELL = {"database": "yes", "custodian": "yes", "worker": "yes"}
PINHOLES = {"pinhole", "pinhole-s3"}
SLOW_S = 60
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def zones() -> Iterator[Running]:
    with running() as started:
        yield started


def parts_of(zones: Running) -> dict[str, str]:
    """What ``/readyz`` says of each part; nothing where nobody answers in its words."""
    with suppress(httpx.HTTPError, ValueError):
        found: dict[str, str] = httpx.get(f"{zones.tool_origin('us')}/readyz", timeout=SLOW_S).json()
        return found
    return {}


def host_of(zones: Running, zone: str) -> dict[str, str]:
    """What a browser at the zone's own name says."""
    return {"Host": zones.origins[zone].removeprefix("http://")}


def test_status_tells_zones_processes_ports_and_migrations(zones: Running) -> None:
    told: dict[str, Any] = {}

    def well() -> bool:
        # A zone is ready once its pages are; custodian and worker may still be on their way.
        told.update(json.loads(zones.command("zone", "status", "--json").stdout))
        return all(zone["answers"] == WELL for zone in told["zones"])

    wait_for(well, "every part of every zone answers")
    assert told["running"] and told["pid"] == zones.process.pid
    assert [zone["name"] for zone in told["zones"]] == ["us", "world"]
    for zone in told["zones"]:
        assert zone["ready"] and zone["origin"] == zones.origins[zone["name"]]
        assert zone["migrations"] >= 5 and zone["ledger_size"] == 0
        assert {process["role"]: process["state"] for process in zone["processes"]} == dict.fromkeys(
            ROLES, "running"
        )


def test_no_process_has_a_network(zones: Running) -> None:
    port = int(zones.origins["us"].rsplit(":", 1)[1])
    dial = f"import socket; socket.create_connection(('127.0.0.1', {port}), 20)"
    assert subprocess.run([sys.executable, "-c", dial]).returncode == 0, "from here the port is open"
    ours = Path("/proc/self/ns/net").readlink()
    into_users = [] if os.geteuid() == 0 else ["-U", "--preserve-credentials"]
    for role, process in state_of(zones.home, "us").items():
        own = Path(f"/proc/{process['pid']}/ns/net").readlink() != ours
        assert own == (role not in PINHOLES), role
        if not own:
            continue
        inside = ["nsenter", "-t", str(process["pid"]), *into_users, "-n", sys.executable, "-c", dial]
        tried = subprocess.run(inside, capture_output=True, text=True)
        # Where S3 is called, there is a loopback of the process's own with nothing else on it.
        nowhere = ("Network is unreachable", "Connection refused" if "pinhole-s3" in ROLES else "-")
        assert any(words in tried.stderr for words in nowhere), (role, tried.stderr)


def test_folders_are_closed_to_others(zones: Running) -> None:
    for zone in ("us", "world"):
        folder = zones.home / "zones" / zone
        for path in (folder, *folder.iterdir(), *(folder / "sockets").iterdir()):
            mode = path.stat().st_mode
            if path.name == "rules":
                continue
            others = stat.S_IMODE(mode) & (stat.S_IRWXO & ~stat.S_IXOTH)
            assert not others, f"{path} is {stat.filemode(mode)}"
            if path.name in ("postgres", "custodian", "server", "worker", "front", "ledger", "log"):
                assert stat.S_IMODE(mode) == 0o700, path
        assert stat.S_IMODE((folder / "admin.sock").stat().st_mode) == 0o600
    assert stat.S_IMODE((zones.home / "kurzum.toml").stat().st_mode) == 0o600


def test_started_by_root_every_role_is_a_user_of_its_own(zones: Running) -> None:
    users = []
    for zone in ("us", "world"):
        for process in state_of(zones.home, zone).values():
            status = Path(f"/proc/{process['pid']}/status").read_text()
            facts = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            users.append(facts["Uid"].split()[0])
            assert int(facts["CapEff"], 16) == 0
            assert facts["NoNewPrivs"].strip() == "1"
    distinct = len(ROLES) * 2 if os.geteuid() == 0 else 1
    assert len(set(users)) == distinct
    assert os.geteuid() != 0 or "0" not in users


def test_the_worker_decodes_in_memory(zones: Running) -> None:
    worker = state_of(zones.home, "us")["worker"]
    mounts = Path(f"/proc/{worker['pid']}/mountinfo").read_text()
    work = zones.home / "zones" / "us" / "work"
    assert any(f" {work} " in line and " - tmpfs " in line for line in mounts.splitlines())


def test_pages_at_the_tools_name_are_sent_to_the_zones_own(zones: Running) -> None:
    tools = zones.tool_origin("us")
    sent = httpx.get(f"{tools}/settings?x=1", headers=PAGE, timeout=SLOW_S)
    assert (sent.status_code, sent.headers["location"]) == (302, f"{zones.origins['us']}/settings?x=1")
    assert httpx.get(f"{tools}/api/zones", headers=PAGE, timeout=SLOW_S).json()["zone"] == "us"
    wait_for(lambda: parts_of(zones) == WELL, "every part answers")


def test_the_front_door_knows_its_names_and_bounds(zones: Running) -> None:
    tools = zones.tool_origin("us")
    assert httpx.get(tools, headers={"Host": "evil.example"}, timeout=SLOW_S).status_code == 421
    asked = httpx.get(f"{tools}/api/zones", headers=host_of(zones, "us"), timeout=SLOW_S)
    assert asked.status_code == 200
    assert "frame-ancestors 'none'" in asked.headers["content-security-policy"]
    assert "server" not in asked.headers and "via" not in asked.headers
    json_type = {"Content-Type": "application/json"}
    too_much = httpx.post(f"{tools}/api/tokens", content=b" " * (2 << 20), headers=json_type, timeout=SLOW_S)
    assert too_much.status_code == 413


def names(log: Path, word: str) -> bool:
    return word in log.read_text()


def test_logs_name_no_client(zones: Running) -> None:
    for secret in ("127.0.0.1", "::1", "somebody-unheard-of"):
        asked = httpx.get(f"{zones.tool_origin('us')}/api/people/somebody-unheard-of", timeout=SLOW_S)
        request, logs = asked.headers["x-request-id"], zones.home / "zones" / "us" / "log"
        wait_for(partial(names, logs / "server.log", request), "the server logs that request")
        for log in logs.iterdir():
            assert not names(log, secret), log


def test_a_second_start_on_the_same_home_is_refused(zones: Running) -> None:
    again = [*kurzum(), "up", "--home", str(zones.home), "--port", str(free_ports(2)), "--no-demo"]
    tried = subprocess.run(again, capture_output=True, text=True, timeout=120)
    assert tried.returncode == 1 and tried.stdout == ""
    assert len(tried.stderr.splitlines()) == 1
    assert str(zones.process.pid) in tried.stderr and "choose another --home" in tried.stderr


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    port = free_ports(2)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 100))
        other.listen()
        words = ["up", "--home", str(tmp_path / "home"), "--port", str(port), "--no-demo"]
        tried = subprocess.run([*kurzum(), *words], capture_output=True, text=True, timeout=120)
    assert tried.returncode == 1
    assert len(tried.stderr.splitlines()) == 1
    assert f"port {port + 100} of zone 'world'" in tried.stderr and "--port" in tried.stderr


def test_files_that_are_no_clips_are_refused_in_words(zones: Running, tmp_path: Path) -> None:
    text = tmp_path / "letter.mp4"
    text.write_text("this is no video " * 1000)
    tried = zones.command("clip", "add", str(text), check=False)
    assert tried.returncode == 1
    assert f"{text}: rejected" in tried.stdout
    assert len(tried.stderr.splitlines()) == 1
    added = json.loads(zones.command("clip", "add", str(text), "--json", check=False).stdout)
    assert added[0]["rejection"]["code"] == "not_a_video"
    gone = zones.command(
        "clip", "remove", "0197f000-0000-7000-8000-000000000000", "--reason", "x", check=False
    )
    assert gone.returncode == 1 and "have no clip" in gone.stderr


def test_a_page_is_ranked_again_for_an_operator_until_its_viewer_is_erased(
    zones: Running, tmp_path: Path
) -> None:
    made = film.clip(tmp_path / "hill.mp4", seconds=15, size="180x320")
    zones.command("clip", "add", str(made), "--zone", "us", "--caption", "the #hill")
    viewer = Caller(zones.tool_origin("us"), "US").join("replayed")
    page = viewer.http.get("/api/feed").json()
    assert page["picks"]
    told = json.loads(zones.command("feed", "replay", page["page"], "--json").stdout)
    assert told["same"] is True
    assert (told["candidates"], told["erased"]) == (len(page["picks"]), 0)
    assert [one["clip"] for one in told["picks"]] == [pick["clip"]["id"] for pick in page["picks"]]
    assert "comes out as it was served" in zones.command("feed", "replay", page["page"]).stdout
    none = zones.command("feed", "replay", "0197f000-0000-7000-8000-000000000000", check=False)
    assert none.returncode == 1 and "have no page" in none.stderr
    gone = viewer.http.post("/api/people/me/erase", json={"password": PASSWORD, "at_once": True})
    assert gone.status_code == 202, gone.text

    def erased() -> bool:
        tried = zones.command("feed", "replay", page["page"], check=False)
        return tried.returncode == 1 and ("have no page" in tried.stderr or "is erased" in tried.stderr)

    wait_for(erased, "nothing of an erased person's page is told", SLOW_S)
    viewer.close()


def test_what_is_not_built_says_so() -> None:
    tried = subprocess.run([*kurzum(), "verify", "x", "--vkey", "k"], capture_output=True, text=True)
    assert tried.returncode == 1 and "not_built" in tried.stderr and len(tried.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [(), ("up",), ("zone",), ("zone", "status"), ("clip", "add"), ("feed", "replay"), ("verify",)]
)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    told = subprocess.run([*kurzum(), *words, "--help"], capture_output=True, text=True)
    assert told.returncode == 0 and "Usage" in told.stdout


@pytest.mark.parametrize("role", ROLES)
def test_what_is_killed_is_started_again(zones: Running, role: str) -> None:
    def deaths() -> int:
        return sum("was ended by signal 9" in line for line in zones.lines)

    before = deaths()
    pid = signalled(zones.home, "us", role, signal.SIGKILL)

    def back() -> bool:
        now = state_of(zones.home, "us")[role]
        return now["state"] == "running" and now["pid"] not in (None, pid)

    wait_for(back, f"{role} did not come back: {zones.lines[-5:]}")
    wait_for(lambda: parts_of(zones) == WELL, f"the zone did not get well after {role} was killed")
    wait_for(lambda: deaths() > before, "it is said")
