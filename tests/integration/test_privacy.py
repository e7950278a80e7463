"""The privacy page: every table with an id of somebody has its part, and the parts say what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kurzum.clips import Clips
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.custody.categories import COLUMNS, SEALED, Category, columns_of
from kurzum.export.privacy import KINDS, OF_NOBODY, TABLES, Keeping
from kurzum.feed.partitions import Keeping as OfFeed
from kurzum.people.answers import KEPT as ANSWERS
from kurzum.people.exports import KEPT as EXPORTS
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.clip_rooms import clips_of
from parts.custodian import TestCustodian
from parts.rooms import browser, join
from parts.shelf import Shelf
from parts.takeaway import PASSWORD, acted, filled
from parts.waiting import until

PLACE = "/api/me/privacy"
_IDS = {Category.PERSON_ID, Category.PID}


@pytest.fixture
def worker_clips(
    tmp_path: Path, database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:  # fmt: skip
    return clips_of(tmp_path, database, worker_keys, clock, ids, entropy)


async def test_every_table_with_an_id_of_somebody_has_a_part(database: Database) -> None:
    async with database.read() as conn:
        columns = await columns_of(conn)
    personal = {
        column.table
        for column in columns
        if COLUMNS[column.path] in _IDS or column.name.endswith(("pid", "person_id"))
    }
    assert personal == set(TABLES) | set(OF_NOBODY)
    assert {what for parts in TABLES.values() for what in parts} == set(KINDS)


def test_what_is_said_of_time_is_what_the_rooms_do() -> None:
    keeping = Keeping()
    assert (keeping.events_days, keeping.pages_days) == (OfFeed().events_days, OfFeed().pages_days)
    assert keeping.answer_hours * 3600 == ANSWERS.total_seconds()
    assert keeping.export_days == EXPORTS.days


async def told(client: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """The parts by category and what they are."""
    answer = await client.get(PLACE)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert (page["zone"], bool(page["custodian"])) == ("us", True)
    protections = {one["category"]: one["protection"] for one in page["categories"]}
    for category, protection in protections.items():
        assert (protection == "sealed") == (category in SEALED), category
    return {one["category"]: {part.pop("what"): part for part in one["parts"]} for one in page["categories"]}


async def test_somebody_new_has_what_they_signed_up_with(rooms: Rooms, clock: FixedClock) -> None:
    async with browser(rooms) as anna:
        await join(anna, "anna")
        found = await told(anna)
    now = clock.now().isoformat().replace("+00:00", "Z")
    assert found == {
        "identity": {"birth_date": {"count": 1, "since": now, "kept_for": None}},
        "contact": {"password": {"count": 1, "since": now, "kept_for": None}},
        "coarse": {
            "market": {"count": 1, "since": now, "kept_for": None},
            "age_tier": {"count": 1, "since": None, "kept_for": None},
        },
        "token_hash": {"sessions": {"count": 1, "since": now, "kept_for": "P30D"}},
        "public": {
            "account": {"count": 1, "since": now, "kept_for": None},
            "handles": {"count": 1, "since": None, "kept_for": None},
        },
    }


async def test_whoever_used_everything_sees_every_part(
    rooms: Rooms, worker_clips: Clips, clock: FixedClock, ids: Ids, tmp_path: Path
) -> None:
    async with browser(rooms) as client, browser(rooms) as other, browser(rooms) as third:
        for handle, somebody in (("blocked", other), ("muted", third)):
            await join(somebody, handle)
        anna = await filled(rooms, worker_clips, clock, client, "anna", tmp_path / "a")
        bernd = await join(other, "bernd")
        await other.put("/api/people/anna/follow")
        clip = await Shelf(rooms.database, clock, ids).put(UUID(bernd["id"]))
        await acted(rooms, anna, "bernd", [clip])
        assert (await client.post("/api/me/export", json=PASSWORD)).status_code == 202
        found = await told(client)
        counts = {
            (category, what): part["count"]
            for category, parts in found.items()
            for what, part in parts.items()
        }
        expected = {(kind.category, what) for what, kind in KINDS.items()} - {(Category.SYSTEM, "erasure")}
        assert set(counts) == expected
        assert (counts["public", "clips"], counts["private", "drafts"]) == (1, 3)
        assert counts["public", "decisions"] == 1
        assert found["behaviour"]["pages"]["kept_for"] == "P30D"
        mine = await told(other)
        assert "watches" not in mine.get("behaviour", {})
        assert set(mine["graph"]) == {"follows", "followers"}


async def test_without_the_custodian_it_says_so(rooms: Rooms, custodian: TestCustodian) -> None:
    async with browser(rooms) as anna:
        await join(anna, "anna")
        custodian.kill()

        async def lost() -> bool:
            return not rooms.keys.held

        await until(lost)
        answer = await anna.get(PLACE)
        assert (answer.status_code, answer.json()["code"]) == (503, "custodian_unavailable")
