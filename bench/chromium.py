"""Chromium for measuring: a phone's window, the networks, and when a video showed its first frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from parts import browser as found_browser

PHONE: ViewportSize = {"width": 412, "height": 823}
DENSITY = 1.75
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Network:
    """What Chromium's own emulation makes of the loopback: ms of waiting for each answer, bytes a second."""

    name: str
    latency_ms: float = 0
    down: float = -1
    up: float = -1


LOOPBACK = Network("loopback")
LINE = Network("40 ms, 1.5 MB/s", 40, 1_500_000, 1_500_000)
SLOW_4G = Network("slow 4G", 150, 1_638_400 / 8, 750_000 / 8)
"""As Lighthouse throttles its phone: 150 ms, 1.6 Mbit/s down, 0.75 Mbit/s up."""

WATCH = """
window.__frames = [];
const __watch = (video) => {
  if (video.__watched) return;
  video.__watched = true;
  const one = (now, about) => {
    const {presentationTime: shown, mediaTime: time} = about;
    window.__frames.push({at: now, shown, time, src: video.currentSrc});
    if (window.__frames.length < 400) video.requestVideoFrameCallback(one);
  };
  video.requestVideoFrameCallback(one);
};
new MutationObserver((found) => {
  for (const change of found) for (const node of change.addedNodes)
    if (node instanceof HTMLVideoElement) __watch(node);
    else if (node.querySelectorAll) node.querySelectorAll('video').forEach(__watch);
}).observe(document, {childList: true, subtree: true});
"""
"""Notes every frame that any video of the page hands to the screen, ms after the page was asked for."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that lets muted and other video play by itself."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found_browser.install(),
            args=[*found_browser.arguments(), "--autoplay-policy=no-user-gesture-required"],
        )
        yield started
        started.close()


@contextmanager
def phone(
    browser: Browser, network: Network, *, slower: float = 1, scripts: Sequence[str] = (), **more: Any
) -> Iterator[tuple[Page, CDPSession]]:
    """A page in a profile that knows nothing yet, on that network. ``slower``: how many times the CPU is."""
    context = browser.new_context(
        viewport=PHONE,
        device_scale_factor=DENSITY,
        has_touch=True,
        is_mobile=True,
        locale="en-US",
        **more,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": network.latency_ms,
            "downloadThroughput": network.down, "uploadThroughput": network.up,
        },
    )  # fmt: skip
    if slower != 1:
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    for script in scripts:
        page.add_init_script(script)
    try:
        yield page, devtools
    finally:
        context.close()


def first_frame_ms(page: Page) -> float:
    """Ms from asking for the page to its first frame of any video on the screen."""
    page.wait_for_function("() => window.__frames.length > 0")
    return float(page.evaluate("() => window.__frames[0].shown"))
