"""Somebody in a browser: what they press, what they see, what their browser sends."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from parts.waiting import wait_for
from parts.words import Words, words

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "many plain words"
PATIENCE_MS = 120_000
"""A slow machine is no fault of the page; that it is quick is measured by `make bench`."""
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(move => move.effect?.getComputedTiming().iterations !== Infinity)
    .map(move => move.finished.catch(() => undefined)))"""
"""Waits for what moves to stand: half faded in, words have less contrast than they will have."""
LOOKED = """async () => {
    let moved = true, found;
    const moves = () => { moved = true; };
    for (const sign of ['transitionrun', 'animationstart']) document.addEventListener(sign, moves, true);
    for (let times = 0; moved && times < 5; times++) {
        await SETTLED();
        moved = false;
        found = await axe.run({resultTypes: ['violations']});
    }
    for (const sign of ['transitionrun', 'animationstart']) document.removeEventListener(sign, moves, true);
    return found;
}""".replace("SETTLED", f"({SETTLED})")
"""What axe finds on a page that stands; again where something began to move while it looked."""
HEARS = """addEventListener('DOMContentLoaded', () => {
    window.heard = [];
    new MutationObserver(() => {
        for (const said of document.querySelectorAll('.toast p'))
            if (!heard.includes(said.innerText)) heard.push(said.innerText);
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
})"""
"""Keeps what the page says in passing, since it was loaded."""


@dataclass
class Visitor:
    """One browser profile at one zone. ``sent`` holds every request that it made."""

    page: Page
    zone: str
    locale: str
    sent: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.add_init_script(HEARS)
        self.page.context.on("request", lambda sent: self.sent.append(sent))  # noqa: PLW0108
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console", lambda said: self.faults.append(said.text) if _is_fault(said.type, said.text) else None
        )

    @property
    def words(self) -> Words:
        return words(self.locale)

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator, most: int = 60) -> None:
        """Reach something by the Tab key alone."""
        expect(target).to_be_visible(timeout=PATIENCE_MS)
        for _ in range(most):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by {most} presses of Tab")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=self.words[name], exact=True)

    def here(self, name: str) -> Locator:
        """The button of that name of the clip on the stage; those of its neighbours are inert."""
        buttons = self.page.locator("article:not([inert]):not([inert] *)")
        return buttons.get_by_role("button", name=self.words[name], exact=True).first

    def status(self, path: str) -> int:
        """The status of a GET by the page itself, with its cookie. Tools do not resolve `us.localhost`."""
        status: int = self.page.evaluate("path => fetch(path, {cache: 'no-store'}).then(a => a.status)", path)
        return status

    def json(self, path: str) -> Any:
        """What a GET by the page itself answers."""
        return self.page.evaluate("path => fetch(path, {cache: 'no-store'}).then(a => a.json())", path)

    def hears(self, words: str | re.Pattern[str]) -> None:
        """Wait until the page has said that in passing; it may have taken it away again by now."""
        pattern = re.compile(re.escape(words)) if isinstance(words, str) else words

        def heard() -> bool:
            return any(pattern.search(said) for said in self.page.evaluate("() => window.heard ?? []"))

        wait_for(heard, f"never said: {pattern.pattern}")

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it stands, once it is there."""
        expect(self.page.locator("h1").first).to_be_attached(timeout=PATIENCE_MS)
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(LOOKED)
        return [
            f"{fault['id']}: {json.dumps([node['target'] for node in fault['nodes']][:4])} {fault['help']}"
            for fault in found["violations"]
        ]

    def origins_asked(self) -> set[str]:
        """Every origin that the browser asked for anything."""
        parts = (urlsplit(request.url) for request in self.sent)
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme in {"http", "https"}}


def _is_fault(kind: str, text: str) -> bool:
    # A refused call (401, 404) is logged by the browser itself; the page tells of it in its own way.
    return kind == "error" and "Failed to load resource" not in text
