"""Somebody in a browser: what they press, what they see, what their browser sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from parts.words import Words, words

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "many plain words"
PATIENCE_MS = 60_000
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(move => move.effect?.getComputedTiming().iterations !== Infinity)
    .map(move => move.finished.catch(() => undefined)))"""
"""Waits for what moves to stand: half faded in, words have less contrast than they will have."""


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

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text())
        self.page.evaluate(SETTLED)
        found: dict[str, Any] = self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
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
