"""A custodian with many people: making keys durably, lending them, sealing all of them anew; its memory.

A custodian in a process of its own, with both of its places on this machine's disk, asked over its socket by
one caller. New keys: calls of 1,000, one after the other, each durable in both places before its answer.
Lending: calls of 100 ids at random, a few at a time. ``KEYS=n`` in the environment takes another number than
a million; the bars are for a million. Beside new keys stands a bare loop: 1,000 rows as long into a table of
one SQLite file, one commit, with no seal, no hash and no second place.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

from bench.measures.figure import Figure, Measure
from kurzum.custody import wire
from kurzum.custody.line import Line
from kurzum.custody.purposes import Purpose
from parts.custodian import TestCustodian

KEYS = int(os.environ.get("KEYS", "1000000"))
_SECONDS = 5.0
_AT_ONCE = 4
_LENT_A_CALL = 100
_PATIENCE_S = 3600.0
_ROW_BYTES = 300
_MB = 1e6


def run(times: int) -> list[Figure]:
    """Fill it once, in as many parts as ``times``; then lend so many times, and rotate once."""
    with tempfile.TemporaryDirectory(prefix="kz-keys-") as name:
        custodian = TestCustodian(Path(name))
        custodian.start()
        try:
            return asyncio.run(_measured(custodian, times, Path(name)))
        finally:
            custodian.stop()


async def _measured(custodian: TestCustodian, times: int, folder: Path) -> list[Figure]:
    server, operator = (Line(custodian.sockets[role], time.monotonic) for role in ("server", "operator"))
    made: list[float] = []
    bare: list[float] = []
    part = max(1, KEYS // times // wire.MOST_IDS)
    try:
        for turn in range(times):
            made.append(await _make(server, turn * part, part))
            bare.append(_bare(folder / "bare.sqlite"))
        lent = [await _lend(server, part * times * wire.MOST_IDS) for _ in range(times)]
        before = custodian.memory()
        began = time.monotonic()
        await _asked(operator, wire.Rotate(finish=False, purpose=Purpose.CUSTODY))
        await _asked(operator, wire.Rotate(finish=True, purpose=Purpose.CUSTODY))
        turned = part * times * wire.MOST_IDS / (time.monotonic() - began)
    finally:
        await server.close()
        await operator.close()
    count = f"with {part * times * wire.MOST_IDS:,} people"
    return [
        Figure("new keys", "keys/s", made, (), 5000, "at least", f"calls of 1,000, {count} at the end"),
        Figure(
            "rows into a bare SQLite file", "rows/s", bare, note="one file, one commit in 1,000, unsealed"
        ),
        Figure("keys lent", "keys/s", lent, (), 20_000, "at least", f"calls of 100, {count}"),
        Figure("sealed anew by a rotation", "records/s", [turned], note=f"beside no other calls, {count}"),
        Figure("memory", "MB", [before / _MB], (), 500, note=f"most resident, {count}"),
        Figure("memory after a rotation", "MB", [custodian.memory() / _MB], (), 500, note="as above"),
    ]


async def _make(line: Line, first: int, calls: int) -> float:
    began = time.monotonic()
    for call in range(first, first + calls):
        numbers = range(call * wire.MOST_IDS + 1, (call + 1) * wire.MOST_IDS + 1)
        pairs = [wire.Pair(UUID(int=n), UUID(int=n + (1 << 64))) for n in numbers]
        await _asked(line, wire.NewKey(pairs, Purpose.DEMO))
    return calls * wire.MOST_IDS / (time.monotonic() - began)


async def _lend(line: Line, people: int) -> float:
    chance = random.Random(people)  # noqa: S311 (no secret)
    began = time.monotonic()

    async def borrower() -> int:
        lent = 0
        while time.monotonic() - began < _SECONDS:
            ids = [UUID(int=chance.randrange(people) + 1) for _ in range(_LENT_A_CALL)]
            answer = await _asked(line, wire.Unwrap("person", list(set(ids)), Purpose.FEED))
            assert isinstance(answer, wire.Keys)
            lent += len(answer.lent)
        return lent

    lent = sum(await asyncio.gather(*(borrower() for _ in range(_AT_ONCE))))
    return lent / (time.monotonic() - began)


async def _asked(line: Line, request: wire.Request) -> wire.Answer:
    answer = await line.ask(request, _PATIENCE_S)
    if isinstance(answer, wire.Failure):
        raise RuntimeError(f"{answer.code}: {answer.message}")
    return answer


def _bare(path: Path) -> float:
    """Rows a second of a loop for two seconds."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, row BLOB)")
        began, rows = time.monotonic(), 0
        while time.monotonic() - began < 2:
            db.execute("BEGIN")
            db.executemany("INSERT INTO kept (row) VALUES (?)", [(bytes(_ROW_BYTES),)] * wire.MOST_IDS)
            db.execute("COMMIT")
            rows += wire.MOST_IDS
        return rows / (time.monotonic() - began)


MEASURES = [
    Measure(
        name="custodian",
        says="a custodian with a million people: new keys, keys lent, a rotation, memory",
        minutes=8,
        run=run,
    )
]
