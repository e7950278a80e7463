"""What makes pictures come soon: a link's page brings its clip, the feed fetches the next ones ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from parts.caller import Caller, small_clip
from parts.running import Running
from parts.steps import staged, wait_for_playing
from parts.visitor import PATIENCE_MS, Visitor

Visit = Callable[..., Visitor]
ONE_PLAYS = "() => [...document.querySelectorAll('video')].filter(video => !video.paused).length === 1"
ANOTHER_IS_THERE = """() => [...document.querySelectorAll('video')]
    .some(video => video.paused && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA)"""

STAGED_ANOTHER = """before => {
    const label = document.querySelector('article.slot:not([inert])')?.getAttribute('aria-label');
    return Boolean(label) && label !== before;
}"""

NOTE_STAGE_AT_KEY = """() => addEventListener('keydown', () => {
    window.stageAtKey = document.querySelector('article.slot:not([inert])')?.getAttribute('aria-label');
})"""

WITH_THE_PICTURE = """{
    const later = setTimeout;
    const waits = () => document.querySelector('#client') !== null;
    window.setTimeout = (run, ms, ...more) => later(run, waits() ? 60_000 : ms, ...more);
}"""
"""Where the first picture is late, the client does not wait for it: here it does, for as long as it takes."""


@pytest.fixture(scope="module")
def clips(kurzum: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two public clips by two makers; their ids."""
    folder = tmp_path_factory.mktemp("frames")
    found = []
    for name, colour in (("frames_a", "navy"), ("frames_b", "purple")):
        maker = Caller(kurzum.tool_origin("us"), "US").join(name)
        found.append(maker.clip(small_clip(folder, colour=colour), f"Frames {colour}")["id"])
        maker.close()
    yield found


def test_a_link_plays_the_video_that_its_page_brought(visit: Visit, clips: list[str]) -> None:
    visitor = visit("us")
    page = visitor.page
    page.add_init_script(
        "addEventListener('DOMContentLoaded', "
        "() => { window.brought = document.querySelector('#first video') })"
    )
    visitor.go(f"/c/{clips[0]}")
    wait_for_playing(page)
    expect(page.get_by_text("Frames navy").first).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_function("() => document.querySelector('.picture video') === window.brought")
    page.wait_for_function(ONE_PLAYS)
    expect(page.locator("#first")).to_have_count(0)
    asked = [urlsplit(request.url).path for request in visitor.sent]
    assert f"/api/clips/{clips[0]}" not in asked, "asked for a card that the page had brought"
    assert len({path for path in asked if path.endswith(".mp4")}) == 1
    visitor.press(" ")
    page.wait_for_function("() => [...document.querySelectorAll('video')].every(video => video.paused)")
    assert visitor.faults == []


def test_a_links_page_comes_before_the_client_and_no_password_is_typed_on_it(
    visit: Visit, clips: list[str]
) -> None:
    visitor = visit("us")
    page = visitor.page
    page.add_init_script(WITH_THE_PICTURE)
    visitor.go(f"/c/{clips[0]}")
    wait_for_playing(page)
    order = [urlsplit(request.url).path for request in visitor.sent]
    assert order[0] == f"/c/{clips[0]}"
    assert order[1].endswith(".mp4"), order
    page.get_by_role("link", name=visitor.words["nav-signin"]).click()
    expect(page.get_by_role("heading", name=visitor.words["signin-title"])).to_be_visible()
    assert page.evaluate("() => performance.getEntriesByType('navigation')[0].name").endswith("/signin"), (
        "the page that asks for a password was not loaded anew"
    )
    assert visitor.faults == []


def test_a_links_clip_plays_without_javascript(visit: Visit, clips: list[str]) -> None:
    visitor = visit("us", java_script_enabled=False)
    visitor.go(f"/c/{clips[0]}")
    expect(visitor.page.locator(".boot-note")).to_have_text("Around this clip, Kurzum needs JavaScript.")
    expect(visitor.page.locator(".boot-note")).to_be_visible()
    visitor.page.wait_for_function("() => document.querySelector('#first video').currentTime > 0")
    assert {urlsplit(request.url).path.split("/")[1] for request in visitor.sent} <= {"c", "media", "icons"}


def test_a_link_works_without_the_clip_in_its_page(visit: Visit, clips: list[str]) -> None:
    visitor = visit("us")
    page = visitor.page
    page.add_init_script(
        """new MutationObserver(() => document.querySelectorAll('#first, #card').forEach(e => e.remove()))
            .observe(document, {childList: true, subtree: true})"""
    )
    visitor.go(f"/c/{clips[1]}")
    wait_for_playing(page)
    expect(page.get_by_text("Frames purple").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_next_clip_is_there_before_the_swipe(visit: Visit, clips: list[str]) -> None:
    visitor = visit("us")
    page = visitor.page
    visitor.go("/")
    wait_for_playing(page)
    before = staged(page)
    page.wait_for_function(ANOTHER_IS_THERE, timeout=PATIENCE_MS)
    page.evaluate(NOTE_STAGE_AT_KEY)
    visitor.press("ArrowDown")
    assert page.evaluate("() => window.stageAtKey") != before, "the stage waits for the slide"
    page.wait_for_function(STAGED_ANOTHER, arg=before)
    wait_for_playing(page)
