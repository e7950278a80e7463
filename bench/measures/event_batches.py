"""Batches of 20 events, durable and sealed, over HTTP, beside a bare loop that COPYs the same rows.

Ours is POST /api/events of signed-in viewers at once through the front door, each with a batch that was never
sent before, answered after its commit; every batch counts plays of clips, too. Bare is one psycopg connection
to the same cluster: COPY of one row as ours are kept (its day, its two ids, a sealed batch of the same size)
into a table of the same columns and key, one commit a batch. A second bare loop COPYs the 20 events of a
batch as 20 plain rows, one commit a batch.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench.audience import Audience, audience
from bench.measures.figure import Figure, Measure
from bench.wrk import WrkResult, wrk
from kurzum.core.ids import uuid7

BAR = 0.5
SECONDS = 5
CONNECTIONS = 32
VIEWERS = 64
CLIPS = 2_000
EVENTS = 20
_KINDS = ("impression", "play", "impression", "skip")
_LUA = """
local tokens = {%(tokens)s}
local clips = {%(clips)s}
local kinds = {"impression", "play", "impression", "skip"}
local began = %(began)d
local page = "%(page)s"
math.randomseed(%(seed)d)
local r = math.random
local function id(ms)
  return string.format("%%08x-%%04x-7%%03x-%%04x-%%06x%%06x", math.floor(ms / 65536), ms %% 65536,
    r(0, 4095), r(32768, 49151), r(0, 16777215), r(0, 16777215))
end
request = function()
  local events = {}
  local clip = ""
  for n = 1, %(events)d do
    if n %% 2 == 1 then clip = clips[r(#clips)] end
    events[n] = string.format('{"id":"%%s","kind":"%%s","clip":"%%s","page":"%%s","at":"%(at)s",'
      .. '"watched_ms":%%d,"loops":0}', id(began), kinds[(n - 1) %% 4 + 1], clip, page, r(0, 15000))
  end
  local body = '{"id":"' .. id(began) .. '","v":1,"events":[' .. table.concat(events, ",") .. "]}"
  return wrk.format("POST", "/api/events", {["Host"] = "localhost", ["Content-Type"] = "application/json",
    ["Cookie"] = "kurzum_us=" .. tokens[r(#tokens)]}, body)
end
"""
_CLIPS = """
WITH made AS (
    INSERT INTO clips.clip (person_id, clip_id, upload_id, state, state_at, progress, visibility, market,
        language, edition_version, caption, duration_ms, width, height, created_at, published_at)
    SELECT %(person)s, id, id, 'published', now(), 1, 'public', 'US', 'en', 1, 'a clip', 15000, 360, 640,
        now(), now()
    FROM unnest(%(ids)s::uuid[]) AS id
    RETURNING clip_id
)
INSERT INTO clips.total (clip_id) SELECT clip_id FROM made
"""
_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS bench",
    "CREATE TABLE IF NOT EXISTS bench.sealed (LIKE feed.event_batch INCLUDING ALL)",
    """CREATE TABLE IF NOT EXISTS bench.plain (pid uuid, batch_id uuid, id uuid, kind text, clip uuid,
        page uuid, at timestamptz, watched_ms bigint, loops int, PRIMARY KEY (pid, batch_id, id))""",
)


def run(times: int) -> list[Figure]:
    """Ours, bare with sealed rows, bare with plain rows, in turns."""
    ours: list[WrkResult] = []
    cpu_ms: list[float] = []
    sealed: list[float] = []
    plain: list[float] = []
    with audience(VIEWERS, []) as there, there.sql() as conn:
        clips = _stock(there, conn)
        for turn in range(times):
            before, kept = there.cpu_s(), _kept(conn)
            result = _asked(there, clips, turn)
            after, count = there.cpu_s(), _kept(conn) - kept
            answered = result.requests_per_s * SECONDS - result.errors
            if count < answered - 1:
                raise RuntimeError(f"{answered:.0f} batches were acknowledged and {count} kept")
            ours.append(result)
            cpu_ms.append(1000 * sum(after[role] - before.get(role, 0) for role in after) / max(1, count))
            sealed.append(_loop(partial(_copy_sealed, conn, os.urandom(_size(conn)))))
            plain.append(_loop(partial(_copy_plain, conn, clips)))
    return _figures(ours, cpu_ms, sealed, plain)


def _figures(
    ours: Sequence[WrkResult], cpu_ms: Sequence[float], sealed: Sequence[float], plain: Sequence[float]
) -> list[Figure]:
    rates = [one.requests_per_s for one in ours]
    middle = sorted(ours, key=lambda one: one.requests_per_s)[len(ours) // 2]
    note = f"{VIEWERS} viewers, {CONNECTIONS} connections, {CLIPS} clips; p50 {middle.p50_ms:.1f} ms, "
    note += f"p99 {middle.p99_ms:.1f} ms; {sum(one.errors for one in ours)} errors"
    return [
        Figure(f"batches of {EVENTS} events", "1/s", rates, sealed, BAR, "at least", note),
        Figure(f"batches of {EVENTS} events, beside {EVENTS} plain rows", "1/s", rates, plain),
        Figure("CPU of all processes a batch", "ms", cpu_ms),
    ]


def _stock(there: Audience, conn: psycopg.Connection[Any]) -> list[UUID]:
    """Many clips in the catalogue, without files: nothing here plays them."""
    clips = [_id() for _ in range(CLIPS)]
    person = conn.execute("SELECT person_id FROM people.person WHERE handle = 'maker'").fetchone()
    conn.execute(_CLIPS, {"person": person[0] if person else None, "ids": clips})
    for statement in _TABLES:
        conn.execute(statement)
    conn.commit()
    return clips


def _kept(conn: psycopg.Connection[Any]) -> int:
    return _number(conn, "SELECT count(*) FROM feed.event_batch")


def _size(conn: psycopg.Connection[Any]) -> int:
    """Bytes of a sealed batch, as ours are."""
    return _number(
        conn, "SELECT avg(length(sealed))::int FROM (SELECT sealed FROM feed.event_batch LIMIT 500) AS s"
    )


def _number(conn: psycopg.Connection[Any], sql: str) -> int:
    row = conn.execute(sql).fetchone()
    conn.commit()
    return int(row[0]) if row else 0


def _asked(there: Audience, clips: Sequence[UUID], seed: int) -> WrkResult:
    now = datetime.now(UTC)
    said = {
        "tokens": ", ".join(f'"{token}"' for token in there.tokens),
        "clips": ", ".join(f'"{clip}"' for clip in clips),
        "began": int(now.timestamp() * 1000),
        "page": _id(),
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "events": EVENTS,
        "seed": seed + 1,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua", prefix="kz") as script:
        script.write(_LUA % said)
        script.flush()
        lua = Path(script.name)
        return wrk(f"{there.origin}/", seconds=SECONDS, connections=CONNECTIONS, script=lua)


def _loop(one: Callable[[], None]) -> float:
    """How many times a second."""
    began, count = time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        one()
        count += 1
    return count / (time.monotonic() - began)


def _copy_sealed(conn: psycopg.Connection[Any], sealed: bytes) -> None:
    with _copying(conn, "COPY bench.sealed (day, pid, batch_id, sealed) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["date", "uuid", "uuid", "bytea"])
        copy.write_row((datetime.now(UTC).date(), _id(), _id(), sealed))


def _copy_plain(conn: psycopg.Connection[Any], clips: Sequence[UUID]) -> None:
    pid, batch, page, now = _id(), _id(), _id(), datetime.now(UTC)
    with _copying(conn, "COPY bench.plain FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["uuid", "uuid", "uuid", "text", "uuid", "uuid", "timestamptz", "int8", "int4"])
        for number in range(EVENTS):
            kind = _KINDS[number % len(_KINDS)]
            copy.write_row((pid, batch, _id(), kind, clips[number], page, now, 15_000, 0))


@contextmanager
def _copying(conn: psycopg.Connection[Any], sql: str) -> Iterator[psycopg.Copy]:
    """A COPY and its commit."""
    with conn.cursor() as cursor, cursor.copy(sql) as copy:
        yield copy
    conn.commit()


def _id() -> UUID:
    return uuid7(int(time.time() * 1000), os.urandom(10))


MEASURES = [
    Measure("events", "batches of 20 events over HTTP, beside a bare loop of COPY", minutes=3, run=run)
]
