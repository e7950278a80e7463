"""Making: choose, describe, upload, watch it being prepared, edit, withdraw, delete; by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from parts.caller import small_clip
from parts.steps import ENCODING_MS, choose, join_by_keyboard, upload, wait_until_published
from parts.visitor import PATIENCE_MS, Visitor
from parts.waiting import wait_for

Visit = Callable[..., Visitor]
BEGUN_IS_KEPT = """() => new Promise((tell) => {
    indexedDB.open('kurzum-uploads').onsuccess = (opened) => {
        const database = opened.target.result;
        database.transaction('items').objectStore('items').getAll().onsuccess = (read) => {
            database.close();
            tell(read.target.result.some((item) => item.url !== null));
        };
    };
})"""
"""Whether this browser keeps where the server takes the upload."""


@pytest.mark.parametrize(("locale", "zone"), [("en", "us"), ("de", "world")])
def test_uploads_edits_withdraws_and_deletes_by_keyboard(
    visit: Visit, tmp_path: Path, locale: str, zone: str
) -> None:
    visitor = visit(zone, locale=locale, size="tablet")
    join_by_keyboard(visitor, f"makes_{locale}")
    page, said = visitor.page, visitor.words
    visitor.go("/upload")
    assert visitor.axe() == []
    upload(visitor, small_clip(tmp_path), f"Keys only {locale}")
    clip = wait_until_published(visitor)
    assert visitor.axe() == []

    visitor.go("/clips")
    visitor.tab_to(page.get_by_role("button", name=said["clips-edit"], exact=True).first)
    visitor.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert visitor.axe() == []
    page.get_by_role("dialog").locator("[name=caption]").fill(f"Edited {locale}")
    visitor.tab_to(page.get_by_role("dialog").get_by_role("button", name=said["clips-save"], exact=True))
    visitor.press("Enter")
    expect(page.get_by_role("link", name=f"Edited {locale}")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)

    visitor.tab_to(page.get_by_role("button", name=said["clips-withdraw"], exact=True).first)
    visitor.press("Enter")
    visitor.hears(said["clips-withdrawn"])
    assert visitor.json(f"/api/clips/{clip}")["state"] == "withdrawn"
    visitor.tab_to(page.get_by_role("button", name=said["clips-publish"], exact=True).first)
    visitor.press("Enter")
    visitor.hears(said["clips-published-again"])
    assert visitor.axe() == []

    visitor.tab_to(page.get_by_role("button", name=said["clips-delete"], exact=True).first)
    visitor.press("Enter")
    visitor.tab_to(page.get_by_role("button", name=said["clips-delete-yes"]))
    visitor.press("Enter")
    visitor.hears(said["clips-deleted"])
    assert visitor.status(f"/api/clips/{clip}") == 404
    assert visitor.faults == []


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_file_that_is_no_video_is_refused_with_a_sentence(
    visit: Visit, tmp_path: Path, locale: str
) -> None:
    visitor = visit("us", locale=locale)
    join_by_keyboard(visitor, f"no_video_{locale}")
    text = tmp_path / "holiday.mp4"
    text.write_text("This is a letter and not a film.\n" * 400)
    upload(visitor, text, "A letter")
    refused = visitor.page.get_by_text(visitor.words["rejected-not_a_video"])
    expect(refused).to_be_visible(timeout=ENCODING_MS)
    assert visitor.axe() == []


def test_a_clip_that_is_too_short_is_told_before_anything_is_sent(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "too_short")
    visitor.go("/upload")
    before = len(visitor.sent)
    visitor.page.locator("input[type=file]").first.set_input_files(small_clip(tmp_path, seconds=3))
    expect(visitor.page.get_by_text(visitor.words.pattern("rejected-too_short"))).to_be_visible()
    assert not [request for request in visitor.sent[before:] if "/api/uploads" in request.url]


def test_an_upload_goes_on_after_a_reload(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("us")
    join_by_keyboard(visitor, "reloads")
    page = visitor.page
    file = small_clip(tmp_path, size="360x640", seconds=20)
    line_works = False

    def line(route: Route) -> None:
        if line_works:
            route.continue_()

    page.context.route("**/api/uploads/*", line)
    upload(visitor, file, "Goes on after a reload")
    expect(page.get_by_text(visitor.words["upload-saved"])).to_be_visible(timeout=PATIENCE_MS)
    # A promise is no answer that the browser could wait for by itself.
    wait_for(lambda: bool(page.evaluate(BEGUN_IS_KEPT)), "the upload was not begun")
    line_works = True
    begun = _beginnings(visitor)
    page.reload()
    wait_until_published(visitor)
    assert _beginnings(visitor) == begun, "it began anew"
    page.goto("/clips")
    expect(page.get_by_role("link", name="Goes on after a reload")).to_be_visible()


def _beginnings(visitor: Visitor) -> int:
    """How often an upload was begun; more than once for one file where the zone was not ready for it."""
    paths = [urlsplit(request.url).path for request in visitor.sent if request.method == "POST"]
    return paths.count("/api/uploads")


def test_only_me_is_seen_by_nobody_else(visit: Visit, tmp_path: Path) -> None:
    maker = visit("us")
    join_by_keyboard(maker, "keeps_it")
    maker.go("/upload")
    page = maker.page
    choose(maker, small_clip(tmp_path, colour="indigo"))
    page.locator("[name=caption]").fill("For me alone")
    page.get_by_text(maker.words["visibility-private"], exact=True).click()
    page.get_by_role("button", name=maker.words["upload-submit"], exact=True).click()
    expect(page.get_by_text(maker.words["upload-done-private"])).to_be_visible(timeout=ENCODING_MS)
    card = maker.json("/api/people/me/clips")["items"][0]
    media = card["renditions"][0]["url"]
    assert maker.status(media) == 200
    other = visit("us")
    join_by_keyboard(other, "looks_around")
    assert other.status(f"/api/clips/{card['id']}") == 404
    assert other.status(media) == 404
