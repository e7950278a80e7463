"""Draws docs/pictures/ anew: the main pages of a running Kurzum with its demo clips, in three sizes.

Run by `make screenshots`. Nothing is posed but the person who is signed in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from parts import browser as found_browser  # noqa: E402
from parts.caller import PASSWORD, Caller, small_clip  # noqa: E402
from parts.running import Running, running  # noqa: E402

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}
PICTURES = ROOT / "docs" / "pictures"
HANDLE = "mira"


def feed(page: Page) -> None:
    page.goto("/")
    page.wait_for_function("() => [...document.querySelectorAll('video')].some(v => v.currentTime > 4)")


def why(page: Page) -> None:
    feed(page)
    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_role("dialog").get_by_text("Why this clip").first.click()
    page.wait_for_timeout(600)


def seal(page: Page) -> None:
    feed(page)
    page.locator("button.seal:visible").first.click()
    page.wait_for_timeout(600)


def still(path: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)

    return show


def your_feed(page: Page) -> None:
    feed(page)
    for _ in range(4):  # something to tell of
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(5_000)
    still("/settings/feed")(page)


def upload(page: Page) -> None:
    still("/upload")(page)
    page.locator("input[type=file]").first.set_input_files(small_clip(Path("/tmp"), size="360x640"))
    page.locator("[name=caption]").fill("Rings of light, drawn by a few lines of code")
    page.wait_for_timeout(1200)


def shoot(
    chromium: Browser, started: Running, name: str, show: Callable[[Page], None], *, signed_in: bool
) -> None:
    for size, (width, height) in SIZES.items():
        context = chromium.new_context(
            base_url=started.origins["us"],
            viewport={"width": width, "height": height},
            device_scale_factor=2 if size == "phone" else 1,
            has_touch=size == "phone",
            locale="en-US",
        )
        page = context.new_page()
        if signed_in:
            sign_in(page)
        show(page)
        page.screenshot(path=PICTURES / f"{name}-{size}.jpg", type="jpeg", quality=80)
        context.close()
        print(f"docs/pictures/{name}-{size}.jpg")


def sign_in(page: Page) -> None:
    page.goto("/signin")
    page.locator("[name=handle]").fill(HANDLE)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "/signin" not in url)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running(demo=True, patience_s=900) as started, sync_playwright() as playwright:
        maker = Caller(started.tool_origin("us"), "US").join(HANDLE)
        bots = {
            card["creator"]["handle"] for card in (pick["clip"] for pick in maker.get("/api/feed")["picks"])
        }
        chromium = playwright.chromium.launch(
            executable_path=found_browser.install(),
            args=[*found_browser.arguments(), "--autoplay-policy=no-user-gesture-required"],
        )
        shots: list[tuple[str, Callable[[Page], None], bool]] = [
            ("feed", feed, False),
            ("why", why, True),
            ("your-feed", your_feed, True),
            ("seal", seal, True),
            ("join", still("/join"), False),
            ("profile", still(f"/@{min(bots)}"), True),
            ("upload", upload, True),
            ("settings", still("/settings"), True),
        ]
        for name, show, signed_in in shots:
            shoot(chromium, started, name, show, signed_in=signed_in)
        chromium.close()
        maker.close()


if __name__ == "__main__":
    main()
