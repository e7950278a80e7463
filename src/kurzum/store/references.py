"""How many things refer to each blob, and the sweep that deletes what nothing has referred to for a while.

Put a blob first, then ``hold`` it in the transaction of the row that names its digest. The sweep leaves
alone what was written or released within its grace time, so the gap between the two is safe.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg import AsyncConnection

from kurzum.store.blobs import Blobs, Digest, NoSuchBlob
from kurzum.store.pool import Database
from kurzum.store.queries import load
from kurzum.store.snapshot import may_delete

_SQL = load("kurzum.store", "blobs.sql")
_A_TIME = 100


async def hold(conn: AsyncConnection, digest: Digest, size: int, now: datetime) -> None:
    """One more row refers to the blob of ``size`` bytes; in that row's own transaction."""
    await conn.execute(_SQL.hold, {"digest": digest, "bytes": size, "now": now})


async def release(conn: AsyncConnection, digest: Digest, now: datetime) -> int:
    """One row fewer refers to it; returns how many still do. NoSuchBlob when nothing held it."""
    row = await (await conn.execute(_SQL.release, {"digest": digest, "now": now})).fetchone()
    if row is None:
        raise NoSuchBlob(f"nothing refers to blob {digest}")
    return int(row[0])


async def sweep(
    database: Database, blobs: Blobs, now: datetime, grace: timedelta = timedelta(hours=1)
) -> int:
    """Delete blobs that nothing has referred to for ``grace``; returns how many files went.

    None goes while a backup copies what was referred to when it began.
    """
    swept = 0
    while True:
        async with database.write() as conn:
            if not await may_delete(conn):
                return swept
            rows = await (
                await conn.execute(_SQL.take_unused, {"before": now - grace, "limit": _A_TIME})
            ).fetchall()
            # Files first, then the commit: a crash between leaves rows to sweep again, never lost files.
            for (digest,) in rows:
                swept += await _delete_if_old(blobs, digest, now - grace)
        if len(rows) < _A_TIME:
            return swept


async def sweep_strays(
    database: Database, blobs: Blobs, now: datetime, age: timedelta = timedelta(days=1)
) -> int:
    """Delete files older than ``age`` that no row names (a crash before hold); returns how many."""
    old = [digest async for digest, written in blobs.digests() if written < now - age]
    swept = 0
    for begin in range(0, len(old), _A_TIME):
        part = old[begin : begin + _A_TIME]
        async with database.read() as conn:
            known = {row[0] for row in await (await conn.execute(_SQL.known, {"digests": part})).fetchall()}
        for digest in part:
            if digest not in known:
                swept += await _delete_if_old(blobs, digest, now - age)
    return swept


async def _delete_if_old(blobs: Blobs, digest: Digest, before: datetime) -> int:
    try:
        if await blobs.written_at(digest) >= before:
            return 0
    except NoSuchBlob:
        return 0
    await blobs.delete(digest)
    return 1
