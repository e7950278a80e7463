"""What watching costs a request: its id, two metrics and its log line, around an app that does nothing."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import uvloop

from bench.measures.figure import Figure, Measure
from kurzum.app.loglines import Answers
from kurzum.app.machine import CLOCK, IDS, TICKS
from kurzum.web.journal import with_journal
from kurzum.web.rooms import Rooms

_REQUESTS = 20_000
_ID = b"01a20253-2f49-7b3a-966b-3756ba936878"

App = Callable[[Any, Any, Any], Awaitable[None]]


def measure(times: int) -> list[Figure]:
    """Microseconds of CPU a request, with the journal less without it."""
    samples: dict[str, list[float]] = {"a page": [], "a file": []}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for _ in range(times):
            for name, route in (("a page", "/api/feed"), ("a file", "/media/{clip:uuid}/{name:str}")):
                samples[name].append(runner.run(_cost_us(route)))
    note = "an empty ASGI app inside; lines go to /dev/null"
    return [
        Figure(f"journal of {name}", "us CPU", found, bar=20, note=note) for name, found in samples.items()
    ]


async def _cost_us(route: str) -> float:
    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        scope["path_template"] = route
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    answers = Answers()
    rooms = cast(Rooms, SimpleNamespace(ids=IDS, clock=CLOCK, ticks=TICKS))
    watched = cast(App, with_journal(nothing, rooms, answers.note))
    before = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        ours = await _cpu_s(watched)
        answers.hand_on()
        bare = await _cpu_s(nothing)
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(nowhere)
    return (ours - bare) / _REQUESTS * 1e6


async def _cpu_s(app: App) -> float:
    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        return None

    began = time.process_time()
    for _ in range(_REQUESTS):
        headers = [(b"host", b"localhost"), (b"x-request-id", _ID), (b"accept", b"application/json")]
        await app({"type": "http", "method": "GET", "headers": headers}, receive, send)
    return time.process_time() - began


MEASURES = [
    Measure(
        name="watching",
        says="what a request's id, metrics and log line cost",
        minutes=0.1,
        run=measure,
    )
]
