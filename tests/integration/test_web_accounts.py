"""Sign-up, sign-in, account and sessions over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from kurzum.web.rooms import Rooms
from parts.custodian import TestCustodian
from parts.rooms import NEW, browser, join
from parts.waiting import until

PASSWORD = NEW["password"]


@pytest.fixture
async def anna(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        await join(client, "anna", email="anna@example.org", name="Anna")
        yield client


@pytest.fixture
async def stranger(rooms: Rooms) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(rooms) as client:
        yield client


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem, after looking whether it is a proper one."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["detail"]
    assert body["title"]
    return answer.status_code, body["code"]


async def test_who_signs_up_is_signed_in_under_a_cookie_of_the_zone(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/api/people?market=US", json=NEW | {"email": "anna@example.org"})
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kurzum_us=")
    for part in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert part.lower() in cookie.lower()
    assert "domain" not in cookie.lower()
    assert "secure" not in cookie.lower()
    me = (await stranger.get("/api/people/me")).json()
    assert me == answer.json()
    assert (me["handle"], me["market"], me["zone"], me["age_tier"]) == ("anna", "US", "us", "adult")
    assert me["counts"] == {"clips": 0, "followers": 0, "following": 0}
    assert me["email"] == "anna@example.org"
    assert "birth_date" not in me


async def test_another_zones_market_is_refused_with_the_body_unread(stranger: httpx.AsyncClient) -> None:
    for body in (b'{"handle": broken', b"", b'{"handle": "anna"}'):
        answer = await stranger.post(
            "/api/people?market=DE", content=body, headers={"content-type": "application/json"}
        )
        assert problem(answer) == (409, "wrong_zone")
        assert answer.json()["origin"] == "http://world.localhost:8100"
        assert answer.json()["zone"] == "world"
    answer = await stranger.post("/api/sessions?zone=world", json={"handle": "anna", "password": PASSWORD})
    assert problem(answer) == (409, "wrong_zone")
    answer = await stranger.post("/api/tokens?zone=world", json={"handle": "anna", "password": PASSWORD})
    assert problem(answer) == (409, "wrong_zone")


async def test_an_unknown_market_is_refused(stranger: httpx.AsyncClient) -> None:
    for market in ("", "XX", "us", "US&market=DE", "%00", "%ED%A0%80", "*", "U" * 5000):
        answer = await stranger.post(f"/api/people?market={market}", json=NEW)
        assert problem(answer)[0] == 400, market


REFUSED: list[tuple[dict[str, object], tuple[int, str]]] = [
    ({"handle": "ad.min"}, (400, "bad_input")),
    ({"handle": "a\0b"}, (400, "bad_input")),
    ({"password": "short"}, (400, "weak_password")),
    ({"birth_date": "2020-01-01"}, (400, "too_young")),
    ({"birth_date": "2020-02-30"}, (400, "bad_input")),
    ({"birth_date": "3020-01-01"}, (400, "bad_input")),
    ({"language": "xx"}, (400, "bad_input")),
    ({"email": "nobody"}, (400, "bad_input")),
    ({"market": "US"}, (400, "bad_input")),
    ({"handle": 7}, (400, "bad_input")),
    ({"name": "\u202e"}, (400, "bad_input")),
]


async def test_what_cannot_be_stored_is_refused_by_field(stranger: httpx.AsyncClient) -> None:
    for change, expected in REFUSED:
        answer = await stranger.post("/api/people?market=US", json={**NEW, **change})
        assert problem(answer) == expected, change
        assert "correct horse" not in answer.text
    assert (await stranger.get("/api/people/me")).status_code == 401


async def test_a_handle_that_was_taken_is_a_conflict(
    anna: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.post("/api/people?market=US", json=NEW | {"handle": "ANNA"})
    assert problem(answer) == (409, "handle_taken")


async def test_sign_in_sign_out_and_in_again(anna: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    wrong = await stranger.post(
        "/api/sessions?zone=us", json={"handle": "anna", "password": "wrong password"}
    )
    nobody = await stranger.post("/api/sessions?zone=us", json={"handle": "nobody", "password": PASSWORD})
    assert problem(wrong) == problem(nobody) == (401, "bad_password")
    assert wrong.json() | {"request": ""} == nobody.json() | {"request": ""}
    answer = await stranger.post("/api/sessions?zone=us", json={"handle": "@Anna@us", "password": PASSWORD})
    assert answer.status_code == 201
    assert (await stranger.get("/api/people/me")).status_code == 200
    items = (await stranger.get("/api/sessions")).json()["items"]
    assert [item["current"] for item in items].count(True) == 1
    assert len(items) == 2
    answer = await stranger.delete("/api/sessions/current")
    assert answer.status_code == 204
    assert not stranger.cookies
    assert problem(await stranger.get("/api/people/me")) == (401, "signed_out")
    assert (await stranger.delete("/api/sessions/current")).status_code == 204
    assert (await anna.get("/api/people/me")).status_code == 200


async def test_a_token_works_wherever_the_cookie_does(
    anna: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.post("/api/tokens", json={"handle": "anna", "password": PASSWORD})
    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers
    bearer = {"authorization": f"Bearer {answer.json()['token']}"}
    assert (await stranger.get("/api/people/me", headers=bearer)).json()["handle"] == "anna"
    assert (await stranger.patch("/api/people/me", json={"bio": "hi"}, headers=bearer)).json()["bio"] == "hi"
    assert (await anna.delete("/api/sessions")).status_code == 204
    assert (await stranger.get("/api/people/me", headers=bearer)).status_code == 401


async def test_a_new_password_signs_everybody_else_out(rooms: Rooms, anna: httpx.AsyncClient) -> None:
    async with browser(rooms) as phone:
        await phone.post("/api/sessions", json={"handle": "anna", "password": PASSWORD})
        body = {"old": PASSWORD, "new": "another good one"}
        wrong = await anna.post("/api/people/me/password", json=body | {"old": "wrong password"})
        assert problem(wrong) == (403, "bad_password")
        assert (await anna.post("/api/people/me/password", json=body)).status_code == 204
        assert (await phone.get("/api/people/me")).status_code == 401
    assert (await anna.get("/api/people/me")).status_code == 200


async def test_one_session_can_be_ended_from_another(rooms: Rooms, anna: httpx.AsyncClient) -> None:
    async with browser(rooms) as phone:
        await phone.post("/api/sessions", json={"handle": "anna", "password": PASSWORD})
        items = (await anna.get("/api/sessions")).json()["items"]
        other = next(item["id"] for item in items if not item["current"])
        assert (await anna.delete(f"/api/sessions/{other}")).status_code == 204
        assert (await phone.get("/api/people/me")).status_code == 401


async def test_an_account_is_changed_where_it_is_told(anna: httpx.AsyncClient) -> None:
    answer = await anna.patch("/api/people/me", json={"bio": "Draws.\nA lot.", "language": "de"})
    assert (answer.json()["bio"], answer.json()["language"]) == ("Draws.\nA lot.", "de")
    assert answer.json()["email"] == "anna@example.org"
    assert (await anna.patch("/api/people/me", json={"email": None})).json()["email"] is None
    refused: list[object] = [
        {"handle": "bernd"},
        {"bio": "x" * 201},
        {"language": "xx"},
        {"age_tier": "adult"},
        [],
    ]
    for wrong in refused:
        assert problem(await anna.patch("/api/people/me", json=wrong)) == (400, "bad_input")


async def test_who_deletes_their_account_is_out_at_once(
    anna: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    answer = await anna.post("/api/people/me/erase", json={"password": "wrong password"})
    assert problem(answer) == (403, "bad_password")
    assert (await stranger.get("/api/people/anna")).status_code == 200
    answer = await anna.post("/api/people/me/erase", json={"password": PASSWORD, "at_once": True})
    assert (answer.status_code, answer.json()["state"], answer.json()["erase_at"]) == (202, "erasing", None)
    assert problem(await anna.get("/api/people/me")) == (401, "signed_out")
    assert problem(await stranger.get("/api/people/anna")) == (404, "not_found")
    answer = await stranger.post("/api/sessions", json={"handle": "anna", "password": PASSWORD})
    assert problem(answer) == (401, "bad_password")
    assert problem(await stranger.post("/api/people?market=US", json=NEW)) == (409, "handle_taken")


async def test_without_the_custodian_private_things_stay_closed_and_public_ones_open(
    anna: httpx.AsyncClient, stranger: httpx.AsyncClient, custodian: TestCustodian, rooms: Rooms
) -> None:
    custodian.kill()

    async def missed() -> bool:
        ready = await stranger.get("/readyz")
        parts = {"database": "yes", "custodian": "no", "worker": "yes"}
        return (ready.status_code, ready.json()) == (200, parts)

    await until(missed)
    assert problem(await anna.get("/api/people/me")) == (503, "custodian_unavailable")
    answer = await stranger.post("/api/sessions", json={"handle": "anna", "password": PASSWORD})
    assert problem(answer) == (503, "custodian_unavailable")
    profile = await stranger.get("/api/people/anna")
    assert profile.status_code == 200
    assert profile.json()["counts"]["followers"] is None
