"""From a swipe to the next clip's first frame, when the feed had time to fetch it ahead.

Two swipes are measured. By the arrow key, with motion reduced, nothing stands between the wish and the
picture: that is the whole time. By a finger the browser scrolls as the finger does; the clock starts when the
next clip has the greater part of the screen, which is when it takes the stage. Frames count when they are
handed to the screen. A clip that was fetched ahead shows its first picture before it has the stage; what is
timed is the first one after that, so a clip of 30 pictures a second needs 33 ms of these at least.
"""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession, Page

from bench.chromium import LINE, LOOPBACK, PHONE, WATCH, Network, chromium, phone
from bench.measures.figure import Figure, Measure
from bench.stocked import stocked

MOST_MS = 100.0
_CLIPS = 6
_FINGER_PX = 40
_AHEAD_S = 4
"""So much of the next clip must have come: then it was fetched ahead."""

_TURNS = """
window.__asked = 0;
addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') window.__asked = performance.now();
}, true);
let __at = 0;
addEventListener('scroll', (event) => {
  const reel = event.target;
  if (!(reel instanceof Element) || !reel.classList.contains('reel')) return;
  const at = Math.round(reel.scrollTop / reel.clientHeight);
  if (at !== __at) window.__turned = performance.now();
  __at = at;
}, true);
"""
_PLAYS = """() => [...document.querySelectorAll('article.slot:not([inert]) video')].some(v => !v.paused)"""
_NEXT_IS_THERE = """(seconds) => {
  const slot = document.querySelector('article.slot:not([inert])')?.nextElementSibling;
  const video = slot?.querySelector('video');
  return Boolean(video?.buffered.length) && video.buffered.end(0) >= Math.min(seconds, video.duration - 0.5);
}"""
_FRAME_AFTER = """(since) => {
  const src = document.querySelector('article.slot:not([inert]) video')?.currentSrc;
  return window.__frames.find((one) => one.src === src && one.at >= since)?.shown ?? null;
}"""


def run(times: int) -> list[Figure]:
    """Swipes through the feed, each after the next clip was fetched ahead."""
    figures = []
    with stocked(_CLIPS) as (started, _), chromium() as browser:
        for network in (LOOPBACK, LINE):
            for name, still in (("key to frame", True), ("finger: on the stage to frame", False)):
                found: list[float] = []
                while len(found) < times:
                    found += _visit(browser, started.origins["us"], network, still, times - len(found))
                figures.append(Figure(f"{name}, {network.name}", "ms", found, bar=MOST_MS))
    return figures


def _visit(browser: Browser, origin: str, network: Network, still: bool, most: int) -> list[float]:
    """One visit to the feed: a swipe from every clip that has another after it, ``most`` at most."""
    motion = "reduce" if still else "no-preference"
    found: list[float] = []
    with phone(browser, network, scripts=(WATCH, _TURNS), reduced_motion=motion) as (page, devtools):
        page.goto(origin + "/")
        for _ in range(min(most, _CLIPS - 2)):
            page.wait_for_function(_PLAYS)
            page.wait_for_function(_NEXT_IS_THERE, arg=_AHEAD_S)
            page.wait_for_timeout(300)
            found.append(_by_key(page) if still else _by_finger(page, devtools))
    return found


def _by_key(page: Page) -> float:
    page.keyboard.press("ArrowDown")
    return _until_frame(page, "__asked")


def _by_finger(page: Page, devtools: CDPSession) -> float:
    """A thumb that goes up over half of the screen, and lets go."""
    page.evaluate("() => { window.__turned = 0; }")
    low, high = round(PHONE["height"] * 0.8), round(PHONE["height"] * 0.15)
    _touch(devtools, "touchStart", low)
    for y in range(low, high, -_FINGER_PX):
        _touch(devtools, "touchMove", y)
    _touch(devtools, "touchEnd", None)
    page.wait_for_function("() => window.__turned > 0")
    return _until_frame(page, "__turned")


def _touch(devtools: CDPSession, kind: str, y: int | None) -> None:
    points = [] if y is None else [{"x": PHONE["width"] / 2, "y": y}]
    devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _until_frame(page: Page, mark: str) -> float:
    since = float(page.evaluate(f"() => window.{mark}"))
    page.wait_for_function(f"since => ({_FRAME_AFTER})(since) !== null", arg=since)
    return float(page.evaluate(_FRAME_AFTER, since)) - since


MEASURES = [
    Measure("swiping", "a swipe to the next clip's first frame, fetched ahead, on two networks", 4, run),
]
