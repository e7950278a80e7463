"""What is left of somebody who is erased: every table is searched for their ids, blobs and staging too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.custody.keys import KeyDestroyed
from kurzum.feed.interests import NOBODY
from kurzum.people import People, Relations
from kurzum.safety import Grounds
from kurzum.store import references
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.erasing import eraser_of
from parts.rooms import NEW, browser, build_rooms, join
from parts.shelf import Shelf
from parts.traces import every_table, traces, words_of
from parts.waiting import until

PASSWORD = NEW["password"]
BLOB = b"a film of hers"
PIECES = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
STEPS = ("tally", "safety", "clips", "feed", "graph", "keys", "last")


class Crash(Exception):
    """The process ends here."""


@dataclass
class Life:
    """Somebody who has done everything there is, and somebody who has met them."""

    anna: httpx.AsyncClient
    ben: httpx.AsyncClient
    person_id: UUID
    pid: UUID
    clips: list[UUID]
    bens: UUID
    staged: Path

    @property
    def words(self) -> list[str]:
        return words_of([self.person_id, self.pid, *self.clips])


@pytest.fixture
def eraser(rooms: Rooms, worker_keys: Keys, clock: FixedClock) -> Iterator[People]:
    with eraser_of(rooms, worker_keys, clock) as people:
        yield people


@pytest.fixture
async def life(rooms: Rooms, clock: FixedClock, ids: Ids, tmp_path: Path) -> AsyncIterator[Life]:
    async with browser(rooms) as anna, browser(rooms) as ben:
        await join(anna, "anna", email="anna@example.org")
        await join(ben, "ben")
        yield await lived(rooms, clock, anna, ben, tmp_path / "staging")


async def lived(
    rooms: Rooms, clock: FixedClock, anna: httpx.AsyncClient, ben: httpx.AsyncClient, staged: Path
) -> Life:
    shelf = Shelf(rooms.database, clock, rooms.ids)
    profiles = rooms.people.profiles
    her, him = [(await profiles.by_handle(handle)).person_id for handle in ("anna", "ben")]
    clips = [await shelf.put(her) for _ in range(3)]
    bens = await shelf.put(him)
    await shelf.file(rooms.blobs, her, clips[0], BLOB)
    await rooms.safety.remove_clip(clips[1], Grounds(explanation="It is not hers."), clock.now())
    assert (await anna.delete(f"/api/clips/{clips[2]}")).status_code == 204
    begun = await anna.post("/api/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "900"})
    sent = {**PIECES, "Upload-Offset": "0"}
    assert (await anna.patch(begun.headers["location"], headers=sent, content=b"x" * 9)).status_code == 204
    for method, path, body in (
        ("PUT", "/api/people/ben/follow", None),
        ("PUT", f"/api/clips/{bens}/like", None),
        ("PUT", f"/api/clips/{bens}/save", None),
        ("POST", f"/api/clips/{bens}/reports", {"reason": "spam", "note": "He sells things."}),
        ("POST", f"/api/clips/{bens}/reports", {"reason": "other"}),
        ("PUT", "/api/me/feed/hidden/topic/dance", None),
        ("POST", "/api/tokens", {"handle": "anna", "password": PASSWORD}),
    ):
        assert (await anna.request(method, path, json=body)).is_success, path
    for method, path, body in (
        ("PUT", "/api/people/anna/follow", None),
        ("PUT", f"/api/clips/{clips[0]}/like", None),
        ("POST", f"/api/clips/{clips[0]}/reports", {"reason": "spam"}),
    ):
        assert (await ben.request(method, path, json=body)).is_success, path
    await watched(rooms, anna, bens)
    await watched(rooms, ben, clips[0])
    upload = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Idempotency-Key": "one"}
    assert (await anna.post("/api/uploads", headers=upload)).status_code == 201
    pid = await rooms.keys.pid(her, Purpose.ACCOUNT)
    return Life(anna, ben, her, pid, clips, bens, staged)


async def watched(rooms: Rooms, client: httpx.AsyncClient, clip: UUID) -> None:
    page = (await client.get("/api/feed")).json()
    event: dict[str, Any] = {
        "id": str(rooms.ids.new()), "kind": "play", "clip": str(clip), "page": page["page"],
        "at": "2026-11-22T12:00:00Z", "watched_ms": 9000,
    }  # fmt: skip
    batch = {"id": str(rooms.ids.new()), "v": 1, "events": [event]}
    assert (await client.post("/api/events", json=batch)).json()["counted"] == 1
    assert (await client.get("/api/feed")).status_code == 200


async def gone(life: Life, **more: Any) -> str:
    answer = await life.anna.post("/api/people/me/erase", json={"password": PASSWORD} | more)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["receipt"])


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.read() as conn:
        return await (await conn.execute(query.encode())).fetchall()


async def test_nothing_of_an_erased_person_is_in_any_table_blob_or_staged_file(
    life: Life, eraser: People, rooms: Rooms, database: Database, clock: FixedClock, worker_keys: Keys
) -> None:
    async with database.read() as conn:
        before = await traces(conn, life.words)
    # The search finds what there is to find.
    assert set(before) >= {
        "clips.clip", "clips.liked", "clips.saved", "clips.rendition", "clips.state_change", "clips.total",
        "clips.upload", "custody.statement", "feed.choice", "feed.snapshot", "people.answer",
        "people.credential", "people.edge", "people.handle", "people.person", "people.session",
        "people.viewer", "safety.clip_limit", "safety.report",
    }, before  # fmt: skip
    assert any(name.startswith("feed.event_batch") for name in before)
    assert any(name.startswith("feed.page") for name in before)
    assert list(life.staged.iterdir())
    token = await gone(life)
    clock.move(timedelta(days=7))
    await eraser.sweep()
    async with database.read() as conn:
        assert await traces(conn, life.words) == {}
    assert list(life.staged.iterdir()) == []
    assert await references.sweep(database, rooms.blobs, datetime.now(UTC) + timedelta(days=30)) == 1
    assert [digest async for digest in rooms.blobs.digests()] == []
    with pytest.raises(KeyDestroyed):
        await worker_keys.viewer(life.pid, Purpose.FEED)
    found = (await life.ben.get(f"/api/erasures/{token}")).json()
    assert found["removed"] == {
        "clips": 2, "files": 1, "uploads": 2, "reactions": 2, "connections": 2, "event_batches": 1,
        "pages": 2, "reports": 2,
    }  # fmt: skip


async def test_every_server_drops_what_it_holds_of_them_by_itself(
    life: Life, eraser: People, rooms: Rooms, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    """Told by the custodian's pulse and by what moved; nobody calls this server."""
    server = build_rooms(rooms.database, keys, clock, ids, tmp_path)
    state = await server.feed.memory.state(life.pid, clock.now())
    number = state.person
    assert number != NOBODY and server.feed.memory.held(life.pid) is state
    await server.people.graph.counts(life.pid)
    assert (await server.people.graph.relations(life.pid)).follows
    await gone(life, at_once=True)
    await eraser.sweep()

    async def dropped() -> bool:
        return server.feed.memory.held(life.pid) is None and state.person == NOBODY

    await until(dropped)
    assert len(server.feed._shared.learner.histories.of(number).clips) == 0
    assert await server.people.graph.relations(life.pid) == Relations()
    assert (await server.people.graph.counts(life.pid)).following == 0
    assert await server.people.viewers.age_tier(life.pid) == "unknown"


async def test_what_others_have_and_what_the_law_wants_stays_and_names_nobody(
    life: Life, eraser: People, database: Database
) -> None:
    await gone(life, at_once=True)
    await eraser.sweep()
    said = "SELECT person_id, clip_id, subject_kind, explanation FROM custody.statement"
    assert await rows(database, said) == [(None, None, "clip", "It is not hers.")]
    # Two reports about a clip of ben's, of nobody and nobody; hers had a note, which nobody can read.
    reports = await rows(database, "SELECT pid, clip_id, reason, note FROM safety.report ORDER BY reason")
    assert [report[1:] for report in reports] == [(life.bens, "other", None), (life.bens, "spam", None)]
    assert len({report[0] for report in reports}) == 2
    handles = await rows(database, "SELECT handle, person_id IS NULL, state FROM people.handle ORDER BY 1")
    assert handles == [("anna", True, "erased"), ("ben", False, "current")]
    card = (await life.ben.get(f"/api/clips/{life.bens}")).json()
    assert (card["counts"]["likes"], card["counts"]["saves"]) == (0, 0)
    assert (await life.ben.get("/api/people/me")).json()["counts"]["following"] == 0
    assert await rows(database, "SELECT count(*) FROM feed.event_batch") == [(1,)]


@pytest.mark.parametrize("where", STEPS)
async def test_killed_at_any_step_it_is_finished_by_the_next_run_and_told_as_one(
    where: str, life: Life, eraser: People, rooms: Rooms, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await gone(life, at_once=True)
    with monkeypatch.context() as broken:
        break_at(where, eraser, rooms, broken)
        with pytest.raises(Crash):
            await eraser.erasures.finish(life.person_id)
    found = (await life.ben.get(f"/api/erasures/{token}")).json()
    assert (found["state"], found["removed"]["clips"]) == ("erasing", 0)
    await eraser.sweep()
    found = (await life.ben.get(f"/api/erasures/{token}")).json()
    assert (found["state"], found["removed"]["clips"], found["removed"]["pages"]) == ("erased", 2, 2)
    async with database.read() as conn:
        assert await traces(conn, life.words) == {}
    assert await rows(database, "SELECT count(*) FROM people.erasure") == [(0,)]


def break_at(where: str, eraser: People, rooms: Rooms, broken: pytest.MonkeyPatch) -> None:
    """Crash right after a step, before its transaction ends where it is one of several in it."""
    owner, name = {
        "tally": (rooms.clips.life, "tally"),
        "safety": (rooms.safety.reports, "forget_viewer"),
        "clips": (rooms.clips.life, "erase_person"),
        "feed": (rooms.feed.batches, "forget_viewer"),
        "graph": (eraser.viewers, "forget"),
        "keys": (eraser.erasures._keys, "destroy"),
        "last": (eraser.receipts, "erased"),
    }[where]
    step = getattr(owner, name)

    async def step_and_crash(*given: Any) -> None:
        await step(*given)
        raise Crash

    broken.setattr(owner, name, step_and_crash)


async def test_the_guide_says_of_every_table_what_becomes_of_it(database: Database) -> None:
    said = (Path(__file__).parents[2] / "docs" / "erasure.md").read_text("utf-8")
    async with database.read() as conn:
        tables = await every_table(conn)
    assert len(tables) > 20
    missing = [name for name in tables if f"`{name}`" not in said and not name.startswith("jobs.")]
    assert not missing, f"docs/erasure.md does not say what becomes of {missing}"
