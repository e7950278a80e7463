"""Freshness: what a viewer does is in what their next page is made from within a second, on any server.

Two servers of one zone with 4,000 clips. In each round a viewer watches a clip of their page to its end; the
event goes to one server, and the other one (in every second round the same one) is asked until it knows of
the watch. Then its next page is asked for: the clip is not on it. At the end every page that was kept is
ranked again from its record.
"""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from bench.crowded_zone import Sizes
from bench.feed_stage import ZONE, Process, Stage, stage
from bench.proofs.part import Part, Tally
from kurzum.app.machine import CLOCK, IDS, entropy
from kurzum.custody import Keys
from kurzum.feed import Engine
from kurzum.feed.pages import Pages
from kurzum.store.pool import Database

_SIZES = Sizes(clips=4_000, creators=400, viewers=400)
_WITHIN_S = 1.0
_MOST_LATE = 0.01
_PAGES = 1_000


def fresh(tally: Tally) -> None:
    """A thousand events, half of them through another server than the page."""
    if not tally.wanted():
        return
    late: list[str] = []
    with stage(_SIZES) as filled, filled.server() as one, filled.server() as other:
        chance = random.Random(tally.done)  # noqa: S311  (chooses viewers, guards nothing)
        clients = [_client(server) for server in (one, other)]
        while tally.wanted():
            there = clients[tally.done % 2]
            waited, wrong = _try(chance, filled, clients[0], there)
            if waited > _WITHIN_S:
                late.append(f"{waited:.2f} s")
            if wrong:
                tally.failed(wrong, ms=waited * 1000)
            else:
                tally.passed(ms=waited * 1000)
        differ, replayed = asyncio.run(_ranked_again(filled))
    if len(late) > _MOST_LATE * tally.done:
        tally.failed(f"{len(late)} of {tally.done} came later than a second: {', '.join(late[:20])}")
    if differ:
        tally.failed(f"{differ} of {replayed} pages came out otherwise when they were ranked again")
    tally.passed(0, pages_ranked_again=replayed)


def _client(server: Process) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=30)


def _try(chance: random.Random, filled: Stage, here: httpx.Client, there: httpx.Client) -> tuple[float, str]:
    """Seconds until the event was known there, and what was wrong."""
    head = {"authorization": f"Bearer {chance.choice(filled.tokens)}"}
    page = _got(there, "/api/feed", head)
    before = _got(there, "/api/me/feed", head)["watches"]
    clip = page["picks"][0]["clip"]
    answer = here.post("/api/events", headers=head, json=_batch(clip["id"], page["page"]))
    assert answer.status_code == 202, answer.text
    began = time.monotonic()
    while _got(there, "/api/me/feed", head)["watches"] == before:
        if time.monotonic() - began > 10:
            return 10.0, "the watch was not known after 10 s"
    waited = time.monotonic() - began
    following = _got(there, "/api/feed", head)
    if clip["id"] in [pick["clip"]["id"] for pick in following["picks"]]:
        return waited, "the next page shows the clip again"
    return waited, ""


def _got(client: httpx.Client, path: str, head: dict[str, str]) -> Any:
    answer = client.get(path, headers=head)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _batch(clip: str, page: str) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    event = {
        "id": str(IDS.new()), "kind": "play", "clip": clip, "page": page, "at": now, "watched_ms": 60_000,
        "loops": 1,
    }  # fmt: skip
    return {"id": str(IDS.new()), "v": 1, "events": [event]}


async def _ranked_again(filled: Stage) -> tuple[int, int]:
    """How many stored pages come out otherwise, and how many were ranked again."""
    database = await Database.open(filled.conninfo, name="proof", wait_s=30)
    differ = 0
    try:
        async with Keys(filled.where.door("keys-server") / "s", ZONE, CLOCK, entropy) as keys:
            pages = Pages(database, keys)
            async with database.read() as conn:
                asked = "SELECT pid, page_id FROM feed.page ORDER BY page_id LIMIT %s"
                rows: list[tuple[UUID, UUID]] = await (await conn.execute(asked, (_PAGES,))).fetchall()
            for pid, page_id in rows:
                served, again = await pages.replay(pid, page_id, Engine())
                differ += served != again
    finally:
        await database.close()
    return differ, len(rows)


PARTS = [
    Part("feed-fresh", "events are in what the next page is made from within 1 s", 1_000, "tries", 4, fresh),
]
