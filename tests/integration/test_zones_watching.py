"""What an operator sees of a running Kurzum: nothing of anybody in logs and metrics, and what is ready."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kurzum.app.ask import ask
from kurzum.app.places import places
from kurzum.custody.fields import LOG_FIELDS, METRIC_LABELS
from parts import film
from parts.asked import Asked
from parts.caller import TUS, Caller
from parts.canaries import Canaries, fields_of, log_files
from parts.processes import children, state_of
from parts.running import Running, running, stop
from parts.servers import conninfo_of, database_role
from parts.signals import signalled
from parts.waiting import wait_for

SLOW_S = 60
BIND = "127.0.0.77"
DATABASE_ROLE = database_role()
SHORTER_IS_FINE = "[editions.default]\nclip_min_ms = 1000\n"


@pytest.fixture(scope="module")
def zones() -> Iterator[Running]:
    with running(unlimited=True, settings=SHORTER_IS_FINE) as started:
        yield started


def metrics(zones: Running, zone: str = "us") -> str:
    """What the operator's door tells a monitor."""
    return asyncio.run(ask(places(zones.home, zone).admin, "/metrics")).body.decode()


def sample(text: str, name: str, **labels: str) -> float:
    """The sum of the samples of a name that have these labels."""
    return sum(
        one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == name and labels.items() <= one.labels.items()
    )


def canaries() -> Canaries:
    return Canaries(
        {
            "handle": "zqkanarie7",
            "handle with a sign": "@zqkanarie8sign",
            "password": "Zq-geheim-Kanarie-77",
            "wrong password": "Zq-falsch-Kanarie-78",
            "name": "Zqanna Kanarienvogel",
            "email": "zq.kanarie+7@vogel.example",
            "phone": "+4915112377001",
            "birth date": "1987-03-14",
            "caption": "Zq geheimer Kanarientanz",
            "title in the file": "ZqKanarieImFilmtitel",
            "search": "zq kanarie gesucht",
            "path": "zq-kanarie-pfad",
            "user agent": "ZqKanarieBrowser/7.7",
            "address": BIND,
            "forwarded address": "203.0.113.177",
            "idempotency key": "zq-kanarie-schluessel-7",
            "upload metadata": "ZqKanarieDateiname.mp4",
            "request id": "zq-kanarie-anfrage",
            "method": "ZQKANARIE",
        }
    )


class Life:
    """Somebody whose every value is a canary, and who meets every kind of failure."""

    def __init__(self, zones: Running, seen: Canaries) -> None:
        self.zones = zones
        self.seen = seen
        seen_values = seen.values
        self.caller = Caller(zones.tool_origin("us"), "US")
        self.caller.http = httpx.Client(
            base_url=self.caller.origin,
            timeout=SLOW_S,
            transport=httpx.HTTPTransport(local_address=BIND),
            headers={
                "User-Agent": seen_values["user agent"],
                "X-Forwarded-For": seen_values["forwarded address"],
                "X-Request-Id": seen_values["request id"],
            },
        )

    def value(self, name: str) -> str:
        return self.seen.values[name]

    def sign_up(self) -> None:
        http = self.caller.http
        wish = {
            "handle": self.value("handle"),
            "password": self.value("password"),
            "language": "en",
            "name": self.value("name"),
            "birth_date": self.value("birth date"),
            "email": self.value("email"),
            "phone": self.value("phone"),
        }
        assert http.post("/api/people?market=DE", json=wish).status_code == 409
        assert http.post("/api/people?market=US", json=wish | {"birth_date": "x"}).status_code == 400
        answer = http.post("/api/people?market=US", json=wish)
        assert answer.status_code == 201, answer.text
        self.seen.add("session", next(iter(answer.cookies.values())))
        assert http.post("/api/people?market=US", json=wish).status_code == 409
        given = {"handle": self.value("handle"), "password": self.value("password")}
        token = http.post("/api/tokens", json=given).json()["token"]
        self.seen.add("token", token)
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"
        self.caller.handle = self.value("handle")

    def fail(self) -> None:
        """Every kind of refusal with something personal in the question."""
        http = self.caller.http
        for handle in (self.value("handle"), "zqkanarie9", self.value("handle with a sign") + "\0"):
            wrong = {"handle": handle, "password": self.value("wrong password")}
            assert http.post("/api/sessions?zone=us", json=wrong).status_code in (400, 401)
        for path in (
            f"/api/feed?q={self.value('search')}",
            f"/api/people/{self.value('handle')}\0",
            f"/@{self.value('handle')}",
            f"/c/{self.value('path')}",
            f"/api/{self.value('path')}?email={self.value('email')}",
            f"/media/{uuid4()}/{self.value('path')}",
            f"/{self.value('path')}.js",
        ):
            with suppress(httpx.InvalidURL):
                assert http.get(path).status_code < 500, path
        assert http.request(self.value("method"), "/api/feed").status_code in (405, 501, 400)
        assert http.post("/api/clips", content=self.value("caption")).status_code in (400, 415)
        assert http.post("/api/events", content=b"[" * 30_000).status_code in (400, 415)
        deep = {"Content-Type": "application/json"}
        assert http.post("/api/events", content=b"[" * 30_000, headers=deep).status_code == 400

    def upload(self, folder: Path) -> None:
        """A private clip, a hostile one, and an upload that is given up."""
        title = ("-metadata", f"title={self.value('title in the file')}")
        whole = film.clip(folder / "whole.mp4", *title, seconds=1.5)
        broken = folder / "broken.mp4"
        broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2] + self.value("caption").encode())
        text = folder / "text.mp4"
        text.write_text(self.value("caption"))
        private = {"caption": self.value("caption"), "visibility": "private"}
        made = self.caller.clip(whole, **private)
        assert made["state"] == "published", made["rejection"]
        for file in (broken, text):
            assert self.caller.clip(file, **private)["state"] in ("rejected", "published")
        headers = {**TUS, "Upload-Length": "99", "Upload-Metadata": f"filename {self.value('path')}!"}
        assert self.caller.http.post("/api/uploads", headers=headers).status_code == 400
        key = {"Idempotency-Key": self.value("idempotency key")}
        assert self.caller.http.post("/api/uploads", headers={**TUS, **key, "Upload-Length": "99"}).is_success

    def watch(self) -> None:
        http = self.caller.http
        page = http.get("/api/feed", params={"limit": 5}).json()
        event = {
            "id": str(uuid4()), "kind": "play", "clip": str(uuid4()), "page": page["page"],
            "at": "2026-01-01T00:00:00Z", "watched_ms": 1234,
        }  # fmt: skip
        http.post("/api/events", json={"id": str(uuid4()), "v": 1, "events": [event]})
        assert http.get("/api/people/me").status_code == 200

    def ids(self) -> None:
        """Both ids of everybody in the zone, from its database."""
        with psycopg.connect(conninfo_of(self.zones.home, "us")) as conn:
            people = conn.execute("SELECT person_id FROM people.person").fetchall()
            viewers = conn.execute("SELECT pid FROM people.viewer").fetchall()
        assert people and viewers
        for name, rows in (("person_id", people), ("pid", viewers)):
            for number, (found,) in enumerate(rows):
                self.seen.add(f"{name} {number}", str(found))

    def crash(self, role: str) -> None:
        """Kill a process while people ask with their values, and wait until it is back."""
        pid = signalled(self.zones.home, "us", role, signal.SIGKILL)

        def back() -> bool:
            with suppress(httpx.HTTPError):
                self.caller.http.get("/api/people/me", params={"q": self.value("search")})
                wrong = {"handle": self.value("handle"), "password": self.value("wrong password")}
                self.caller.http.post("/api/sessions?zone=us", json=wrong)
            again = state_of(self.zones.home, "us")[role]
            return again["pid"] not in (pid, None) and again["state"] == "running"

        wait_for(back, f"{role} was not started again")


def test_logs_and_metrics_hold_nothing_of_anybody(zones: Running, tmp_path: Path) -> None:
    seen = canaries()
    life = Life(zones, seen)
    life.sign_up()
    life.fail()
    life.upload(tmp_path)
    life.watch()
    life.ids()
    for role in ("server", DATABASE_ROLE, "custodian", "worker"):
        life.crash(role)
    asked = Asked(zones, "us")
    asked.until_ready()
    asked.http.close()
    life.watch()
    # Once the line of this request is in its file, those of all before it are.
    last = life.caller.http.get("/api/people/me").headers["x-request-id"]
    wait_for(lambda: last in log_of(zones, "server"), "the server logs")
    files = log_files(zones.home)
    assert {path.name for path in files} >= {
        f"{role}.log" for role in ("server", DATABASE_ROLE, "worker", "front")
    }
    assert any("purposes" in path.name for path in files)
    assert seen.found_in_files(files) == {}
    assert seen.found_in(metrics(zones).encode()) == []
    life.caller.close()


def log_of(zones: Running, role: str, zone: str = "us") -> str:
    return (zones.home / "zones" / zone / "log" / f"{role}.log").read_text()


def test_every_field_of_a_log_line_and_every_label_has_a_category(zones: Running) -> None:
    lines = 0
    for path in log_files(zones.home):
        # PostgreSQL and the front door have words of their own; ours are all JSON.
        if path.name.startswith(("postgres.", "front.")):
            continue
        for line in path.read_text().splitlines():
            found = fields_of(line)
            assert found, f"{path}: {line}"
            assert set(found) <= set(LOG_FIELDS), f"{path}: {line}"
            lines += 1
    assert lines > 20
    labels = {
        label for family in text_string_to_metric_families(metrics(zones)) for one in family.samples
        for label in one.labels
    }  # fmt: skip
    assert labels <= set(METRIC_LABELS)


def test_the_front_door_logs_no_request(zones: Running) -> None:
    for line in log_of(zones, "front").splitlines():
        assert not {"request", "remote_ip", "client_ip", "uri", "headers"} & set(fields_of(line)), line


def test_a_request_has_one_id_in_answer_problem_and_log(zones: Running) -> None:
    mine = str(uuid4())
    asking = {"X-Request-Id": mine}
    answer = httpx.get(f"{zones.tool_origin('us')}/api/nothing", headers=asking, timeout=SLOW_S)
    said = answer.headers["x-request-id"]
    assert said != mine, "an id that the outside chose could be anything"
    assert UUID(said) and answer.json()["request"] == said
    wait_for(lambda: said in log_of(zones, "server"), "the line of that request")
    line = next(line for line in log_of(zones, "server").splitlines() if said in line)
    assert fields_of(line)["status"] == 404 and fields_of(line)["route"] == "none"
    assert mine not in log_of(zones, "server")


def test_each_process_counts(zones: Running) -> None:
    http = httpx.Client(base_url=zones.tool_origin("us"), timeout=SLOW_S)
    http.get("/api/zones")

    def told() -> str:
        return metrics(zones)

    answered = sample(told(), "kurzum_web_requests_total", route="/api/zones", status="2xx")
    http.get("/api/zones")
    assert http.get("/api/feed").status_code == 200
    http.close()
    text = told()
    for stage in ("state", "candidates", "rank", "rerank", "hydrate"):
        assert sample(text, "kurzum_feed_stage_seconds_count", stage=stage) >= 1, stage
    assert sample(text, "kurzum_web_requests_total", route="/api/zones", status="2xx") == answered + 1
    assert sample(text, "kurzum_web_seconds_count", route="/api/zones", method="GET") >= answered + 1

    def holds_keys_and_connections() -> bool:
        # A custodian that was slow to answer is missed for a moment; a worker tells of itself now and then.
        now = told()
        connections = sample(now, "kurzum_database_pool", process="worker", pool="read", state="open")
        return sample(now, "kurzum_custodian_held", process="server") == 1 and connections >= 1

    wait_for(holds_keys_and_connections, "the server's keys and the worker's connections are counted")

    def runs(role: str) -> bool:
        # What the supervisor counts is some seconds old: who was just started again may be missing.
        now = told()
        memory = sample(now, "kurzum_process_resident_bytes", role=role)
        return sample(now, "kurzum_process_up", role=role) == 1 and memory > 1 << 20

    for role in (DATABASE_ROLE, "custodian", "server", "worker", "front"):
        wait_for(partial(runs, role), f"{role} is counted")
    # The worker was killed above, and PostgreSQL; what they count began anew or went on, and is told.
    wait_for(lambda: sample(told(), "kurzum_custodian_calls_total", process="worker", op="beat") > 2, "beats")
    assert 'path="' not in text and "zq" not in text


def test_status_is_laid_out_for_people(zones: Running, tmp_path: Path) -> None:
    assert "zone never, keys never" in zones.command("zone", "status").stdout
    zones.command("zone", "backup", str(tmp_path / "backups"), "--zone", "us")
    words = ("running", "us", "world", "queue", "clips", "disk", DATABASE_ROLE, "restarts", "custodian yes")

    def lays_out_everything() -> bool:
        # What does not answer in the time that a command has is left out.
        shown = zones.command("zone", "status").stdout
        return all(word in shown for word in words)

    wait_for(lays_out_everything, f"not all of {words} are there")
    told: dict[str, Any] = {}

    def knows_every_process() -> bool:
        # Who lost its database in a test before this one may just be on its way again.
        told.update(json.loads(zones.command("zone", "status", "--json").stdout)["zones"][0])
        memory = [process["memory_bytes"] or 0 for process in told["processes"]]
        return told["clips"] is not None and all(taken > 1 << 20 for taken in memory)

    wait_for(knows_every_process, "it is not known what each process takes")
    assert told["disk"]["database"] > 1 << 20 and told["fell_back"] is not None
    assert {lane["lane"] for lane in told["queue"]} == {"first", "later", "light"}
    assert told["backed_up"]["zone"] and told["backed_up"]["keys"] is None
    assert sum(told["clips"].values()) >= 1


@pytest.mark.parametrize(
    ("role", "part", "status"),
    [("custodian", "custodian", 200), ("worker", "worker", 200), (DATABASE_ROLE, "database", 503)],
)
def test_what_hangs_is_told_and_what_comes_back_too(
    zones: Running, role: str, part: str, status: int
) -> None:
    asked = Asked(zones, "world")
    asked.until_ready()
    pid = signalled(zones.home, "world", role, signal.SIGSTOP)
    # The backends of PostgreSQL are processes of their own, and would go on answering; no more are made now.
    below = children(pid)
    for one in below:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGSTOP)
    # The worker is heard of by the database alone.
    may_be_missed = {part, "worker"} if role == DATABASE_ROLE else {part}

    def it_alone_is_missed(code: int, parts: dict[str, str]) -> bool:
        missed = {name for name, answers in parts.items() if answers == "no"}
        return code == status and part in missed and missed <= may_be_missed

    try:
        asked.until(it_alone_is_missed, f"{role} is missed")
    finally:
        for one in (*below, pid):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)
    asked.until_ready()


@pytest.mark.parametrize("role", ["custodian", "worker", DATABASE_ROLE])
def test_what_was_killed_comes_back_by_itself(zones: Running, role: str) -> None:
    asked = Asked(zones, "world")
    asked.until_ready()
    pid = signalled(zones.home, "world", role, signal.SIGKILL)
    wait_for(
        lambda: asked()[0] > 0 and state_of(zones.home, "world")[role]["pid"] not in (pid, None),
        f"{role} is started again",
    )
    asked.until_ready()


def test_status_of_what_is_stopped(zones: Running) -> None:
    stop(zones.process)
    shown = zones.command("zone", "status").stdout
    assert "not running" in shown and "stopped" in shown and "disk" in shown
    told = json.loads(zones.command("zone", "status", "--json").stdout)
    assert not told["running"] and all(zone["answers"] == {} for zone in told["zones"])
    assert all(process["pid"] is None for zone in told["zones"] for process in zone["processes"])
