"""What people do in several journeys: join, upload, watch. By keyboard where the step says so."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from parts.visitor import PASSWORD, PATIENCE_MS, Visitor
from parts.waiting import Patience

COUNTRIES = {"us": ("United States", "Vereinigte Staaten"), "world": ("Germany", "Deutschland")}
ENCODING_MS = 400_000
STILL_MS, SETTLE_MS = 5_000, 500
STAGED = """() => document.querySelector('article.slot:not([inert]):not(.stage-note)')
    ?.getAttribute('aria-label') ?? ''"""


def join_by_keyboard(visitor: Visitor, handle: str) -> None:
    """Sign up without a mouse: country first, then handle, password, birth date."""
    page, said = visitor.page, visitor.words
    visitor.go("/join")
    search = page.get_by_role("combobox").first
    visitor.tab_to(search)
    page.keyboard.type(COUNTRIES[visitor.zone][visitor.locale == "de"])
    visitor.press("Enter")
    visitor.tab_to(visitor.button("join-continue"))
    visitor.press("Enter")
    visitor.tab_to(page.locator("[name=handle]"))
    page.keyboard.type(handle)
    visitor.tab_to(page.locator("[name=password]"))
    page.keyboard.type(PASSWORD)
    for part, value in (("day", "17"), ("month", "5"), ("year", "1990")):
        visitor.tab_to(page.locator(f"[name=birth-{part}]"))
        page.keyboard.type(value)
    visitor.tab_to(page.get_by_role("button", name=said["join-submit"]))
    visitor.press("Enter")
    visitor.hears(said.pattern("join-welcome"))


def sign_in(visitor: Visitor, handle: str, then: str = "/") -> None:
    """Sign in on the sign-in page, which leads on to ``then``."""
    visitor.go(f"/signin?next={then}")
    visitor.page.locator("[name=handle]").fill(handle)
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.page.locator("form").get_by_role("button", name=visitor.words["signin-submit"]).click()
    visitor.page.wait_for_url(lambda url: "/signin" not in url)


def choose(visitor: Visitor, file: Path) -> None:
    """Choose a file on the upload page, and see it there: the page looks at it for a moment before."""
    visitor.page.locator("input[type=file]").first.set_input_files(file)
    expect(visitor.page.locator("figure.preview")).to_be_visible(timeout=PATIENCE_MS)


def upload(visitor: Visitor, file: Path, caption: str) -> None:
    """Choose a file, describe it, and send it."""
    visitor.go("/upload")
    page = visitor.page
    choose(visitor, file)
    page.locator("[name=caption]").fill(caption)
    visitor.tab_to(page.get_by_role("button", name=visitor.words["upload-submit"], exact=True))
    visitor.press("Enter")


def wait_until_published(visitor: Visitor) -> str:
    """The id of the clip that the upload page says is published."""
    done = visitor.page.get_by_text(visitor.words["upload-done-public"])
    expect(done).to_be_visible(timeout=ENCODING_MS)
    link = visitor.page.get_by_role("link", name=visitor.words["upload-watch"])
    path = link.get_attribute("href")
    assert path is not None
    return path.rsplit("/", 1)[1]


def swipe_until(page: Page, text: str) -> None:
    """Go down the feed by the arrow key until a clip with that caption is on the stage."""
    swipe_through(page, [text])


def swipe_through(page: Page, captions: Iterable[str], most: int = 60) -> None:
    """Go down the feed by the arrow key until every one of these was on the stage."""
    wanted, seen = set(captions), []
    for _ in range(most):
        # Clips may still be on their way, and a press that comes before them goes past the first.
        try:
            page.wait_for_function(f"() => ({STAGED})() !== ''", timeout=PATIENCE_MS)
        except NotInTime:
            break
        seen.append(staged(page))
        wanted -= {caption for caption in wanted if caption in seen[-1]}
        if not wanted:
            return
        page.keyboard.press("ArrowDown")
        # A second press before the first has its effect would go past a clip that nobody looked at. At the
        # feed's end, and where more is on its way, nothing moves.
        with suppress(NotInTime):
            page.wait_for_function(f"before => ({STAGED})() !== before", arg=seen[-1], timeout=STILL_MS)
        page.wait_for_timeout(SETTLE_MS)
    raise AssertionError(f"not in the feed: {wanted}, only {seen}")


def staged(page: Page) -> str:
    """What a screen reader says of the clip on the stage: its maker and caption. Its neighbours are inert."""
    label: str = page.evaluate(STAGED)
    return label


def playing(page: Page) -> dict[str, float]:
    """Time, loudness track and mean brightness of the video that plays now."""
    result: dict[str, float] = page.evaluate(
        """async () => {
            const all = [...document.querySelectorAll('video')];
            const video = all.find(v => !v.paused && v.readyState >= 2);
            if (!video) return {time: -1, light: -1, sound: -1, width: 0, height: 0};
            const canvas = new OffscreenCanvas(32, 32), pen = canvas.getContext('2d');
            pen.drawImage(video, 0, 0, 32, 32);
            const data = pen.getImageData(0, 0, 32, 32).data;
            const sum = [0, 0, 0];
            for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c];
            const [red, green, blue] = sum.map(s => s / 1024);
            const sound = video.webkitAudioDecodedByteCount ?? 0;
            return {time: video.currentTime, light: (red + green + blue) / 3, sound, red, green, blue,
                    width: video.videoWidth, height: video.videoHeight};
        }"""
    )
    return result


def wait_for_playing(page: Page) -> dict[str, float]:
    """A video on the page whose time moves."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].some(v => !v.paused && v.currentTime > 0.3)",
        timeout=PATIENCE_MS,
    )
    before, patience = playing(page)["time"], Patience(PATIENCE_MS / 1000)
    while (now := playing(page))["time"] in (-1, before):
        assert not patience.over(), "the clip does not move"
        page.wait_for_timeout(100)
    return now
