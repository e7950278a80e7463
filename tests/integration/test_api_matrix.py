"""Every route of a running zone, asked by everybody who could: the table in ``parts.matrix`` holds."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from kurzum.web.routes import ROUTES
from parts.caller import TUS, Caller
from parts.matrix import OPERATOR, Line, json_bodies, lines
from parts.matrix_stage import Stage
from parts.running import Running
from parts.servers import blobs_elsewhere

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://evil.example"},
)
SAFE = {"GET", "HEAD", "OPTIONS"}
AT_ONCE_S = 30
LINES = lines()
FIRST_OF_ROUTE = list({line.route: line for line in reversed(LINES)}.values())


def name_of(line: Line) -> str:
    return f"{line.method} {line.address} {line.body}"


@pytest.fixture(scope="module")
def stage(kurzum: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(kurzum, tmp_path_factory.mktemp("matrix"))
    yield stage
    stage.close()


@pytest.fixture(autouse=True)
def tidied(stage: Stage) -> Iterator[None]:
    yield
    stage.tidy()


def test_the_table_has_every_route_of_the_zone(stage: Stage) -> None:
    known = {
        (str(method), re.sub(r":[a-z]+\}", "}", path))
        for handler in ROUTES
        if isinstance(handler, HTTPRouteHandler)
        for path in handler.paths
        for method in handler.http_methods
    }
    document = stage.people["out"].get("/schema/openapi.json")["paths"]
    assert {(method.upper(), path) for path, calls in document.items() for method in calls} <= known
    assert {line.route for line in LINES} == known | {("GET", "/schema/openapi.json"), ("GET", "/")}


def test_options_tell_everybody_the_methods_of_a_path(stage: Stage) -> None:
    methods: dict[str, set[str]] = {}
    for line in LINES:
        if line.route[1] not in ("/", "/schema/openapi.json"):
            methods.setdefault(line.route[1], set()).add(line.method)
    for path, known in methods.items():
        address = "/@somebody" if path == "/{name}" else re.sub(r"\{\w+\}", str(uuid4()), path)
        answer = stage.send(stage.people["out"], {"method": "OPTIONS", "url": address})
        assert answer.status_code == 204, path
        assert set(answer.headers["Allow"].split(", ")) == known | {"OPTIONS"}, path


def test_lists_hold_what_one_may_see(stage: Stage) -> None:
    address = f"/api/people/{stage.people['owner'].handle}/clips"
    seen = {
        who: {card["caption"] for card in caller.get(address)["items"]}
        for who, caller in stage.people.items()
        if who != "blocked"
    }
    assert seen["out"] == seen["stranger"] == seen["bystander"] == {"public"}
    assert seen["friend"] == {"public", "friends"}
    assert seen["owner"] == {"public", "friends", "private"}


def test_pages_tell_nothing_of_a_hidden_clip(stage: Stage) -> None:
    shown = stage.send(stage.people["owner"], {"method": "GET", "url": stage.filled("/c/{public}")})
    assert "og:image" in shown.text
    for kind in ("friends", "private", "withdrawn", "removed", "rejected"):
        hidden = stage.send(stage.people["owner"], {"method": "GET", "url": stage.filled(f"/c/{{{kind}}}")})
        assert "og:" not in hidden.text
        assert stage.people["owner"].handle not in hidden.text


@pytest.mark.parametrize("line", [line for line in FIRST_OF_ROUTE if line.method not in SAFE], ids=name_of)
def test_pages_of_other_sites_cannot_act(stage: Stage, line: Line) -> None:
    for who in ("out", "owner"):
        for headers in FOREIGN:
            answer = stage.send(stage.people[who], stage.asked(line, headers))
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page"), (who, headers)


@pytest.mark.parametrize("line", [line for line in FIRST_OF_ROUTE if line.body in json_bodies()], ids=name_of)
def test_fields_that_a_call_does_not_know_are_refused(stage: Stage, line: Line) -> None:
    request = stage.asked(line)
    for name in ("surprise", "person_id"):
        more = request | {"json": request["json"] | {name: 1}}
        answer = stage.send(stage.people["owner"], more)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")
        assert "person_id" not in answer.text


@pytest.mark.parametrize(
    "address", ["/api/people?market=DE", "/api/sessions?zone=world", "/api/tokens?zone=world"]
)
@pytest.mark.parametrize(
    "length", ["Transfer-Encoding: chunked", "Content-Length: 900", "Content-Length: 99999999999"]
)
def test_a_request_at_the_wrong_zone_is_refused_unread(kurzum: Running, address: str, length: str) -> None:
    port = int(kurzum.tool_origin("us").rsplit(":", 1)[1])
    with socket.create_connection(("localhost", port), timeout=AT_ONCE_S) as line:
        head = f"POST {address} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
        line.sendall(f"{head}{length}\r\n\r\n".encode())
        # Not one byte of the body follows.
        answer = line.recv(65_536).decode()
        while "}" not in answer:
            more = line.recv(65_536).decode()
            assert more, f"the answer breaks off: {answer}"
            answer += more
    assert answer.startswith("HTTP/1.1 409 ")
    assert '"code":"wrong_zone"' in answer
    assert f'"origin":"{kurzum.origins["world"]}"' in answer


def test_open_files_are_sent_by_the_front_door_itself_where_they_are_here(stage: Stage) -> None:
    http, url = stage.people["bystander"].http, stage.filled("/media/{public}/{public.file}")
    whole = http.get(url)
    # The door says it of a file that it sends; the server, which alone reaches S3, never does.
    assert ("last-modified" in whole.headers) == (not blobs_elsewhere())
    assert not [name for name in whole.headers if name.startswith("x-accel")]
    assert whole.headers["cache-control"] == "public, max-age=300"
    size, tag = len(whole.content), whole.headers["etag"]
    some = http.get(url, headers={"Range": "bytes=10-99", "If-Range": tag})
    assert (some.status_code, some.content) == (206, whole.content[10:100])
    assert some.headers["content-range"] == f"bytes 10-99/{size}"
    stale = http.get(url, headers={"Range": "bytes=10-99", "If-Range": '"old"'})
    assert (stale.status_code, stale.content) == (200, whole.content)
    assert http.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert http.get(url, headers={"Range": f"bytes={size}-"}).status_code == 416
    top = http.head(url)
    assert (top.status_code, top.headers["content-length"], top.content) == (200, str(size), b"")


def test_sealed_files_come_from_the_server(stage: Stage) -> None:
    http, url = stage.people["owner"].http, stage.filled("/media/{private}/{private.file}")
    for _ in range(2):  # the second time their head and end are known
        whole = http.get(url)
        assert (whole.status_code, whole.content[4:8]) == (200, b"ftyp")
        assert "last-modified" not in whole.headers
        assert whole.headers["cache-control"] == "private, no-store"
        some = http.get(url, headers={"Range": "bytes=-70000"})
        assert (some.status_code, some.content) == (206, whole.content[-70000:])


def test_somebody_elses_session_goes_on(stage: Stage) -> None:
    owner, stranger = stage.people["owner"], stage.people["stranger"]
    session = stage.a_session(owner)
    assert stranger.http.delete(f"/api/sessions/{session}").status_code == 204
    assert session in {item["id"] for item in owner.get("/api/sessions")["items"]}
    assert session not in {item["id"] for item in stranger.get("/api/sessions")["items"]}


def test_a_key_makes_one_thing(stage: Stage) -> None:
    owner, stranger = stage.people["owner"], stage.people["stranger"]
    key = {"Idempotency-Key": uuid4().hex}
    begun = [
        who.http.post("/api/uploads", headers={**TUS, **key, "Upload-Length": "5"}).headers["Location"]
        for who in (owner, owner, stranger)
    ]
    assert begun[0] == begun[1] != begun[2]
    other = owner.http.post("/api/uploads", headers={**TUS, **key, "Upload-Length": "6"})
    assert (other.status_code, other.json()["code"]) == (422, "other_request")
    key, wish = {"Idempotency-Key": uuid4().hex}, {"upload": owner.upload(stage.film), "caption": "once"}
    made = [owner.http.post("/api/clips", json=wish, headers=key).json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    changed = owner.http.post("/api/clips", json=wish | {"caption": "twice"}, headers=key)
    assert (changed.status_code, changed.json()["code"]) == (422, "other_request")
    for wrong in ("", "two words", "x" * 129):
        answer = owner.http.post("/api/clips", json=wish, headers={"Idempotency-Key": wrong})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")
    assert owner.http.delete(f"/api/clips/{made[0]}").status_code == 204


def operators_acts() -> list[list[str]]:
    return [row.split() for row in OPERATOR.strip().splitlines()[1:] if row.strip()]


@pytest.mark.parametrize(("method", "address", "status"), operators_acts())
def test_the_operators_acts_are_at_the_operators_socket_alone(
    stage: Stage, method: str, address: str, status: str
) -> None:
    address = stage.filled(address)
    with httpx.Client(
        transport=httpx.HTTPTransport(uds=str(stage.door)), base_url="http://operator", timeout=60
    ) as socket:
        told = socket.request(method, address)
        assert told.status_code == int(status)
        assert socket.get("/api/people/me").status_code == 404
    for who in ("out", "owner"):
        for front in (address, f"/admin{address}", f"/api{address}", f"/api/admin{address}"):
            answer = stage.send(stage.people[who], {"method": method, "url": front})
            if front == f"/api{address}" and (method, address) != ("GET", "/status"):
                # People's own /api/clips: it knows them and not the operator.
                assert answer.status_code in (200, 401, 404, 405, 400)
            elif answer.status_code == 200:
                assert "<!doctype html>" in answer.text.lower()  # the client's page for addresses it may know
            else:
                assert answer.status_code in (404, 405)
            assert answer.text != told.text


@pytest.mark.parametrize("line", LINES, ids=name_of)
def test_everybody_is_answered_as_the_table_says(
    stage: Stage, line: Line, caller: Callable[[str], Caller]
) -> None:
    found = {}
    for who in line.answers:
        asking = stage.people[who]
        if line.leaving and who != "out":
            asking = caller("us").join(f"m_{uuid4().hex[:10]}")
        answer = stage.send(asking, stage.asked(line))
        found[who] = answer.status_code
        if answer.status_code >= 400 and line.method != "HEAD":
            assert answer.headers["content-type"] == "application/problem+json"
    assert found == line.answers
