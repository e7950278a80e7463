"""A person's own copy of their data: everything of theirs, nothing of anybody else, whole or not there."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from kurzum.clips import Clips
from kurzum.core.clock import FixedClock
from kurzum.core.errors import Unavailable
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.export import Making
from kurzum.export.source import Rooms as Sources
from kurzum.people import People
from kurzum.people.errors import ExportLost
from kurzum.people.exports import KEPT, MOST_TRIES
from kurzum.store import references
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.chance import seeded
from parts.clip_rooms import clips_of
from parts.people import CHEAP
from parts.rooms import browser, join
from parts.takeaway import FILE, PASSWORD, Full, acted, checked, filled, opened
from parts.waiting import until

PLACE = "/api/me/export"
_JOBS = "SELECT args FROM jobs.procrastinate_jobs WHERE task_name = %s"
_HELD = "SELECT count(*) FROM store.blob WHERE refs > 0 AND digest = ANY(%s)"


@dataclass
class Stage:
    """Anna and Bernd, each with something in every table, and what the worker does."""

    rooms: Rooms
    making: Making
    anna: Full
    bernd: Full
    clock: FixedClock

    async def standing(self) -> dict[str, Any]:
        answer = await self.anna.client.get(PLACE)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def asked(self) -> httpx.Response:
        return await self.anna.client.post(PLACE, json=PASSWORD)

    async def work(self) -> None:
        """What the queue does: again, where a part of the zone was away for a moment."""

        async def done() -> bool:
            with suppress(Unavailable):
                await self.making.make(self.anna.person)
            return (await self.rooms.people.exports.standing(self.anna.person)).state != "making"

        await until(done)

    async def made(self) -> bytes:
        """A ZIP, asked for and made."""
        answer = await self.asked()
        assert answer.status_code == 202, answer.text
        await self.work()
        return (await self.anna.client.get(FILE)).content


@pytest.fixture
def worker(
    tmp_path: Path, database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:  # fmt: skip
    return clips_of(tmp_path, database, worker_keys, clock, ids, entropy)


@pytest.fixture
async def making(
    database: Database, worker_keys: Keys, worker: Clips, clock: FixedClock, ids: Ids, tmp_path: Path
) -> AsyncIterator[Making]:
    people = People(database, worker_keys, clock, ids, seeded("worker"), cost=CHEAP)
    blobs = Blobs.in_folder(tmp_path / "blobs")
    yield Making(Sources(database, worker_keys, people, worker), blobs, seeded("exports"))
    people.close()


@pytest.fixture
async def stage(
    rooms: Rooms, worker: Clips, making: Making, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(browser(rooms)) for _ in range(4)]
        for handle, client in zip(("blocked", "muted"), clients[2:], strict=True):
            await join(client, handle)
        anna, bernd = [
            await filled(rooms, worker, clock, client, handle, tmp_path / handle)
            for handle, client in zip(("anna", "bernd"), clients[:2], strict=True)
        ]
        await acted(rooms, anna, "bernd", [bernd.clips["public"]])
        await acted(rooms, bernd, "anna", [anna.clips["public"]])
        yield Stage(rooms, making, anna, bernd, clock)


async def test_everything_that_was_put_in_is_found(stage: Stage) -> None:
    anna, bernd = stage.anna, stage.bernd
    files = opened(await stage.made())
    told = checked(files)
    account = told["account.json"]
    assert account["person"] == str(anna.person)
    assert (account["email"], account["phone"]) == ("anna@example.org", "+4915112345678")
    assert (account["birth_date"], account["age_tier"]) == ("1990-05-17", "adult")
    assert account["handles"] == [{"handle": "anna", "state": "current"}]
    assert told["profile.json"]["handle"] == "anna"
    assert [one["kind"] for one in told["sessions.json"]["items"]] == ["cookie"]
    today = str(stage.clock.now().date())
    for name, handle in (("follows", "bernd"), ("blocks", "blocked"), ("mutes", "muted")):
        assert told[f"{name}.json"]["items"] == [{"handle": handle, "day": today}]
    assert told["followers.json"]["items"] == [{"handle": "bernd"}]
    for name in ("likes", "saves"):
        assert told[f"{name}.json"]["items"] == [{"clip": str(bernd.clips["public"]), "day": today}]
    assert told["answers.json"]["items"][0]["answer"] == {"said": anna.said("answer")}
    (report,) = told["reports.json"]["items"]
    assert (report["clip"], report["reason"]) == (str(bernd.clips["public"]), "spam")
    assert report["note"] == anna.said("note")
    (decision,) = told["decisions.json"]["items"]
    assert (decision["clip"], decision["explanation"]) == (str(anna.clips["removed"]), anna.said("reason"))
    (upload,) = told["uploads.json"]["items"]
    assert files[upload["file"]["path"]] == anna.originals["upload"]


async def test_clips_are_there_in_every_state_with_their_files(stage: Stage) -> None:
    anna = stage.anna
    files = opened(await stage.made())
    clips = {UUID(one["id"]): one for one in checked(files)["clips.json"]["items"]}
    assert set(clips) == set(anna.clips.values())
    said = {what: clips[clip] for what, clip in anna.clips.items()}
    states = {what: clip["state"] for what, clip in said.items()}
    assert states == {
        "public": "published", "private": "published", "gone": "erased", "removed": "removed",
        "refused": "rejected",
    }  # fmt: skip
    for what in ("public", "private", "removed", "refused"):
        assert said[what]["caption"] == anna.said(f"{what} words")
    assert said["refused"]["rejection"] == {"code": "no_video", "message": anna.said("refusal")}
    assert said["public"]["counts"]["likes"] == 1
    (limit,) = said["removed"]["limits"]
    assert limit["statement"] == checked(files)["decisions.json"]["items"][0]["id"]
    assert said["public"]["history"][0]["state"] == "uploaded"
    for what in ("public", "removed"):
        kinds = {file["kind"]: file["path"] for file in said[what]["files"]}
        assert set(kinds) == {"original", "poster"}
        assert files[kinds["original"]] == anna.originals[what]
    # Its original is kept no longer: of what was made of it, the best.
    kinds = {file["kind"]: file["path"] for file in said["private"]["files"]}
    assert set(kinds) == {"mp4", "poster"}
    assert files[kinds["mp4"]].startswith(b"anna-private mp4 720")
    assert said["gone"]["files"] == said["refused"]["files"] == []


async def test_what_was_watched_shown_and_believed_is_there(stage: Stage) -> None:
    anna, bernd = stage.anna, stage.bernd
    told = checked(opened(await stage.made()))
    (watch,) = told["watches.jsonl"]
    assert (watch["kind"], watch["clip"], watch["watched_ms"]) == ("play", str(bernd.clips["public"]), 20_000)
    (page,) = told["pages.jsonl"]
    assert (page["page"], page["kind"]) == (watch["page"], "foryou")
    shown = {pick["clip"]: pick for pick in page["picks"]}
    assert str(bernd.clips["public"]) in shown
    assert all(0 < pick["propensity"] <= 1 and pick["reasons"] for pick in shown.values())
    assert set(shown) <= set(page["considered"])
    assert page["features"]
    assert all(len(column) == len(page["considered"]) for column in page["features"].values())
    assert set(page["weights"]) == set(page["features"])
    believed = told["interests.json"]
    assert believed["watches"] == 1
    hidden = {(one["kind"], one["key"]) for one in believed["hidden"]}
    assert hidden == {("creator", "bernd"), ("topic", f"tag{anna.person.hex[-6:]}")}


async def test_nobody_elses_data_is_in_it_and_no_id_that_joins(stage: Stage) -> None:
    anna, bernd = stage.anna, stage.bernd
    everything = b"\n".join(opened(await stage.made()).values())
    for what in (
        "private words",
        "refused words",
        "refusal",
        "reason",
        "note",
        "answer",
        "upload",
        "private",
    ):
        assert bernd.said(what).encode() not in everything, what
    others = await stage.rooms.keys.pids([bernd.person], Purpose.EXPORT)
    for secret in (bernd.person, *others.values(), anna.pid):
        assert str(secret).encode() not in everything
        assert secret.hex.encode() not in everything
    assert b"bernd@example.org" not in everything
    assert str(bernd.clips["private"]).encode() not in everything


async def test_the_file_is_for_its_person_alone_sealed_at_rest_and_read_in_parts(
    stage: Stage, tmp_path: Path, database: Database
) -> None:
    whole = await stage.made()
    standing = await stage.standing()
    assert (standing["state"], standing["progress"], standing["bytes"]) == ("ready", 1, len(whole))
    client = stage.anna.client
    answer = await client.get(FILE)
    assert answer.headers["content-type"] == "application/zip"
    named = f'attachment; filename="kurzum-anna-{stage.clock.now():%Y-%m-%d}.zip"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "private, no-store"
    part = await client.get(FILE, headers={"range": "bytes=100000-199999"})
    assert (part.status_code, part.content) == (206, whole[100_000:200_000])
    assert (await client.get(FILE, headers={"range": f"bytes={len(whole)}-"})).status_code == 416
    head = await client.head(FILE)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(whole)))
    assert (await stage.bernd.client.get(FILE)).json()["code"] == "no_export"
    async with browser(stage.rooms) as nobody:
        assert (await nobody.get(FILE)).status_code == 401
    async with database.read() as conn:
        rows = await (await conn.execute("SELECT digest FROM people.export_piece")).fetchall()
    blobs = Blobs.in_folder(tmp_path / "blobs")
    for (digest,) in rows:
        path = blobs.path(digest)
        assert path is not None
        assert b"PK\x03\x04" not in path.read_bytes()


async def test_it_needs_the_password_and_is_made_once_a_day(stage: Stage) -> None:
    assert (await stage.standing())["state"] == "none"
    wrong = await stage.anna.client.post(PLACE, json={"password": "not the password"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "bad_password")
    first = (await stage.asked()).json()
    stage.clock.move(timedelta(hours=1))
    again = await stage.asked()
    assert (again.status_code, again.json()) == (202, first)
    assert (await stage.anna.client.get(FILE)).status_code == 404
    await stage.work()
    soon = await stage.asked()
    assert (soon.status_code, soon.json()["code"]) == (429, "rate_limited")
    assert "once a day" in soon.json()["detail"]
    assert int(soon.headers["retry-after"]) > 22 * 3600


async def test_a_second_one_takes_the_place_of_the_first(stage: Stage, database: Database) -> None:
    first = await stage.made()
    stage.clock.move(timedelta(hours=25))
    assert (await stage.asked()).status_code == 202
    assert (await stage.anna.client.get(FILE)).status_code == 404
    await stage.work()
    second = (await stage.anna.client.get(FILE)).content
    assert second != first
    checked(opened(second))
    assert await unreferenced(database) == await dropped(database, stage)


async def unreferenced(database: Database) -> int:
    async with database.read() as conn:
        row = await (await conn.execute("SELECT count(*) FROM store.blob WHERE refs = 0")).fetchone()
    return int(row[0]) if row else 0


async def dropped(database: Database, stage: Stage) -> int:
    """Blobs that nothing refers to, beside those of the clip that was erased."""
    async with database.read() as conn:
        pieces = await (await conn.execute("SELECT digest FROM people.export_piece")).fetchall()
        held = await (await conn.execute(_HELD, [[d for (d,) in pieces]])).fetchone()
    assert held is not None
    assert held[0] == len(pieces) > 0
    # Three files of each person's erased clip, and as many pieces as the first export had.
    return 2 * 3 + len(pieces)


async def test_after_a_week_or_when_deleted_it_is_gone(stage: Stage, database: Database) -> None:
    await stage.made()
    expires = (await stage.standing())["expires_at"]
    assert expires == (stage.clock.now() + KEPT).isoformat().replace("+00:00", "Z")
    stage.clock.move(KEPT)
    assert (await stage.standing())["state"] == "none"
    assert (await stage.anna.client.get(FILE)).status_code == 404
    await stage.rooms.people.sweep()
    assert await pieces_left(database) == 0
    await stage.made()
    assert await pieces_left(database) > 0
    assert (await stage.anna.client.delete(PLACE)).status_code == 204
    assert await pieces_left(database) == 0
    assert (await stage.standing())["state"] == "none"
    await references.sweep(database, stage.rooms.blobs, stage.clock.now() + timedelta(days=1))
    assert await unreferenced(database) == 0


async def pieces_left(database: Database) -> int:
    async with database.read() as conn:
        row = await (await conn.execute("SELECT count(*) FROM people.export_piece")).fetchone()
    return int(row[0]) if row else 0


async def test_the_run_of_one_that_was_given_up_adds_nothing(stage: Stage, database: Database) -> None:
    await stage.asked()
    exports = stage.rooms.people.exports
    run = await exports.begin(stage.anna.person)
    assert run is not None
    assert (await stage.anna.client.delete(PLACE)).status_code == 204
    with pytest.raises(ExportLost):
        await exports.add(run, 0, "0" * 64, 1, 0.5)
    with pytest.raises(ExportLost):
        await exports.finish(run, 1, 1)
    assert await pieces_left(database) == 0
    await stage.work()
    assert (await stage.standing())["state"] == "none"


async def test_one_that_fails_each_time_is_given_up_and_may_be_asked_for_again(stage: Stage) -> None:
    await stage.asked()
    for _ in range(MOST_TRIES):
        assert await stage.rooms.people.exports.begin(stage.anna.person) is not None
    await stage.work()
    standing = await stage.standing()
    assert (standing["state"], standing["code"]) == ("failed", "failed")
    checked(opened(await stage.made()))


async def test_it_goes_with_the_account(stage: Stage, database: Database, worker_keys: Keys) -> None:
    await stage.made()
    people = People(database, worker_keys, stage.clock, stage.rooms.ids, seeded("eraser"), cost=CHEAP)
    answer = await stage.anna.client.post("/api/people/me/erase", json=PASSWORD)
    assert answer.status_code == 202
    stage.clock.move(timedelta(days=30))  # whatever time there is to change one's mind is over
    await people.erasures.finish(stage.anna.person)
    people.close()
    assert await pieces_left(database) == 0
    async with database.read() as conn:
        assert await (await conn.execute("SELECT FROM people.export")).fetchone() is None


async def test_no_row_line_or_job_has_both_ids(stage: Stage, database: Database) -> None:
    await stage.made()
    async with database.read() as conn:
        jobs = await (await conn.execute(_JOBS, ["export_person"])).fetchall()
        rows = await (await conn.execute("SELECT e::text FROM people.export e")).fetchall()
    assert [args for (args,) in jobs] == [{"person_id": str(stage.anna.person)}]
    assert stage.anna.pid.hex not in json.dumps([row for (row,) in rows]).replace("-", "")


async def test_the_worker_asks_for_keys_for_this_purpose_alone(
    stage: Stage, worker_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[tuple[str, str]] = set()
    ask = worker_keys._ask
    worker_keys._leases.drop_all()

    async def noted(request: Any) -> Any:
        asked.add((type(request).__name__, request.purpose))
        return await ask(request)

    monkeypatch.setattr(worker_keys, "_ask", noted)
    await stage.made()
    assert asked == {(op, Purpose.EXPORT) for op in ("Unwrap", "Pids", "People")}
