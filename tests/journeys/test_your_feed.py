"""One's own feed: a cause hidden where it is told, all of it on one page, begun anew and taken back; each is
seen to change what comes next. And what makers see of their audience.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, Response, expect
from playwright.sync_api import TimeoutError as NotInTime

from parts.caller import Caller, small_clip
from parts.running import Running
from parts.steps import SETTLE_MS, STAGED, STILL_MS, sign_in, staged, wait_for_playing
from parts.visitor import Visitor
from parts.waiting import wait_for
from parts.watching import page_with, watch

Visit = Callable[..., Visitor]
Call = Callable[[str], Caller]
CLIPS, WATCHED = 6, 2
WAITING = """() => {
    const slots = [...document.querySelectorAll('.reel article.slot:not(.stage-note)')];
    const at = slots.findIndex(slot => !slot.inert);
    return slots.slice(at + 1).map(slot => slot.getAttribute('aria-label'));
}"""


REASONS: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    (
        "because_clip",
        {"clip": "0190f3a1-b2c3-7fff-bfff-ffffffffffff", "name": "someone"},
        ("not-interested", "see-that-clip"),
    ),
    ("because_creator", {"name": "someone", "watches": "3"}, ("hide-creator", "see-profile")),
    (
        "because_sound",
        {"sound": "0190f3a1-b2c3-7fff-bfff-fffffffffffe", "name": "Rain", "watches": "1"},
        ("hide-sound",),
    ),
    ("because_topic", {"topic": "dance", "watches": "5"}, ("hide-topic",)),
    ("because_language", {"language": "de"}, ("change-language",)),
    ("well_watched", {}, ("not-interested",)),
    ("first_audience", {}, ("not-interested",)),
]
"""Codes of reasons, what they bring along, and what can be done beside each."""

GIVES = """(reasons) => {
    const real = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await real(...asked);
        if (!String(asked[0]).startsWith('/api/feed?')) return answer;
        const page = await answer.json();
        for (const pick of page.picks) pick.reasons = reasons;
        return Response.json(page, {status: answer.status});
    };
}"""
"""Gives each pick of a page these reasons. A tool could not: it does not resolve the zone's name."""


@dataclass(frozen=True)
class Maker:
    """Somebody whose clips are all about one thing. ``topic``: on each caption, with ``#``."""

    handle: str
    topic: str
    clips: tuple[str, ...]


@pytest.fixture(scope="module")
def makers(kurzum: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Maker, Maker]]:
    """Two of zone ``us``; the first is the one that viewers come to like."""
    folder, found = tmp_path_factory.mktemp("liked"), []
    for name, colour in (("swirls", "teal"), ("squares", "maroon")):
        maker, topic = Caller(kurzum.tool_origin("us"), "US").join(f"makes_{name}"), f"#yf{name}"
        file = small_clip(folder, colour=colour)
        cards = [maker.clip(file, f"Nr {number} {topic}") for number in range(CLIPS)]
        assert {card["state"] for card in cards} == {"published"}, cards
        found.append(Maker(maker.handle, topic, tuple(card["id"] for card in cards)))
        maker.close()
    yield found[0], found[1]


@pytest.mark.parametrize(("locale", "size"), [("en", "phone"), ("de", "desktop")])
def test_hides_a_cause_where_it_is_told_and_takes_it_back(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker], locale: str, size: str
) -> None:
    liked = makers[0]
    visitor = fond_of(makers, visit, caller, f"hides_{locale}", locale, size)
    page, said = visitor.page, visitor.words
    remedy = seek_why(visitor, said.pattern("hide-creator"))
    assert visitor.axe() == []
    waited = waiting(visitor, liked)
    with page.expect_request(hides) as put, page.expect_response(is_page):
        remedy.press("Enter")
    kind, key = unquote(urlsplit(put.value.url).path).rsplit("/", 2)[1:]
    assert (kind, key) in {("creator", liked.handle), ("topic", liked.topic[1:])}
    visitor.hears(said.pattern(f"hidden-{kind}"))
    wait_for(lambda: not waiting(visitor, liked), f"{liked.topic} still waits")
    # Its undo is there for seconds only.
    with page.expect_request(lambda sent: sent.method == "DELETE" and "/hidden/" in sent.url):
        page.locator(".toast").get_by_role("button", name=said["undo"], exact=True).click()
    wait_for(lambda: visitor.json("/api/me/feed")["hidden"] == [], "it is hidden still")
    wait_for(lambda: waiting(visitor, liked) >= waited, "what waited has not come back")
    assert visitor.faults == []


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_cause_is_told_with_what_can_be_done(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker], locale: str
) -> None:
    visitor = visit("us", locale=locale)
    sign_in(visitor, caller("us").join(f"reads_all_{locale}", language=locale).handle, then="/settings")
    page, said = visitor.page, visitor.words
    page.set_viewport_size({"width": 320, "height": 720})
    reasons = [{"code": code, "params": params} for code, params, _ in REASONS]
    page.add_init_script(f"({GIVES})({json.dumps(reasons)})")
    visitor.go("/")
    wait_for_playing(page)
    visitor.here("more").click()
    page.get_by_role("dialog").get_by_role("button", name=said["why-this-clip"]).click()
    told = page.get_by_role("dialog").locator(".why > li")
    expect(told).to_have_count(len(REASONS))
    for row, (code, _, remedies) in enumerate(REASONS):
        expect(told.nth(row).locator("strong")).not_to_be_empty()
        for remedy in remedies:
            name = said.pattern(remedy)
            acts = (
                told.nth(row)
                .get_by_role("button", name=name)
                .or_(told.nth(row).get_by_role("link", name=name))
            )
            assert acts.count() == 1, f"{code}: no {remedy}"
    more = told.last.get_by_text(said["why-first_audience-more"])
    expect(more).to_be_hidden()
    visitor.tab_to(told.last.get_by_text(said["how-it-works"]))
    visitor.press("Enter")
    expect(more).to_be_visible()
    assert visitor.axe() == []
    assert page.evaluate(
        "document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth"
    )


@pytest.mark.parametrize(("locale", "size"), [("en", "desktop"), ("de", "phone")])
def test_changes_your_feed_by_keyboard(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker], locale: str, size: str
) -> None:
    liked = makers[0]
    visitor = fond_of(makers, visit, caller, f"edits_{locale}", locale, size)
    page, said = visitor.page, visitor.words
    visitor.go("/settings")
    visitor.tab_to(page.get_by_role("link", name=said["settings-feed-open"], exact=True), most=80)
    visitor.press("Enter")
    expect(page.get_by_role("heading", level=1, name=said["yours-title"])).to_be_visible()
    strength = page.get_by_role("meter", name=re.compile(f"@{liked.handle}"))
    expect(strength).to_be_visible()
    assert visitor.axe() == []

    visitor.tab_to(page.get_by_role("button", name=label(visitor, "yours-hide-name", liked)))
    visitor.press("Enter")
    visitor.hears(said.pattern("hidden-creator"))
    back = page.get_by_role("button", name=label(visitor, "yours-show-name", liked))
    expect(back).to_be_visible()
    expect(strength).to_have_count(0)
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus is lost"
    assert visitor.axe() == []
    assert liked.handle not in makers_of(visitor)

    take_back(visitor)
    expect(strength).to_be_visible()
    expect(back).to_have_count(0)
    assert visitor.json("/api/me/feed")["hidden"] == []

    begin_anew(visitor)
    expect(page.get_by_role("heading", name=said["yours-empty-title"])).to_be_visible()
    assert visitor.axe() == []
    take_back(visitor)
    expect(strength).to_be_visible()
    assert visitor.faults == []


def test_a_change_on_your_feed_shows_in_what_waits(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker]
) -> None:
    liked = makers[0]
    visitor = fond_of(makers, visit, caller, "returns_to_it", "en", "phone")
    page, said = visitor.page, visitor.words
    visitor.go("/")
    wait_for_playing(page)
    visitor.here("more").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=said["why-this-clip"]).click()
    dialog.get_by_role("link", name=said["your-feed-all"]).click()
    with page.expect_response(is_page):
        page.get_by_role("button", name=label(visitor, "yours-hide-name", liked)).click()
    page.get_by_role("link", name=said["nav-home"], exact=True).click()
    wait_for_playing(page)
    wait_for(lambda: not waiting(visitor, liked), f"{liked.topic} still waits")
    assert visitor.faults == []


def test_what_is_of_no_interest_brings_another_page(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker]
) -> None:
    viewer = caller("us").join("wants_less")
    visitor = visit("us")
    sign_in(visitor, viewer.handle)
    page, said = visitor.page, visitor.words
    visitor.go("/")
    wait_for_playing(page)
    before = staged(page)
    visitor.here("more").click()
    with page.expect_response(is_page):
        page.get_by_role("dialog").get_by_role("button", name=said["not-interested"]).click()
    wait_for(lambda: staged(page) not in ("", before), "the clip stays")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_your_feed_of_nobody_asks_to_sign_in(visit: Visit, size: str) -> None:
    visitor = visit("us", size=size)
    visitor.go("/settings/feed")
    expect(visitor.page.get_by_text(visitor.words["yours-signed-out"])).to_be_visible()
    assert visitor.axe() == []
    assert not [sent for sent in visitor.sent if "/api/me/feed" in sent.url]


def test_your_feed_says_that_it_is_locked_and_that_it_failed(visit: Visit, caller: Call) -> None:
    visitor = visit("us")
    sign_in(visitor, caller("us").join("locked_out").handle, then="/settings")
    page, said = visitor.page, visitor.words
    for code, words in (("custodian_unavailable", "yours-locked-text"), ("unavailable", "yours-failed")):
        refuse(page, code)
        visitor.go("/settings/feed")
        expect(page.get_by_text(said[words])).to_be_visible()
        assert visitor.axe() == []
        page.unroute("**/api/me/feed")
    visitor.button("try-again").click()
    expect(page.get_by_role("heading", name=said["yours-empty-title"])).to_be_visible()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_your_feed_fits_a_small_page(
    visit: Visit, caller: Call, makers: tuple[Maker, Maker], direction: str, theme: str
) -> None:
    visitor = fond_of(makers, visit, caller, f"small_{direction}_{theme}", "de", "phone")
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": 568})
    visitor.go("/settings/feed")
    strength = page.get_by_role("meter").first
    expect(strength).to_be_visible()
    page.evaluate(
        "([dir, theme]) => Object.assign(document.documentElement, {dir}).dataset.theme = theme",
        [direction, theme],
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth"
    )
    assert visitor.axe() == []
    small = page.evaluate(
        """() => [...document.querySelectorAll('.yours .button, .yours-back')].filter(e => e.offsetParent)
            .map(e => e.getBoundingClientRect()).filter(b => b.width < 44 || b.height < 44).length"""
    )
    assert small == 0, "a target is smaller than 44 px"


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_maker_sees_to_how_many_a_clip_was_shown(
    visit: Visit, caller: Call, tmp_path: Path, locale: str
) -> None:
    maker = caller("us").join(f"is_seen_{locale}", language=locale)
    clip = maker.clip(small_clip(tmp_path, colour="navy"), "Shown to some")["id"]
    viewer = caller("us").join(f"sees_it_{locale}")
    assert viewer.http.get(f"/api/clips/{clip}/audience").status_code in (403, 404)
    visitor = visit("us", locale=locale)
    sign_in(visitor, maker.handle)
    page, said = visitor.page, visitor.words
    visitor.go("/clips")
    expect(page.get_by_text(said.pattern("audience-waiting"))).to_be_visible()
    assert visitor.axe() == []

    watch(viewer, [clip], page=page_with(viewer, clip))
    wait_for(lambda: maker.get(f"/api/clips/{clip}/audience")["shown"] == 1, "nobody was shown it")
    visitor.go("/clips")
    audience = page.locator(".audience")
    expect(audience).to_contain_text(re.compile(r"100\s?%"))
    expect(audience.get_by_role("progressbar")).to_have_attribute("value", "1")
    assert visitor.axe() == []
    assert visitor.faults == []


def fond_of(
    makers: tuple[Maker, Maker], visit: Visit, caller: Call, handle: str, locale: str, size: str
) -> Visitor:
    """Somebody who watched some clips of the first of these to their end and passed the other by, signed in
    with a browser."""
    liked, other = makers
    viewer = caller("us").join(handle, language=locale)
    viewer.get("/api/feed", limit=1)  # whoever watches has been shown something
    watch(viewer, liked.clips[:WATCHED])
    watch(viewer, other.clips[:WATCHED], ms=1_000)
    visitor = visit("us", locale=locale, size=size)
    sign_in(visitor, handle, then="/settings")  # For You would hand out clips that nobody looks at
    return visitor


def refuse(page: Page, code: str) -> None:
    """Have the zone answer that it cannot tell of one's feed."""
    body = {"title": "Unavailable", "status": 503, "code": code, "detail": "No."}
    page.route("**/api/me/feed", lambda route: route.fulfill(status=503, json=body))


def seek_why(visitor: Visitor, remedy: re.Pattern[str], most: int = 20) -> Locator:
    """Go down the feed until "Why this clip" offers such a button; the sheet stays open."""
    page, said = visitor.page, visitor.words
    visitor.go("/")
    for _ in range(most):
        page.wait_for_function(f"() => ({STAGED})() !== ''")
        before = staged(page)
        visitor.here("more").click()
        dialog = page.get_by_role("dialog")
        why = dialog.get_by_role("button", name=said["why-this-clip"])
        expect(dialog.get_by_role("button", name=said["copy-link"])).to_be_visible()
        if why.count():
            why.click()
            expect(dialog.locator(".why li").first).to_be_visible()
            found = dialog.get_by_role("button", name=remedy)
            if found.count():
                return found.first
        visitor.press("Escape")
        expect(dialog).to_have_count(0)
        visitor.press("ArrowDown")
        with suppress(NotInTime):
            page.wait_for_function(f"before => ({STAGED})() !== before", arg=before, timeout=STILL_MS)
        page.wait_for_timeout(SETTLE_MS)
    raise AssertionError(f"no clip of {most} offers {remedy.pattern}")


def label(visitor: Visitor, words: str, maker: Maker) -> re.Pattern[str]:
    """The name of a button about a maker: the words with the maker's handle in them."""
    text = visitor.words.pattern(words).pattern
    handle = re.escape(f"@{maker.handle}")
    named = text.replace(".*", rf"\s*{handle}\s*")
    return re.compile(f"^{named}$")


def take_back(visitor: Visitor) -> None:
    """Press the page's own "Undo"."""
    changed = visitor.page.locator(".yours-undo")
    visitor.tab_to(changed.get_by_role("button", name=visitor.words["undo"], exact=True), most=90)
    visitor.press("Enter")
    expect(changed).to_have_count(0)


def begin_anew(visitor: Visitor) -> None:
    """Press "Begin anew", read what it means, and confirm."""
    page, said = visitor.page, visitor.words
    visitor.tab_to(page.get_by_role("button", name=said["yours-anew"], exact=True), most=90)
    visitor.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(said["yours-anew-stays"])).to_be_visible()
    assert visitor.axe() == []
    visitor.tab_to(dialog.get_by_role("button", name=said["yours-anew-yes"], exact=True))
    visitor.press("Enter")
    visitor.hears(said["yours-anew-done"])


def waiting(visitor: Visitor, maker: Maker) -> int:
    """How many clips of this maker stand in the reel after the one on the stage."""
    return sum(maker.topic in said for said in visitor.page.evaluate(WAITING))


def makers_of(visitor: Visitor) -> set[str]:
    """Who made the clips of the next page."""
    return {pick["clip"]["creator"]["handle"] for pick in visitor.json("/api/feed?limit=30")["picks"]}


def hides(sent: Request) -> bool:
    """Something is hidden."""
    return sent.method == "PUT" and "/api/me/feed/hidden/" in sent.url


def is_page(answer: Response) -> bool:
    """A page of For You came."""
    return urlsplit(answer.url).path == "/api/feed" and answer.ok
