"""One's own data: what is stored told in words, all of it in one file, and the account erased, later or at
once, with a receipt that anybody who has its link can read.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from parts.caller import Caller, small_clip
from parts.steps import sign_in
from parts.visitor import PASSWORD, Visitor
from parts.waiting import wait_for

Visit = Callable[..., Visitor]
Call = Callable[[str], Caller]
CAPTION = "Only a few colours"
AWAY = """() => {
    const real = window.fetch;
    window.away = true;
    window.fetch = async (...asked) => {
        if (!String(asked[0]).startsWith('/api/me/privacy')) return real(...asked);
        if (window.away)
            return Response.json({code: 'custodian_unavailable', detail: '', status: 503}, {status: 503});
        const answer = await (await real(...asked)).json();
        const parts = [{what: 'voice_memos', count: 4, since: null, kept_for: 'the_winter'}];
        answer.categories.push({category: 'odd_things', protection: 'frozen', parts});
        return Response.json(answer);
    };
}"""
"""Answers as while the custodian is away, then with codes that are new. A tool could not: it does not resolve
the zone's name."""


@pytest.mark.parametrize(("locale", "size"), [("en", "phone"), ("de", "desktop")])
def test_what_is_stored_is_told_in_words_by_how_it_is_protected(
    visit: Visit, caller: Call, tmp_path: Path, locale: str, size: str
) -> None:
    person = caller("us").join(f"looks_{locale}", language=locale)
    person.clip(small_clip(tmp_path), CAPTION)
    visitor = visit("us", locale=locale, size=size)
    page, said = visitor.page, visitor.words
    sign_in(visitor, person.handle, then="/settings/privacy")
    for group in ("sealed", "plain", "public"):
        expect(page.get_by_role("heading", name=said[f"privacy-group-{group}"], exact=True)).to_be_visible()
    custodian = visitor.json("/api/me/privacy")["custodian"]
    expect(page.get_by_text(custodian).first).to_be_visible()
    expect(row(visitor, said["privacy-group-sealed"], said["privacy-what-birth_date"])).to_contain_text(
        said["privacy-amount-stored"]
    )
    clips = row(visitor, said["privacy-group-public"], said["privacy-what-clips"])
    expect(clips).to_contain_text("1")
    assert not unworded(visitor), "codes that the page has no words for"
    assert visitor.axe() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 320, "height": 640})
    assert visitor.axe() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    clips.get_by_role("link").click()
    page.wait_for_url("**/clips")
    expect(page.get_by_text(CAPTION).first).to_be_visible()
    assert visitor.faults == []


def test_the_seal_and_the_settings_lead_there(visit: Visit, caller: Call) -> None:
    visitor = visit("us", size="desktop")
    page, said = visitor.page, visitor.words
    sign_in(visitor, caller("us").join("follows_links").handle, then="/settings")
    page.get_by_role("link", name=said["settings-privacy-open"], exact=True).click()
    expect(page.get_by_role("heading", name=said["privacy-title"], level=1)).to_be_visible()
    visitor.go("/settings")
    page.locator("button.seal:visible").first.click()
    page.get_by_role("dialog").get_by_role("link", name=said["seal-more"]).click()
    expect(page.get_by_role("heading", name=said["privacy-title"], level=1)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert visitor.faults == []


def test_waits_for_the_custodian_and_reads_out_codes_that_are_new(visit: Visit, caller: Call) -> None:
    visitor = visit("us")
    page, said = visitor.page, visitor.words
    sign_in(visitor, caller("us").join("waits_here").handle, then="/about")
    page.add_init_script(f"({AWAY})()")
    visitor.go("/settings/privacy")
    alert = page.get_by_role("alert").filter(has_text=said["privacy-locked"])
    expect(alert).to_be_visible()
    expect(page.get_by_role("heading", name=said["archive-title"], exact=True)).to_be_visible()
    assert visitor.axe() == []
    page.evaluate("window.away = false")
    alert.get_by_role("button", name=said["try-again"], exact=True).press("Enter")
    for text in ("Frozen", "Voice memos", "The winter"):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=said["privacy-group-sealed"], exact=True)).to_be_visible()
    assert visitor.axe() == []
    assert visitor.faults == []


@pytest.mark.parametrize(("locale", "size"), [("en", "phone"), ("de", "desktop")])
def test_takes_everything_along_in_one_file(
    visit: Visit, caller: Call, tmp_path: Path, locale: str, size: str
) -> None:
    person = caller("us").join(f"takes_{locale}", language=locale)
    clip = person.clip(small_clip(tmp_path), CAPTION)
    visitor = visit("us", locale=locale, size=size, accept_downloads=True)
    page, said = visitor.page, visitor.words
    sign_in(visitor, person.handle, then="/settings/privacy")
    part = page.get_by_role("region", name=said["archive-title"], exact=True)
    password = part.locator("input[type=password]")
    password.fill("not the password")
    part.get_by_role("button", name=said["archive-make"], exact=True).press("Enter")
    expect(part.get_by_text(said["privacy-password-wrong"])).to_be_visible()
    expect(password).to_be_focused()
    assert visitor.axe() == []
    password.fill(PASSWORD)
    visitor.press("Enter")
    expect(password).to_have_count(0)
    page.reload()
    download = part.get_by_role("link", name=said["archive-download"], exact=True)
    expect(download).to_be_visible()
    expect(part.get_by_text(said.pattern("archive-ready"))).to_be_visible()
    assert visitor.axe() == []
    with page.expect_download() as begun:
        download.click()
    begun.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert "schema.json" in names
        clips = json.loads(archive.read("clips.json"))
    assert clip["id"] in json.dumps(clips)
    assert any(name.startswith("clips/") and name.endswith(".mp4") for name in names), names
    part.get_by_role("button", name=said["archive-remove"], exact=True).click()
    expect(download).to_have_count(0)
    expect(part.get_by_text(said.pattern("archive-next"))).to_be_visible()
    assert visitor.status("/api/me/export/file") == 404
    assert visitor.faults == []


@pytest.mark.parametrize(("locale", "size"), [("en", "phone"), ("de", "desktop")])
def test_leaves_signs_in_again_and_stays(
    visit: Visit, caller: Call, tmp_path: Path, locale: str, size: str
) -> None:
    person = caller("us").join(f"wavers_{locale}", language=locale)
    clip = person.clip(small_clip(tmp_path), CAPTION)["id"]
    visitor, stranger = visit("us", locale=locale, size=size), visit("us")
    page, said = visitor.page, visitor.words
    sign_in(visitor, person.handle, then="/settings/privacy")
    dialog = ask_to_leave(visitor, "later")
    assert visitor.axe() == []
    dialog.get_by_role("button", name=said["leave-yes-later"], exact=True).click()
    expect(page.get_by_role("heading", name=said["receipt-title-leaving"], level=1)).to_be_visible()
    receipt = urlsplit(page.url).path
    assert visitor.axe() == []
    assert visitor.status("/api/people/me") == 401
    stranger.go(receipt)
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(
        stranger.words["receipt-title-leaving"]
    )
    wait_for(lambda: stranger.status(f"/api/clips/{clip}") == 404, "everybody still sees the clip")

    sign_in(visitor, person.handle, then="/settings")
    notice = page.get_by_role("complementary", name=said["leaving-label"])
    expect(notice.get_by_text(said.pattern("leaving-until"))).to_be_visible()
    erase_at = datetime.fromisoformat(visitor.json("/api/people/me")["erase_at"])
    assert timedelta(days=5) < erase_at - datetime.now(UTC) <= timedelta(days=7)
    assert visitor.axe() == []
    visitor.go(f"/@{person.handle}")
    expect(notice).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the frame is too tall"
    refused = page.evaluate(
        "clip => fetch(`/api/clips/${clip}/like`, {method: 'PUT'}).then(answer => answer.json())", clip
    )
    assert refused["code"] == "account_leaving"

    notice.get_by_role("button", name=said["leaving-stay"], exact=True).press("Enter")
    visitor.hears(said["leaving-kept"])
    expect(notice).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
    assert visitor.json("/api/people/me")["state"] == "active"
    wait_for(lambda: stranger.status(f"/api/clips/{clip}") == 200, "the clip is not back")
    stranger.go(receipt)
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(stranger.words["receipt-title-kept"])
    assert visitor.faults == []
    assert stranger.faults == []


@pytest.mark.parametrize(("locale", "size"), [("en", "desktop"), ("de", "phone")])
def test_is_erased_at_once_and_keeps_the_receipt(
    visit: Visit, caller: Call, tmp_path: Path, locale: str, size: str
) -> None:
    person = caller("us").join(f"gone_{locale}", language=locale)
    clip = person.clip(small_clip(tmp_path), CAPTION)["id"]
    visitor = visit("us", locale=locale, size=size)
    page, said = visitor.page, visitor.words
    sign_in(visitor, person.handle, then="/settings/privacy")
    dialog = ask_to_leave(visitor, "now")
    dialog.get_by_role("button", name=said["leave-yes-now"], exact=True).click()
    page.wait_for_url("**/receipt/*")
    expect(page.get_by_role("heading", name=said["receipt-title-erased"], level=1)).to_be_visible()
    removed = page.get_by_role("region", name=said["receipt-removed"], exact=True)
    expect(removed.get_by_text(said["receipt-what-clips"], exact=True)).to_be_visible()
    expect(page.get_by_text(said["receipt-key"], exact=True)).to_be_visible()
    assert visitor.axe() == []
    link = page.get_by_role("textbox", name=said["receipt-keep"]).input_value()
    assert link == page.url

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=said["receipt-copy"], exact=True).click()
    visitor.hears(said["receipt-copied"])
    assert page.evaluate("navigator.clipboard.readText()") == link

    assert visitor.status("/api/people/me") == 401
    assert visitor.status(f"/api/people/{person.handle}") == 404
    assert visitor.status(f"/api/clips/{clip}") == 404
    visitor.go("/signin")
    page.locator("[name=handle]").fill(person.handle)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form").get_by_role("button", name=said["signin-submit"]).click()
    expect(page.get_by_text(said["signin-wrong"])).to_be_visible()
    stranger = visit("us")
    stranger.go(urlsplit(link).path)
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(stranger.words["receipt-title-erased"])
    assert visitor.faults == []


def test_a_receipt_that_is_none_says_so(visit: Visit) -> None:
    visitor = visit("us")
    visitor.go("/receipt/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.words["receipt-none"])
    assert visitor.faults == []


def ask_to_leave(visitor: Visitor, when: str) -> Locator:
    """Open the sheet that deletes the account and fill it in; what is left is to press."""
    page, said = visitor.page, visitor.words
    page.get_by_role("button", name=said["settings-delete"], exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    if when == "now":
        dialog.get_by_text(said["leave-now"], exact=True).click()
    dialog.locator("input[type=password]").fill(PASSWORD)
    return dialog


def row(visitor: Visitor, group: str, what: str) -> Locator:
    """The line of a thing that is stored, within its group."""
    region = visitor.page.get_by_role("region", name=group, exact=True)
    return region.get_by_role("listitem").filter(has=visitor.page.get_by_text(what, exact=True))


def unworded(visitor: Visitor) -> list[str]:
    """Codes of the zone that this client has no words for."""
    ids: list[str] = []
    for category in visitor.json("/api/me/privacy")["categories"]:
        ids += [f"privacy-category-{category['category']}", f"privacy-group-{category['protection']}"]
        ids += [f"privacy-what-{part['what']}" for part in category["parts"]]
    return [one for one in ids if one not in visitor.words]
