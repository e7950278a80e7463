"""Load: hundreds of viewers for half an hour, with no error, no growing memory and nothing left in the queue.

Memory: PSS that is no file's (``Pss_Anon``) of each process, each 10 s. After the first third of a run (three
minutes at least) the line of least squares through the least of each minute may rise by 8 MiB or 8 % over the
rest, whichever is more. Runs below ten minutes say what they saw, and are not judged by it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop
from rich.console import Console

from bench.proofs.part import Part, Tally
from bench.viewers import Shown, crowd
from bench.viewing.memory import Memory, growing, sample, warm_up_s
from parts import film
from parts.caller import Caller
from parts.running import Running, running

VIEWERS = 300
_FILMS, _STOCK = 6, 24
_JUDGED_MIN = 10
_RESERVE_MIN = 3
_EMPTY_WITHIN_S = 900.0


def run(tally: Tally) -> None:
    """Runs that add up to the goal; one run where time is not bounded."""
    while tally.wanted():
        minutes = tally.part.goal - tally.done
        if tally.ends_at is not None:
            left = (tally.ends_at - time.monotonic()) / 60 - _RESERVE_MIN
            minutes = max(1, min(minutes, int(left)))
        wrong, figures = one_run(VIEWERS, minutes, seed=tally.done)
        if wrong:
            tally.failed("; ".join(wrong), minutes, **figures)
        else:
            tally.passed(minutes, **figures)


def one_run(viewers: int, minutes: float, seed: int) -> tuple[list[str], dict[str, float]]:
    """So many viewers for so long at a new Kurzum: what went wrong, and figures."""
    memories: dict[str, Memory] = {}
    with tempfile.TemporaryDirectory(prefix="kz") as folder, running(unlimited=True) as kurzum:
        films = [film.clip(Path(folder) / f"{n}.mp4", seconds=15 + n, size="360x640") for n in range(_FILMS)]
        stock(kurzum, films)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            shown = runner.run(_watched(kurzum, memories, viewers, minutes * 60, seed, films))
        left = _left_in_queue(kurzum)
        wrong = [*_wrong(kurzum, shown), *([f"left in the queue: {left}"] if left else [])]
    if minutes >= _JUDGED_MIN:
        wrong += growing(memories, warm_up_s(minutes * 60))
    console = Console()
    console.print(shown.tally.table())
    _show_memory(console, memories, warm_up_s(minutes * 60) if minutes >= _JUDGED_MIN else 60)
    return wrong, _figures(shown, memories)


def stock(kurzum: Running, films: Sequence[Path]) -> None:
    """Clips to watch, by a few people."""
    origin = kurzum.tool_origin("us")
    makers = [Caller(origin, "US").join(f"maker{number}") for number in range(4)]
    made = []
    for number in range(_STOCK):
        maker = makers[number % len(makers)]
        wish = {"upload": maker.upload(films[number % len(films)]), "caption": f"clip {number}"}
        answer = maker.http.post("/api/clips", json=wish, headers={"Idempotency-Key": f"stock-{number}"})
        assert answer.status_code == 202, answer.text
        made.append((maker, answer.json()["id"]))
    for maker, clip in made:
        assert maker.wait(clip, 600)["state"] == "published"
    for maker in makers:
        maker.close()
    assert not _left_in_queue(kurzum), "the stock is not through the encoder"


async def _watched(
    kurzum: Running,
    memories: dict[str, Memory],
    viewers: int,
    seconds: float,
    seed: int,
    films: Sequence[Path],
) -> Shown:
    sampling = asyncio.create_task(sample(kurzum.home, memories))
    try:
        return await crowd(kurzum.tool_origin("us"), viewers=viewers, seconds=seconds, seed=seed, films=films)
    finally:
        sampling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sampling


def _left_in_queue(kurzum: Running) -> str:
    """What still waits or runs after a while; empty when nothing does."""
    end = time.monotonic() + _EMPTY_WITHIN_S
    while True:
        zone = _zone(kurzum)
        lanes = zone["queue"] or []
        waiting = {lane["lane"]: lane["waiting"] + lane["running"] + lane["later"] for lane in lanes}
        states = set(zone["clips"] or {}) & {"uploaded", "probing", "encoding"}
        if lanes and not sum(waiting.values()) and not states:
            return ""
        if time.monotonic() > end:
            return f"{waiting}, clips {zone['clips']}"
        time.sleep(1)


def _wrong(kurzum: Running, shown: Shown) -> list[str]:
    """Requests that failed, pages that fell back, processes that ended, faults in a log."""
    wrong = [f"{count} x {words}" for words, count in shown.tally.words.most_common(10)]
    zone = _zone(kurzum)
    if zone["fell_back"]:
        wrong.append(f"the plain list was served {zone['fell_back']} times")
    wrong += [f"{one['role']} was started again" for one in zone["processes"] if one["restarts"]]
    failed = sum(lane["failed"] for lane in zone["queue"] or ())
    if failed:
        wrong.append(f"{failed} jobs failed")
    for role in ("server", "worker", "custodian"):
        said = (kurzum.home / "zones" / "us" / "log" / f"{role}.log").read_text()
        faults = [line for line in said.splitlines() if '"level":"error"' in line or "Traceback" in line]
        wrong += [f"{role} logged {line}" for line in faults[:3]]
    return wrong


def _zone(kurzum: Running) -> dict[str, Any]:
    told = json.loads(kurzum.command("zone", "status", "--json").stdout)
    found: dict[str, Any] = next(zone for zone in told["zones"] if zone["name"] == "us")
    return found


def _figures(shown: Shown, memories: dict[str, Memory]) -> dict[str, float]:
    figures = {
        "requests a second": shown.tally.requests / shown.seconds,
        "swipes a second": len(shown.tally.kind("events").waits_ms) / shown.seconds,
        "people": float(shown.people),
        "clips uploaded and published": float(shown.published),
        "the crowd's own share of a core": shown.cpu_s / shown.seconds,
    }
    for kind in ("feed", "events", "media"):
        for percent in (50, 99):
            figures[f"{kind} p{percent} ms"] = shown.tally.kind(kind).percentile(percent)
    total = [sum(sizes) for sizes in zip(*(memory.pss for memory in memories.values()), strict=False)]
    figures["PSS of both zones MiB"] = max(total, default=0) / 2**20
    return figures


def _show_memory(console: Console, memories: dict[str, Memory], warm_s: float) -> None:
    for name, memory in memories.items():
        later = memory.after(warm_s)
        if later.own:
            console.print(
                f"{name}: PSS {later.pss[-1] / 2**20:.1f} MiB; its own memory {later.own[0] / 2**20:.1f} -> "
                f"{later.own[-1] / 2**20:.1f} MiB, line {later.grown / 2**20:+.2f} MiB in "
                f"{(later.at_s[-1] - later.at_s[0]) / 60:.1f} min",
                highlight=False,
            )


PARTS = [
    Part(
        name="load",
        says="300 viewers who swipe, watch, like, sign up and upload: no error, no growth, empty queues",
        goal=30,
        unit="minutes",
        minutes=36,
        run=run,
    )
]
