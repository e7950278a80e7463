"""A shared link in a browser that was never here: when its clip moves, beside a static page with its MP4.

Bare is Caddy's ``file_server`` with one HTML file that holds nothing but a ``<video>`` of the very rendition
that our page picked. Then both pages as a slow phone meets them, by the figures that Lighthouse counts.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser

from bench.chromium import LINE, LOOPBACK, PHONE, SLOW_4G, WATCH, Network, chromium, first_frame_ms, phone
from bench.measures.figure import Figure, Measure
from bench.stocked import stocked
from parts.free_ports import is_free
from parts.running import Running, free_ports

CPU_SLOWER = 4
_PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>bare</title><body>
<video src="clip.mp4" autoplay muted loop playsinline width="412"></video>
"""
_PAINTS = """
window.__seen = {lcp: 0, shift: 0, long: 0, blocked: 0, answer: 0};
const __note = (type, run) => new PerformanceObserver((list) => list.getEntries().forEach(run))
  .observe({type, buffered: true, durationThreshold: 16});
__note('largest-contentful-paint', (entry) => { window.__seen.lcp = entry.startTime; });
__note('layout-shift', (entry) => { if (!entry.hadRecentInput) window.__seen.shift += entry.value; });
__note('event', (entry) => {
  if (entry.interactionId) window.__seen.answer = Math.max(window.__seen.answer, entry.duration);
});
__note('longtask', (entry) => {
  window.__seen.long = Math.max(window.__seen.long, entry.duration);
  window.__seen.blocked += Math.max(0, entry.duration - 50);
});
"""


def run(times: int) -> list[Figure]:
    """A cold link on both networks, ours and bare in turn; then the slow phone."""
    with stocked(3) as (started, cards), chromium() as browser:
        path = f"/c/{cards[0]['id']}"
        picked = _picked(browser, started.origins["us"] + path)
        with _bare_site(started, picked) as bare:
            figures = [
                _link(browser, network, started.origins["us"] + path, bare, times)
                for network in (LOOPBACK, LINE)
            ]
        figures += _slow_phone(browser, started.origins["us"] + path, "link", times)
        return figures + _slow_phone(browser, started.origins["us"] + "/", "feed", times)


def _link(browser: Browser, network: Network, ours: str, bare: str, times: int) -> Figure:
    samples: dict[str, list[float]] = {ours: [], bare: []}
    for _ in range(times):
        for url, found in samples.items():
            with phone(browser, network, scripts=(WATCH,)) as (page, _):
                page.goto(url, wait_until="commit")
                found.append(first_frame_ms(page))
    return Figure(
        f"cold link to first frame, {network.name}", "ms", samples[ours], samples[bare], bar=1.3,
        note="against a static page with the same MP4, served by Caddy",
    )  # fmt: skip


def _picked(browser: Browser, url: str) -> str:
    """The path of the rendition that our page plays in this window."""
    with phone(browser, LOOPBACK, scripts=(WATCH,)) as (page, _):
        page.goto(url)
        first_frame_ms(page)
        return urlsplit(str(page.evaluate("() => window.__frames[0].src"))).path


@contextmanager
def _bare_site(started: Running, clip: str) -> Iterator[str]:
    """Caddy with nothing but a page and the clip; its address."""
    with tempfile.TemporaryDirectory(prefix="kz") as folder:
        place = Path(folder)
        (place / "clip.mp4").write_bytes(httpx.get(started.tool_origin("us") + clip).content)
        (place / "index.html").write_text(_PAGE)
        port = free_ports(1)
        program = Path(sysconfig.get_path("scripts")) / "caddy"
        rules = place / "Caddyfile"
        rules.write_text(
            f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://:{port} {{\n\tbind 127.0.0.1\n"
            f"\troot * {place}\n\tfile_server\n}}\n"
        )
        child = subprocess.Popen(
            [str(program), "run", "--config", str(rules), "--adapter", "caddyfile"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder},
        )  # fmt: skip
        try:
            end = time.monotonic() + 20
            while is_free(port):
                assert time.monotonic() < end, "the bare Caddy did not start"
                time.sleep(0.05)
            yield f"http://bare.localhost:{port}/"
        finally:
            child.terminate()
            child.wait(20)


def _slow_phone(browser: Browser, url: str, what: str, times: int) -> list[Figure]:
    """Slow 4G and a CPU four times slower: paints, shifts, long tasks, bytes until the clip moves."""
    found: dict[str, list[float]] = {}
    for _ in range(times):
        for name, value in _visit(browser, url).items():
            found.setdefault(name, []).append(value)
    bars = {"first paint, ms": 1000.0, "layout shift, score": 0.0, "touch or key to next paint, ms": 200.0}
    figures = []
    for name, values in found.items():
        title, unit = name.split(", ")
        figures.append(Figure(f"slow phone, {what}: {title}", unit, values, bar=bars.get(name)))
    return figures


def _visit(browser: Browser, url: str) -> dict[str, float]:
    with phone(browser, SLOW_4G, slower=CPU_SLOWER, scripts=(WATCH, _PAINTS)) as (page, devtools):
        sizes: dict[str, Any] = {"all": 0, "js": 0}
        kinds: dict[str, str] = {}

        def answered(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]

        def came(event: dict[str, Any]) -> None:
            sizes["all"] += event["encodedDataLength"]
            if kinds.get(event["requestId"]) == "Script":
                sizes["js"] += event["encodedDataLength"]

        devtools.on("Network.responseReceived", answered)
        devtools.on("Network.dataReceived", came)
        page.goto(url, wait_until="commit")
        moved = first_frame_ms(page)
        before = dict(sizes)
        page.wait_for_timeout(3000)
        page.touchscreen.tap(PHONE["width"] / 2, PHONE["height"] / 2)
        page.keyboard.press("m")
        page.wait_for_timeout(1500)
        seen = page.evaluate("() => window.__seen")
        painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        return {
            "first paint, ms": float(painted), "largest paint, ms": seen["lcp"],
            "layout shift, score": seen["shift"], "longest task, ms": seen["long"],
            "blocked, ms": seen["blocked"], "first frame, ms": moved,
            "touch or key to next paint, ms": seen["answer"],
            "JavaScript, kB": sizes["js"] / 1000, "all before the first frame, kB": before["all"] / 1000,
        }  # fmt: skip


MEASURES = [
    Measure("page_load", "a cold link to its first frame against a static page; the slow phone", 6, run),
]
