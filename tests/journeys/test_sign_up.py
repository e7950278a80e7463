"""Joining, signing in and out: by keyboard alone, in both languages, with nothing sent to the wrong zone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from parts.running import Running
from parts.steps import join_by_keyboard, sign_in
from parts.visitor import PASSWORD, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("locale", "zone"), [("en", "us"), ("de", "world")])
def test_joins_by_keyboard_alone(visit: Visit, locale: str, zone: str) -> None:
    visitor = visit(zone, locale=locale)
    visitor.go("/join")
    expect(visitor.page.locator("html")).to_have_attribute("lang", locale)
    assert visitor.axe() == []
    join_by_keyboard(visitor, f"keys_{locale}")
    assert visitor.faults == []
    cookies = {cookie["name"]: cookie for cookie in visitor.page.context.cookies()}
    session = cookies[f"kurzum_{zone}"]
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_wrong_form_says_what_to_do_and_loses_nothing(visit: Visit, locale: str) -> None:
    visitor = visit("us", locale=locale)
    page, said = visitor.page, visitor.words
    visitor.go("/join?market=US")
    page.locator("[name=handle]").fill("careful_one")
    page.locator("[name=password]").fill("short")
    page.get_by_role("button", name=said["join-submit"]).click()
    expect(page.get_by_text(said["join-birth-empty"])).to_be_visible()
    expect(page.locator("[name=password]")).to_be_focused()
    assert page.locator("[name=handle]").input_value() == "careful_one"
    assert visitor.axe() == []
    assert not [request for request in visitor.sent if request.method == "POST"]


def test_a_child_is_refused_kindly_and_nothing_is_kept(visit: Visit) -> None:
    visitor = visit("us")
    page = visitor.page
    visitor.go("/join?market=US")
    page.locator("[name=handle]").fill("little_one")
    page.locator("[name=password]").fill(PASSWORD)
    for part, value in (("day", "1"), ("month", "1"), ("year", "2020")):
        page.locator(f"[name=birth-{part}]").fill(value)
    page.get_by_role("button", name=visitor.words["join-submit"]).click()
    expect(page.get_by_text(visitor.words.pattern("join-birth-too_young"))).to_be_visible()
    assert not [request for request in visitor.sent if request.method == "POST"]


def test_another_country_leads_to_its_own_zone_before_anything_is_typed(
    visit: Visit, kurzum: Running
) -> None:
    visitor = visit("us")
    page = visitor.page
    visitor.go("/join")
    page.get_by_role("combobox").first.fill("Germany")
    visitor.press("Enter")
    page.get_by_role("link", name=visitor.words.pattern("join-continue-there")).click()
    page.wait_for_url(f"{kurzum.origins['world']}/join**")
    page.locator("[name=handle]").fill("over_there")
    page.locator("[name=password]").fill(PASSWORD)
    for part, value in (("day", "17"), ("month", "5"), ("year", "1990")):
        page.locator(f"[name=birth-{part}]").fill(value)
    page.get_by_role("button", name=visitor.words["join-submit"]).click()
    visitor.hears(visitor.words.pattern("join-welcome"))
    page.wait_for_timeout(500)
    for request in visitor.sent:
        if not request.url.startswith(kurzum.origins["us"]):
            continue
        body = request.post_data or ""
        assert PASSWORD not in body + request.url
        assert "1990" not in body + request.url
        assert request.method == "GET", f"{request.method} {request.url} went to the wrong zone"
        assert "kurzum_world" not in request.all_headers().get("cookie", "")
    assert visitor.origins_asked() == {kurzum.origins["us"], kurzum.origins["world"]}


def test_neither_zone_sees_the_other_ones_session(visit: Visit, kurzum: Running) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "both_zones")
    visitor.go(kurzum.origins["world"] + "/")
    visitor.page.wait_for_load_state("networkidle")
    there = [r for r in visitor.sent if r.url.startswith(kurzum.origins["world"])]
    assert there
    for request in there:
        assert "kurzum_us" not in request.all_headers().get("cookie", "")


def test_signs_out_and_in_again(visit: Visit) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "in_and_out")
    page = visitor.page
    visitor.go("/settings")
    page.get_by_role("button", name=visitor.words["settings-sign-out-all"], exact=True).click()
    expect(page.get_by_text(visitor.words["settings-signed-out-now"], exact=True)).to_be_visible()
    assert visitor.status("/api/people/me") == 401
    sign_in(visitor, "in_and_out")
    assert visitor.status("/api/people/me") == 200


def test_a_wrong_password_says_so(visit: Visit) -> None:
    visitor = visit("us")
    visitor.go("/signin")
    page = visitor.page
    assert visitor.axe() == []
    page.locator("[name=handle]").fill("nobody_here")
    page.locator("[name=password]").fill("not the password")
    page.locator("form").get_by_role("button", name=visitor.words["signin-submit"]).click()
    expect(page.get_by_text(visitor.words["signin-wrong"])).to_be_visible()
