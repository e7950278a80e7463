"""What every route shares: headers, problems, CSRF, limits, bodies, idempotency; and small public routes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import structlog
from litestar import get, post
from litestar.params import JSONBody

from kurzum.core.clock import FixedClock
from kurzum.core.errors import Unavailable
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.custody.categories import LOG_FIELDS
from kurzum.store.pool import Database
from kurzum.web.idempotency import once
from kurzum.web.limits import Limits, Rate
from kurzum.web.rooms import AnyRequest, Rooms, TheRooms
from kurzum.web.viewer import TheViewer, anybody, signed_in
from parts.rooms import NEW, ORIGIN, browser, build_rooms, join


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What to make."""

    name: str


class Made(msgspec.Struct):
    """What was made."""

    number: int


_made = 0


@post("/test/things", guards=[signed_in])
async def make_thing(data: JSONBody[Wanted], request: AnyRequest, rooms: TheRooms, viewer: TheViewer) -> Made:
    """Makes a thing."""

    async def make() -> Made:
        global _made
        _made += 1
        return Made(_made)

    return await once(request, rooms, viewer, Made, make)


@get("/test/fault", guards=[anybody])
async def fault() -> None:
    """Breaks."""
    raise RuntimeError("canary@example.org must not be seen")


@get("/test/away", guards=[anybody])
async def away() -> None:
    """Is not there."""
    raise Unavailable("Not now.")


MORE = [make_thing, fault, away]


async def test_every_answer_carries_the_headers(rooms: Rooms) -> None:
    async with browser(rooms) as client:
        for path in ("/healthz", "/api/zones", "/api/people/me", "/nowhere", "/api/people/nobody"):
            answer = await client.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
            assert "camera=(self)" in answer.headers["permissions-policy"]
            assert len(answer.headers["x-request-id"]) == 36
            if path != "/api/zones":
                assert answer.headers["cache-control"] == "no-store"


async def test_every_error_is_a_problem_and_repeats_nothing(rooms: Rooms) -> None:
    json_type = {"content-type": "application/json"}
    big = b'{"handle": "' + b"x" * 70_000 + b'"}'
    cases: list[tuple[str, str, dict[str, Any], int, str]] = [
        ("GET", "/nowhere/canary", {}, 404, "not_found"),
        ("GET", "/canary", {}, 404, "not_found"),
        ("PUT", "/api/zones", {}, 405, "method_not_allowed"),
        ("PROPFIND", "/api/zones", {}, 405, "method_not_allowed"),
        ("POST", "/api/sessions", {"content": b'{"canary', "headers": json_type}, 400, "bad_input"),
        ("POST", "/api/sessions", {"content": b"\xff\xfecanary", "headers": json_type}, 400, "bad_input"),
        (
            "POST",
            "/api/sessions",
            {"content": b'{"handle":"\\ud800"}', "headers": json_type},
            400,
            "bad_input",
        ),
        ("POST", "/api/sessions", {"json": {"canary": "canary"}}, 400, "bad_input"),
        ("POST", "/api/sessions", {"json": {"handle": 10**400, "password": "canary"}}, 400, "bad_input"),
        ("POST", "/api/sessions", {}, 400, "bad_input"),
        ("POST", "/api/sessions", {"content": b"null", "headers": json_type}, 400, "bad_input"),
        ("POST", "/api/sessions", {"content": b"[" * 60_000, "headers": json_type}, 400, "bad_input"),
        ("POST", "/api/sessions", {"data": {"canary": "1"}}, 415, "unsupported_type"),
        (
            "POST",
            "/api/sessions",
            {"content": b"canary", "headers": {"content-type": b"\xff"}},
            415,
            "unsupported_type",
        ),
        ("POST", "/api/sessions", {"content": big, "headers": json_type}, 413, "too_large"),
        ("GET", "/ledger/checkpoint", {}, 501, "not_built"),
        ("GET", "/ledger/tile/0/000", {}, 501, "not_built"),
        ("DELETE", "/api/sessions/no-uuid", {}, 404, "not_found"),
    ]
    async with browser(rooms) as client:
        for method, path, more, status, code in cases:
            answer = await client.request(method, path, **more)
            assert (answer.status_code, answer.json()["code"]) == (status, code), (method, path, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status
            assert "canary" not in answer.text
        assert (await client.put("/api/zones")).headers["allow"]


async def test_a_fault_shows_and_logs_no_word_of_it(rooms: Rooms) -> None:
    async with browser(rooms, more=MORE) as client:
        with structlog.testing.capture_logs() as lines:
            answer = await client.get("/test/fault")
            await client.get("/test/away")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    said = json.dumps(lines)
    assert "canary" not in answer.text + said
    assert "RuntimeError" in said


async def test_log_lines_hold_listed_fields_only_and_nothing_of_who(rooms: Rooms) -> None:
    async with browser(rooms) as client:
        with structlog.testing.capture_logs() as lines:
            me = await join(client, "anna")
            await client.get("/api/people/anna")
            await client.get("/somewhere/anna")
            await client.request("ANNA", "/anna")
    assert len(lines) == 4
    for line in lines:
        assert set(line) - {"log_level"} <= set(LOG_FIELDS)
    said = json.dumps(lines)
    for canary in ("anna", "192.0.2.7", me["id"], "correct horse", "1990-05-17"):
        assert canary not in said.lower()


async def test_other_sites_pages_cannot_act(rooms: Rooms) -> None:
    async with browser(rooms) as client:
        await join(client, "anna")
        await join(client, "bernd")
        refused: list[dict[str, str]] = [
            {"sec-fetch-site": "cross-site", "origin": ORIGIN},
            {"sec-fetch-site": "same-site"},
            {"origin": "http://world.localhost:8100"},
            {"origin": "null"},
        ]
        for headers in refused:
            for method, path in (("PUT", "/api/people/anna/follow"), ("DELETE", "/api/sessions")):
                answer = await client.request(method, path, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")
            assert (await client.get("/api/people/me", headers=headers)).status_code == 200
        for headers in ({"sec-fetch-site": "same-origin"}, {"origin": ORIGIN}, {}):
            assert (await client.put("/api/people/anna/follow", headers=headers)).status_code == 204


async def test_who_asks_too_often_is_told_when_to_come_back(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    limits = Limits(reads=Rate(5, 60), sign_ins_of_both=Rate(3, 6), acts=Rate(2, 60))
    rooms = build_rooms(database, keys, clock, ids, tmp_path, limits)
    async with browser(rooms) as client:
        await join(client, "anna")
        tries = [await sign_in(client, "anna", "wrong password") for _ in range(4)]
        assert [t.status_code for t in tries] == [401, 401, 401, 429]
        assert tries[-1].json()["code"] == "rate_limited"
        assert tries[-1].headers["retry-after"] == "10"
        assert (await sign_in(client, "anna", NEW["password"])).status_code == 429
        assert (await sign_in(client, "bernd", "wrong password")).status_code == 401
        reads = [(await client.get("/healthz")).status_code for _ in range(6)]
        assert reads == [200] * 5 + [429]
        acts = [(await client.patch("/api/people/me", json={})).status_code for _ in range(3)]
        assert acts == [200, 200, 429]


async def sign_in(client: httpx.AsyncClient, handle: str, password: str) -> httpx.Response:
    return await client.post("/api/sessions", json={"handle": handle, "password": password})


async def test_sign_ins_that_succeed_do_not_count_as_tries(
    database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    rooms = build_rooms(database, keys, clock, ids, tmp_path, Limits(sign_ins_of_both=Rate(2, 1)))
    async with browser(rooms) as client:
        await join(client, "anna")
        for _ in range(5):
            assert (await sign_in(client, "anna", NEW["password"])).status_code == 201


async def test_a_post_with_a_key_makes_one_thing(rooms: Rooms) -> None:
    key = {"idempotency-key": "0190-a"}
    async with browser(rooms, more=MORE) as client:
        await join(client, "anna")
        first = await client.post("/test/things", json={"name": "a"}, headers=key)
        again = await client.post("/test/things", json={"name": "a"}, headers=key)
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        other = await client.post("/test/things", json={"name": "b"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "other_request")
        more = await client.post("/test/things", json={"name": "a"}, headers={"idempotency-key": "0190-b"})
        assert more.json() != first.json()
        for wrong in ("", "a b", "x" * 129):
            answer = await client.post("/test/things", json={"name": "a"}, headers={"idempotency-key": wrong})
            assert answer.status_code == 400
        together = await asyncio.gather(
            *(
                client.post("/test/things", json={"name": "c"}, headers={"idempotency-key": "c"})
                for _ in range(3)
            )
        )
        assert {a.status_code for a in together} <= {201, 409}
        assert len({a.json()["number"] for a in together if a.status_code == 201}) == 1


async def test_the_directory_of_zones_is_public_and_complete(rooms: Rooms) -> None:
    async with browser(rooms) as client:
        found = (await client.get("/api/zones")).json()
    assert found["zone"] == "us"
    assert [z["name"] for z in found["zones"]] == ["us", "world"]
    assert len(found["markets"]) == 175
    assert len(found["languages"]) == 65
    assert found["markets"]["US"]["zone"] == "us"
    assert {m["zone"] for code, m in found["markets"].items() if code != "US"} == {"world"}
    assert found["edition"]["min_age"] == 13


async def test_readiness_follows_the_database(
    rooms: Rooms, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kurzum.web.readiness.PATIENCE_S", 60)
    async with browser(rooms) as client:
        assert (await client.get("/healthz")).json() == {"alive": "yes"}
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (
            200,
            {"database": "yes", "custodian": "yes", "worker": "yes"},
        )
        await database.close()
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, "no")
        assert (await client.get("/healthz")).status_code == 200


async def test_the_openapi_document_declares_every_problem(rooms: Rooms) -> None:
    async with browser(rooms) as client:
        answer, again = [await client.get("/schema/openapi.json") for _ in range(2)]
    document = answer.json()
    assert again.content == answer.content
    assert document["openapi"].startswith("3.1")
    assert "Problem" in document["components"]["schemas"]
    sign_up = document["paths"]["/api/people"]["post"]["responses"]
    assert {"201", "400", "403", "409", "413", "415", "429", "503"} <= set(sign_up)
    me = document["paths"]["/api/people/me"]["get"]
    assert "401" in me["responses"]
    assert me["security"] == [{"session": []}, {"token": []}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert "400" in operation["responses"], path
            assert operation.get("description") or operation.get("summary"), path
