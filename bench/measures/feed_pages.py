"""`GET /api/feed` for random signed-in viewers, beside a bare Litestar handler that answers as much.

20,000 clips, 2,000 viewers who have watched and were learned from, ten picks, each page made, sealed and
durable before its answer goes out. Load comes from `wrk` on the same machine. Both servers are one process
each and are asked in turns.
"""

from __future__ import annotations

import statistics
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

import httpx
import msgspec
import psycopg

from bench.crowded_zone import Sizes
from bench.feed_stage import Process, Stage, bare, stage
from bench.measures.figure import Figure, Measure
from bench.wrk import wrk
from kurzum.app.machine import IDS
from kurzum.clips.topics import hashtags
from kurzum.core.ids import uuid7_ms

BAR = 0.25
_PATH = "/api/feed?limit=10"
_EVENTS = "/api/events"
_SECONDS = 8
_CONNECTIONS = 32
_PREPARED = 50
_WATCHED_PAGES = 3
_COLD_S = 4
_IN_TABLE = "SELECT count(*) FROM feed.page WHERE page_id = %s"
_COMMITS = "SELECT page_id, pg_xact_commit_timestamp(xmin) FROM feed.page WHERE page_id > %s"
_LUA = """
local tokens = { %s }
math.randomseed(os.time())
request = function()
  return wrk.format("GET", "%s", { ["Authorization"] = "Bearer " .. tokens[math.random(#tokens)] })
end
"""


@dataclass
class _Samples:
    """One number a turn."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    bare_cpu_ms: list[float] = field(default_factory=list)
    durable_ms: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def run(times: int) -> list[Figure]:
    """Measure so many turns of each."""
    samples = _Samples()
    with stage(Sizes()) as zone:
        script = zone.where.folder / "tokens.lua"
        script.write_text(_LUA % (", ".join(f'"{token}"' for token in zone.tokens), _PATH))
        pages = zone.where.folder / "pages.jsonl"
        with zone.server() as ours:
            pages.write_bytes(b"\n".join(_page(ours, token) for token in zone.tokens[:_PREPARED]))
            _warm_up(ours, zone.tokens)
            with bare(pages) as other:
                for _ in range(times):
                    _ask_ours(zone, ours, script, samples)
                    samples.bare_cpu_ms.append(_ask_bare(other, script, samples))
        for _ in range(times):
            with zone.server() as fresh:
                samples.cold.append(_answered(fresh, script, _COLD_S).requests_per_s)
    return _figures(samples)


def _ask_ours(zone: Stage, ours: Process, script: Path, samples: _Samples) -> None:
    with _probing(zone, ours) as lags:
        before = ours.cpu_s()
        result = _answered(ours, script, _SECONDS)
    samples.ours.append(result.requests_per_s)
    samples.p50_ms.append(result.p50_ms)
    samples.p99_ms.append(result.p99_ms)
    samples.cpu_ms.append(1000 * (ours.cpu_s() - before) / (result.requests_per_s * _SECONDS))
    samples.durable_ms.append(statistics.quantiles(lags, n=100)[98] if len(lags) > 1 else float("nan"))
    samples.megabytes.append(ours.bytes() / 1e6)


def _ask_bare(other: Process, script: Path, samples: _Samples) -> float:
    before = other.cpu_s()
    result = _answered(other, script, _SECONDS)
    samples.bare.append(result.requests_per_s)
    return 1000 * (other.cpu_s() - before) / (result.requests_per_s * _SECONDS)


@dataclass(frozen=True)
class _Answered:
    requests_per_s: float
    p50_ms: float
    p99_ms: float


def _answered(process: Process, script: Path, seconds: int) -> _Answered:
    """What wrk measured. Raises RuntimeError where an answer was an error."""
    result = wrk(process.url, seconds=seconds, connections=_CONNECTIONS, script=script)
    if result.errors:
        raise RuntimeError(f"{result.errors} of the answers of {process.url} were errors")
    return _Answered(result.requests_per_s, result.p50_ms, result.p99_ms)


def _page(process: Process, token: str) -> bytes:
    answer = httpx.get(process.url + _PATH, headers={"authorization": f"Bearer {token}"}, timeout=30)
    answer.raise_for_status()
    picks = msgspec.json.decode(answer.content)["picks"]
    if len(picks) != 10:
        raise RuntimeError(f"a page had {len(picks)} picks instead of 10")
    return answer.content


def _warm_up(process: Process, tokens: Sequence[str]) -> None:
    """Everybody watches some pages, each of what they like long: states, graphs, cards and what is learned
    are in memory afterwards."""

    def watch(some: Sequence[str]) -> None:
        with httpx.Client(base_url=process.url, timeout=60) as client:
            for token in some:
                head = {"authorization": f"Bearer {token}"}
                for _ in range(_WATCHED_PAGES):
                    answer = client.get(_PATH, headers=head).raise_for_status()
                    client.post(_EVENTS, headers=head, json=_watches(token, answer.json())).raise_for_status()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(watch, [tokens[at::8] for at in range(8)]))


def _watches(token: str, page: dict[str, Any]) -> dict[str, Any]:
    """A viewer's watches of a page: to the end where they like the clip's topic, else two seconds."""
    now = datetime.now(UTC).isoformat()
    events = [
        {
            "id": str(IDS.new()), "kind": "play", "clip": clip["id"], "page": page["page"], "at": now,
            "watched_ms": clip["duration_ms"] if _likes(token, clip["caption"]) else 2_000, "loops": 0,
        }
        for clip in (pick["clip"] for pick in page["picks"])
    ]  # fmt: skip
    return {"id": str(IDS.new()), "v": 1, "events": events}


def _likes(token: str, caption: str) -> bool:
    """One topic in four, not the same for everybody."""
    return any(crc32(f"{token}{topic}".encode()) % 4 == 0 for topic in hashtags(caption))


@contextmanager
def _probing(zone: Stage, process: Process) -> Iterator[list[float]]:
    """Ask for pages beside the load; each must be in the table when its answer is here.

    Gives, afterwards, ms from the making of each page's id to the commit of its row, for all pages meanwhile.
    Raises RuntimeError where an answered page is not in the table.
    """
    lags: list[float] = []
    asked: list[UUID] = []
    missing: list[UUID] = []
    end = threading.Event()

    def probe() -> None:
        with httpx.Client(base_url=process.url, timeout=30) as client, _reading(zone) as conn:
            while not end.wait(0.05):
                token = zone.tokens[len(asked) % len(zone.tokens)]
                answer = client.get(_PATH, headers={"authorization": f"Bearer {token}"})
                asked.append(UUID(msgspec.json.decode(answer.content)["page"]))
                if conn.execute(_IN_TABLE, (asked[-1],)).fetchone() != (1,):
                    missing.append(asked[-1])

    thread = threading.Thread(target=probe, daemon=True)
    thread.start()
    try:
        yield lags
    finally:
        end.set()
        thread.join(60)
    if missing or not asked:
        raise RuntimeError(f"{len(missing)} of {len(asked)} answered pages were not in the table")
    with _reading(zone) as conn:
        for page, committed in conn.execute(_COMMITS, (asked[0],)):
            lags.append(committed.timestamp() * 1000 - uuid7_ms(page))


@contextmanager
def _reading(zone: Stage) -> Iterator[psycopg.Connection]:
    with psycopg.connect(zone.conninfo, autocommit=True) as conn:
        yield conn


def _figures(samples: _Samples) -> list[Figure]:
    return [
        Figure("pages, warm", "requests/s", samples.ours, samples.bare, bar=BAR, sense="at least"),
        Figure(
            "pages, server just started", "requests/s", samples.cold, samples.bare,
            note=f"the first {_COLD_S} s of a server with nothing in memory",
        ),
        Figure("CPU of the server a page", "ms", samples.cpu_ms, samples.bare_cpu_ms),
        Figure("latency, median", "ms", samples.p50_ms, note=f"{_CONNECTIONS} connections at once"),
        Figure("latency, 99 of 100", "ms", samples.p99_ms, note=f"{_CONNECTIONS} connections at once"),
        Figure(
            "page made to row committed, 99 of 100", "ms", samples.durable_ms, bar=50,
            note="by PostgreSQL's own commit times, of all pages under full load",
        ),
        Figure(
            "memory of the server", "MB", samples.megabytes,
            note="its own, with 20,000 clips, their cards and 2,000 viewers' states",
        ),
    ]  # fmt: skip


MEASURES = [
    Measure("feed", "pages of For You beside a bare handler answering objects of the same size", 5, run)
]
