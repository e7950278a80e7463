"""Settings and profile: language, look, name, password, leaving; by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from parts.steps import join_by_keyboard
from parts.visitor import PASSWORD, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("locale", "zone", "size"), [("en", "us", "phone"), ("de", "world", "desktop")])
def test_changes_a_name_a_password_and_leaves_by_keyboard(
    visit: Visit, locale: str, zone: str, size: str
) -> None:
    visitor = visit(zone, locale=locale, size=size)
    join_by_keyboard(visitor, f"settles_{locale}")
    page, said = visitor.page, visitor.words
    visitor.go("/settings")
    expect(page.get_by_role("heading", name=said["settings-access"])).to_be_visible()
    assert visitor.axe() == []

    visitor.tab_to(page.get_by_label(said["settings-name"], exact=True), most=80)
    page.keyboard.type("Zoe Müller")
    visitor.press("Enter")
    visitor.hears(said["settings-profile-saved"])

    visitor.tab_to(page.get_by_label(said["settings-password-old"], exact=True), most=80)
    page.keyboard.type(PASSWORD)
    visitor.tab_to(page.get_by_label(said["settings-password-new"], exact=True))
    page.keyboard.type("quite another phrase")
    visitor.press("Enter")
    visitor.hears(said["settings-password-changed"])

    visitor.go(f"/@settles_{locale}")
    expect(page.get_by_text("Zoe Müller").first).to_be_visible()
    assert visitor.axe() == []

    visitor.go("/settings#leave")
    visitor.tab_to(page.get_by_role("button", name=said["settings-delete"], exact=True), most=120)
    visitor.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert visitor.axe() == []
    visitor.tab_to(dialog.get_by_role("radio", name=said.pattern("leave-later")))
    visitor.press("ArrowDown")
    dialog.locator("input[type=password]").fill("quite another phrase")
    visitor.tab_to(dialog.get_by_role("button", name=said["leave-yes-now"], exact=True))
    visitor.press("Enter")
    page.wait_for_url("**/receipt/*")
    expect(page.get_by_role("heading", name=said["receipt-title-erased"], level=1)).to_be_visible()
    assert visitor.status("/api/people/me") == 401
    assert visitor.status(f"/api/people/settles_{locale}") == 404
    assert visitor.faults == []


def test_the_language_and_the_look_change_at_once_and_stay(visit: Visit) -> None:
    visitor = visit("us")
    page = visitor.page
    visitor.go("/settings")
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.get_by_role("heading", name="Einstellungen", level=1)).to_be_visible()
    page.get_by_text("Hell", exact=True).click()
    assert visitor.axe() == []
    page.reload()
    expect(page.get_by_role("heading", name="Einstellungen", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(11, 12, 14)"


@pytest.mark.parametrize(
    "path",
    [
        "/about",
        "/join",
        "/signin",
        "/settings",
        "/settings/feed",
        "/settings/privacy",
        "/receipt/none",
        "/nowhere/at/all",
    ],
)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_on_plain_pages(visit: Visit, path: str, size: str) -> None:
    visitor = visit("us", size=size)
    visitor.go(path)
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    assert visitor.axe() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_right_to_left_turns_the_page_around(visit: Visit) -> None:
    visitor = visit("us", size="desktop")
    visitor.go("/settings")
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    visitor.page.evaluate("document.documentElement.dir = 'rtl'")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    nav = visitor.page.get_by_role("navigation", name=visitor.words["nav-label"]).bounding_box()
    assert nav is not None
    assert nav["x"] > 700, "the rail stays on the left"
