"""What journeys share: a running Kurzum, a real Chromium, and people who open pages in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from parts import browser as found_browser
from parts.caller import Caller
from parts.running import Running, running
from parts.visitor import PATIENCE_MS, Visitor

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}


@pytest.fixture(scope="session")
def kurzum() -> Iterator[Running]:
    """A running Kurzum of two zones without demo clips, for all tests of one process: one address."""
    with running(unlimited=True) as started:
        yield started


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for one file of journeys: while it is there its event loop runs, and asyncio tests cannot."""
    expect.set_options(timeout=PATIENCE_MS)
    program = found_browser.install()  # before ours is begun: it may begin a playwright of its own
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=[*found_browser.arguments(), "--autoplay-policy=no-user-gesture-required"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(chromium: Browser, kurzum: Running) -> Iterator[Callable[..., Visitor]]:
    """Opens a fresh browser profile at a zone: ``visit("us", locale="de", size="phone")``."""
    contexts: list[BrowserContext] = []

    def open_at(zone: str, *, locale: str = "en", size: str = "phone", **more: object) -> Visitor:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=kurzum.origins[zone],
            locale={"en": "en-US", "de": "de-DE"}[locale],
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page: Page = context.new_page()
        return Visitor(page, zone, locale)

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def caller(kurzum: Running) -> Iterator[Callable[[str], Caller]]:
    """Somebody who uses a zone by its HTTP interface."""
    callers: list[Caller] = []

    def at(zone: str) -> Caller:
        callers.append(Caller(kurzum.tool_origin(zone), {"us": "US", "world": "DE"}[zone]))
        return callers[-1]

    yield at
    for one in callers:
        one.close()
