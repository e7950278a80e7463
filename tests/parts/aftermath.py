"""After the crashes: everything that was acknowledged is looked for, in the database, on the disk, by HTTP.

Each check gives faults in words; none means that nothing acknowledged was lost, doubled or done by half.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import httpx
import psycopg

from kurzum.clips.uploads import Allowance, Uploads
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.custody.staging import Staging
from kurzum.store import references
from kurzum.store.pool import Database
from parts.acknowledged import Acknowledged
from parts.crowd import PASSWORD
from parts.standing import Standing

_SETTLED_S = 600.0
_LATER = timedelta(hours=2)
_IN_WORK = """
SELECT (SELECT count(*) FROM jobs.procrastinate_jobs WHERE status IN ('todo', 'doing')),
       (SELECT count(*) FROM clips.clip WHERE state IN ('uploaded', 'probing', 'encoding'))
"""
_CLIPS = "SELECT clip_id::text, upload_id::text, state, progress, rejection_code FROM clips.clip"
_FILES = """
SELECT c.clip_id::text, array_agg(r.kind ORDER BY r.kind) FROM clips.clip c
LEFT JOIN clips.rendition r USING (person_id, clip_id) WHERE c.state = 'published' GROUP BY 1
"""
_PLAYS = """
SELECT t.clip_id::text, t.plays, t.likes, (SELECT count(*) FROM clips.liked l WHERE l.clip_id = t.clip_id)
FROM clips.total t
"""
_REFERENCES = """
SELECT digest, coalesce(b.refs, 0), coalesce(u.uses, 0)
FROM (SELECT digest, refs FROM store.blob WHERE refs > 0) b
FULL JOIN (SELECT digest, count(*) AS uses FROM clips.rendition GROUP BY 1) u USING (digest)
WHERE coalesce(b.refs, 0) <> coalesce(u.uses, 0)
"""


@dataclass
class Aftermath:
    """What was found. ``given_up``: acknowledged clips that were rejected after too many crashes."""

    faults: list[str] = field(default_factory=list)
    given_up: int = 0
    settle_s: float = 0.0
    swept: int = 0


def look(zone: Standing, known: Acknowledged, signed_in: set[str]) -> Aftermath:
    """Check all of it, once nothing is in work. ``signed_in``: people whose sign-in was tried before."""
    found = Aftermath()
    found.settle_s = _settled(zone)
    with zone.connect() as conn:
        found.given_up = _clips(conn, known, found.faults)
        _events(conn, known, found.faults)
        _likes(conn, known, found.faults)
        _jobs(conn, found.faults)
        found.swept = asyncio.run(_sweep(zone))
        _blobs(conn, asyncio.run(_stored(zone)), found.faults)
        _staging(conn, zone.where.staging, found.faults)
    _uploads(zone, known, found.faults)
    _people(zone, known, signed_in, found.faults)
    found.faults += known.faults
    known.faults.clear()
    return found


def _settled(zone: Standing) -> float:
    """Wait until every job is done and every clip stands; gives how long it took, in s."""
    began = time.monotonic()
    with zone.connect() as conn:
        while True:
            jobs, clips = _row(conn, _IN_WORK)
            if not jobs and not clips:
                return time.monotonic() - began
            assert time.monotonic() < began + _SETTLED_S, (
                f"{jobs} jobs and {clips} clips are still in work; {zone.said()}"
            )
            time.sleep(0.2)


def _clips(conn: psycopg.Connection[Any], known: Acknowledged, faults: list[str]) -> int:
    rows = conn.execute(_CLIPS).fetchall()
    by_id = {clip: (upload, state, progress, code) for clip, upload, state, progress, code in rows}
    twice = [upload for upload, n in Counter(row[1] for row in rows).items() if n > 1]
    faults += [f"upload {upload} became more than one clip" for upload in twice]
    faults += [f"clip {row[0]} is of upload {row[1]}, which nobody began" for row in rows
               if row[1] not in known.uploads]  # fmt: skip
    given_up = 0
    for clip, upload in known.clips.items():
        stands = by_id.get(clip)
        if stands is None or stands[0] != upload:
            faults.append(f"clip {clip} of upload {upload} was acknowledged, and there is {stands}")
        elif stands[1] == "rejected" and stands[3] == "failed":
            given_up += 1
        elif stands[1] != "published" or stands[2] < 1:
            faults.append(f"clip {clip} ended as {stands[1:]}")
    for clip, kinds in conn.execute(_FILES).fetchall():
        if "mp4" not in kinds or "poster" not in kinds:
            faults.append(f"clip {clip} is published with {kinds}")
    return given_up


def _events(conn: psycopg.Connection[Any], known: Acknowledged, faults: list[str]) -> None:
    rows = conn.execute("SELECT batch_id::text, count(*) FROM feed.event_batch GROUP BY 1").fetchall()
    kept = dict(rows)
    faults += [f"event batch {one} was acknowledged and is not there" for one in known.batches
               if one not in kept]  # fmt: skip
    faults += [f"event batch {one} is there {n} times" for one, n in kept.items() if n > 1]
    faults += [f"event batch {one} was never sent" for one in kept if one not in known.asked_batches]
    counted = Counter(known.asked_batches[one] for one in kept if one in known.asked_batches)
    for clip, plays, _, _ in conn.execute(_PLAYS).fetchall():
        if plays != counted[clip]:
            faults.append(f"clip {clip} counts {plays} plays, of {counted[clip]} batches that are kept")


def _likes(conn: psycopg.Connection[Any], known: Acknowledged, faults: list[str]) -> None:
    liked = Counter(clip for _, clip in known.likes)
    for clip, _, likes, rows in conn.execute(_PLAYS).fetchall():
        if likes != rows:
            faults.append(f"clip {clip} counts {likes} likes, of {rows} that are kept")
        if rows < liked[clip]:
            faults.append(f"clip {clip} has {rows} likes, and {liked[clip]} were acknowledged")


def _jobs(conn: psycopg.Connection[Any], faults: list[str]) -> None:
    rows = conn.execute("SELECT status, task_name, count(*) FROM jobs.procrastinate_jobs GROUP BY 1, 2")
    faults += [f"{n} jobs '{task}' are {status}" for status, task, n in rows.fetchall()]


async def _sweep(zone: Standing) -> int:
    """What the worker's sweeps will have done two hours from now; gives how much went."""
    clock = FixedClock(datetime.now(UTC) + _LATER)
    database = await Database.open(zone.conninfo, name="aftermath", wait_s=60)
    try:
        swept = await references.sweep(database, zone.blobs, clock.now())
        swept += await references.sweep_strays(database, zone.blobs, clock.now(), _LATER / 2)
        # It opens nothing, so it needs no keys.
        staging = Staging(zone.where.staging, os.urandom)
        ids = Ids(clock, os.urandom)
        uploads = Uploads(database, cast(Keys, None), staging, clock, ids, Allowance())
        return swept + await uploads.sweep()
    finally:
        await database.close()


async def _stored(zone: Standing) -> dict[str, str]:
    """Every blob that there is, and the digest of what it holds."""
    blobs, found = zone.blobs, {}
    async for name, _ in blobs.digests():
        found[name] = sha256(await blobs.get_range(name, 0, await blobs.size(name))).hexdigest()
    return found


def _blobs(conn: psycopg.Connection[Any], stored: dict[str, str], faults: list[str]) -> None:
    """Every file has an owner, every owner a file, every file is what its name says."""
    faults += [f"blob {digest} is held {refs} times and used {uses} times"
               for digest, refs, uses in conn.execute(_REFERENCES).fetchall()]  # fmt: skip
    owned = {row[0] for row in conn.execute("SELECT DISTINCT digest FROM clips.rendition").fetchall()}
    faults += [f"blob {name} has no owner" for name in stored.keys() - owned]
    faults += [f"blob {name} is gone, and a clip needs it" for name in owned - stored.keys()]
    faults += [f"blob {name} holds something else" for name, holds in stored.items() if holds != name]


def _staging(conn: psycopg.Connection[Any], folder: Path, faults: list[str]) -> None:
    rows = {row[0] for row in conn.execute("SELECT upload_id::text FROM clips.upload").fetchall()}
    files = {path.name.split(".", 1)[0] for path in folder.iterdir()}
    faults += [f"staged file {name} has no upload" for name in files - rows]
    faults += [f"upload {name} has no staged file" for name in rows - files]


def _uploads(zone: Standing, known: Acknowledged, faults: list[str]) -> None:
    """Uploads that are no clip: all that was acknowledged of them is there."""
    made = set(known.clips.values())
    with httpx.Client(base_url=zone.origin, timeout=60) as http:
        for upload, sending in known.uploads.items():
            if upload in made:
                continue
            http.headers["Authorization"] = f"Bearer {_token(http, sending.handle)}"
            answer = http.head(f"/api/uploads/{upload}", headers={"Tus-Resumable": "1.0.0"})
            here = int(answer.headers.get("Upload-Offset", -1))
            if here < sending.received:
                faults.append(f"upload {upload} has {here} of {sending.received} acknowledged bytes")


def _people(zone: Standing, known: Acknowledged, tried: set[str], faults: list[str]) -> None:
    with httpx.Client(base_url=zone.origin, timeout=60) as http:
        for handle in sorted(known.people.keys() - tried):
            if not _token(http, handle):
                faults.append(f"{handle} signed up and cannot sign in")
            tried.add(handle)
        for handle in sorted(known.asked_people - known.people.keys()):
            faults += _by_half(http, handle)


def _by_half(http: httpx.Client, handle: str) -> Iterator[str]:
    """Somebody who was never answered either is there and can sign in, or can still join by that name."""
    if _token(http, handle):
        return
    wish = {"handle": handle, "password": PASSWORD, "language": "en", "birth_date": "1990-05-17"}
    answer = http.post("/api/people", params={"market": "US"}, json=wish)
    http.cookies.clear()
    if answer.status_code != 201:
        yield f"{handle} can neither sign in nor join: {answer.status_code} {answer.text[:100]}"


def _token(http: httpx.Client, handle: str) -> str:
    answer = http.post("/api/tokens", json={"handle": handle, "password": PASSWORD})
    http.cookies.clear()
    return str(answer.json()["token"]) if answer.status_code == 201 else ""


def _row(conn: psycopg.Connection[Any], query: str) -> tuple[Any, ...]:
    row = conn.execute(query).fetchone()
    assert row is not None
    return tuple(row)
