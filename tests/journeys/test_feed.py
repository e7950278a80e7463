"""Watching: the feed by keyboard and by thumb, in both languages, signed out and in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from os import urandom

import pytest
from playwright.sync_api import expect

from kurzum.core.ids import uuid7
from parts.caller import Caller, small_clip
from parts.running import Running
from parts.steps import join_by_keyboard, staged, swipe_through, wait_for_playing
from parts.visitor import Visitor

Visit = Callable[..., Visitor]
COLOURS = ("teal", "maroon", "olive")


@pytest.fixture(scope="module")
def stocked(kurzum: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Three clips by two makers in each zone; their captions."""
    folder = tmp_path_factory.mktemp("stock")
    captions = []
    for zone, market in (("us", "US"), ("world", "DE")):
        makers = [Caller(kurzum.tool_origin(zone), market).join(f"stock_{name}") for name in ("a", "b")]
        for place, colour in enumerate(COLOURS):
            card = makers[place % 2].clip(small_clip(folder, colour=colour), f"Stocked {colour}")
            assert card["state"] == "published", card
            captions.append(card["caption"])
        for maker in makers:
            maker.close()
    yield captions[:3]


@pytest.mark.parametrize(("locale", "zone", "size"), [("en", "us", "phone"), ("de", "world", "desktop")])
def test_plays_at_once_signed_out_and_obeys_the_keyboard(
    visit: Visit, stocked: list[str], locale: str, zone: str, size: str
) -> None:
    visitor = visit(zone, locale=locale, size=size)
    page = visitor.page
    visitor.go("/")
    wait_for_playing(page)
    muted = "() => [...document.querySelectorAll('video')].find(v => !v.paused)?.muted"
    assert page.evaluate(muted) is True, "sound before the first touch"
    swipe_through(page, stocked)
    assert visitor.axe() == []
    wait_for_playing(page)
    visitor.press(" ")
    page.wait_for_function("() => [...document.querySelectorAll('video')].every(v => v.paused)")
    visitor.press(" ")
    wait_for_playing(page)
    visitor.press("m")
    page.wait_for_function("() => [...document.querySelectorAll('video')].some(v => !v.paused && !v.muted)")
    assert visitor.faults == []


def test_asks_to_sign_in_before_a_like(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us")
    visitor.go("/")
    wait_for_playing(visitor.page)
    visitor.press("l")
    expect(visitor.page.get_by_text(visitor.words["ask-like"])).to_be_visible()
    assert visitor.axe() == []


def test_a_fault_of_the_server_is_told_with_the_requests_id(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us", locale="de")
    page = visitor.page
    request = "5f7c0f7e-7d0a-4a4e-9d6e-3a5d1c1b2a10"
    body = {"title": "Unavailable", "status": 503, "code": "unavailable", "detail": "No.", "request": request}
    page.route("**/api/feed?*", lambda route: route.fulfill(status=503, json=body))
    visitor.go("/")
    expect(page.get_by_text(visitor.words["problem-unavailable"])).to_be_visible()
    small = page.locator(".reference")
    expect(small).to_have_text(f"Kennung: {request}")
    small.click()
    assert request in page.evaluate("() => String(getSelection())"), "a click does not choose it for copying"
    assert visitor.axe() == []
    page.unroute("**/api/feed?*")
    visitor.button("try-again").click()
    wait_for_playing(page)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_says_why_and_takes_a_no(visit: Visit, stocked: list[str], locale: str) -> None:
    visitor = visit("us", locale=locale)
    join_by_keyboard(visitor, f"asks_why_{locale}")
    page, said = visitor.page, visitor.words
    visitor.go("/")
    wait_for_playing(page)
    visitor.tab_to(visitor.here("more"))
    visitor.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=said["why-this-clip"])).to_be_visible()
    assert visitor.axe() == []
    dialog.get_by_role("button", name=said["why-this-clip"]).press("Enter")
    expect(dialog.locator("strong").first).to_be_visible()
    assert visitor.axe() == []
    with page.expect_request(lambda sent: "not_interested" in (sent.post_data or "")):
        dialog.get_by_role("button", name=said["not-interested"]).first.press("Enter")
        visitor.hears(said["not-interested-done"])


def test_reports_a_clip(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "reports_it")
    page, said = visitor.page, visitor.words
    visitor.go("/")
    wait_for_playing(page)
    visitor.here("more").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=said["report"], exact=True).click()
    dialog.get_by_text(said["report-spam"]).click()
    assert visitor.axe() == []
    with page.expect_response(lambda answer: "/reports" in answer.url) as answer:
        dialog.get_by_role("button", name=said["report-send"]).click()
    assert answer.value.status == 202
    visitor.hears(said["reported"])


def test_follows_and_finds_it_in_following(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "follows_some")
    page, said = visitor.page, visitor.words
    visitor.go("/following")
    expect(page.get_by_text(said["following-empty-title"])).to_be_visible()
    visitor.go("/@stock_a")
    with page.expect_response(lambda answer: answer.url.endswith("/stock_a/follow") and answer.ok):
        page.get_by_role("button", name="Follow", exact=False).first.click()
    visitor.go("/following")
    wait_for_playing(page)
    assert any(caption in staged(page) for caption in stocked)


def test_a_blocked_maker_is_gone_and_can_come_back(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "blocks_some")
    page, said = visitor.page, visitor.words
    blocked = "() => fetch('/api/people/stock_b/block', {method: 'PUT'}).then(a => a.status)"
    assert page.evaluate(blocked) == 204
    feed = visitor.json("/api/feed?limit=20")
    assert "stock_b" not in {pick["creator"]["handle"] for pick in feed["picks"]}
    visitor.go("/settings")
    page.get_by_role("button", name=said.pattern("settings-unblock-who")).click()
    visitor.hears(said.pattern("settings-unblocked"))
    handles = {p["creator"]["handle"] for p in visitor.json("/api/feed?limit=20")["picks"]}
    assert "stock_b" in handles


def test_nothing_is_shown_twice_on_another_device(stocked: list[str], kurzum: Running) -> None:
    here = Caller(kurzum.tool_origin("us"), "US").join("sees_once")
    there = Caller(kurzum.tool_origin("us"), "US")
    there.http.headers["Authorization"] = here.http.headers["Authorization"]
    shown: list[str] = []
    for device in (here, there, here):
        page = device.get("/api/feed", limit=1)
        while page["note"] == "plain":  # a machine that took too long for picks serves what is newest
            page = device.get("/api/feed", limit=1)
        clip = page["picks"][0]["clip"]["id"]
        assert clip not in shown
        shown.append(clip)
        seen = {
            "id": fresh_id(),
            "kind": "impression",
            "clip": clip,
            "page": page["page"],
            "at": "2026-01-01T00:00:00Z",
        }
        answer = device.http.post("/api/events", json={"id": fresh_id(), "v": 1, "events": [seen]})
        assert answer.status_code == 202, answer.text
    here.close()
    there.close()


def test_a_clips_page_tells_other_sites_what_it_is(visit: Visit, stocked: list[str], kurzum: Running) -> None:
    anybody = Caller(kurzum.tool_origin("us"), "US")
    clip = anybody.get("/api/people/stock_a/clips")["items"][0]
    page = anybody.http.get(f"/c/{clip['id']}", headers={"Accept": "*/*"}).text
    assert 'property="og:title"' in page
    assert 'property="og:image"' in page
    assert clip["caption"] in stocked and clip["caption"] in page
    anybody.close()


def test_works_on_a_small_page_with_reduced_motion(visit: Visit, stocked: list[str]) -> None:
    visitor = visit("us", reduced_motion="reduce")
    visitor.page.set_viewport_size({"width": 320, "height": 568})
    visitor.go("/")
    wait_for_playing(visitor.page)
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = visitor.page.evaluate(
        """() => [...document.querySelectorAll('.hand button, nav a')].filter(e => e.offsetParent)
            .map(e => e.getBoundingClientRect()).filter(b => b.width < 44 || b.height < 44).length"""
    )
    assert small == 0, "a target is smaller than 44 px"


def fresh_id() -> str:
    """A UUIDv7 of now, as a client makes it."""
    return str(uuid7(time.time_ns() // 1_000_000, urandom(10)))
