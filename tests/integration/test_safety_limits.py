"""Removals: the reason first, then the limit, then the effect; and reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.errors import NotFound
from kurzum.core.ids import Ids
from kurzum.custody import Purpose, statements
from kurzum.safety import Grounds, Reason
from kurzum.safety.errors import BadReport, NoSuchLimit
from kurzum.safety.visible import ViewerFacts
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.people import wish
from parts.shelf import Shelf

GROUNDS = Grounds(explanation="It shows how to pick a neighbour's lock.", category="unsafe_content")
NOBODY = ViewerFacts(market="US")


@pytest.fixture
def shelf(database: Database, clock: FixedClock, ids: Ids) -> Shelf:
    return Shelf(database, clock, ids)


async def somebody(rooms: Rooms, handle: str) -> tuple[UUID, ViewerFacts]:
    person_id = await rooms.people.joining.sign_up(wish(handle))
    pid = await rooms.keys.pid(person_id, Purpose.FEED)
    return person_id, ViewerFacts(person_id=person_id, pid=pid, market="US", age_tier="adult")


async def test_a_removed_clip_is_gone_for_all_but_its_owner_and_comes_back(
    rooms: Rooms, shelf: Shelf, database: Database, clock: FixedClock
) -> None:
    anna, as_anna = await somebody(rooms, "anna")
    clip = await shelf.put(anna)
    assert await rooms.safety.visible(NOBODY, [clip], clock.now()) == {clip}
    statement_id = await rooms.safety.remove_clip(clip, GROUNDS, clock.now())
    assert await rooms.safety.remove_clip(clip, GROUNDS, clock.now()) == statement_id
    assert await rooms.safety.visible(NOBODY, [clip], clock.now()) == frozenset()
    assert await rooms.safety.visible(as_anna, [clip], clock.now()) == {clip}
    assert await rooms.safety.visible(as_anna, [clip], clock.now(), "feed") == frozenset()
    assert (await rooms.clips.facts([clip]))[clip].state == "removed"
    async with database.read() as conn:
        said = await statements.of_clips(conn, [clip])
    assert [(s.id, s.explanation, s.person_id, tuple(s.territorial_scope)) for s in said] == [
        (statement_id, GROUNDS.explanation, anna, ("US",))
    ]
    told = (await rooms.safety.limits.explained([clip]))[clip]
    assert [(limit.kind, limit.statement, limit.reason) for limit in told] == [
        ("removal", statement_id, GROUNDS.explanation)
    ]
    clock.move(timedelta(minutes=1))
    await rooms.safety.decisions.lift_removal(clip, clock.now())
    assert await rooms.safety.visible(NOBODY, [clip], clock.now()) == {clip}
    with pytest.raises(NoSuchLimit):
        await rooms.safety.decisions.lift_removal(clip, clock.now())


async def test_the_database_refuses_a_limit_without_an_earlier_statement(
    rooms: Rooms, shelf: Shelf, clock: FixedClock, ids: Ids
) -> None:
    anna, _ = await somebody(rooms, "anna")
    clip = await shelf.put(anna)
    with pytest.raises(psycopg.IntegrityError, match="statement of reasons"):
        await rooms.safety.limits.place(anna, clip, "removal", ids.new(), ids.new(), clock.now())
    other = await shelf.put(anna)
    statement_id = await rooms.safety.remove_clip(other, GROUNDS, clock.now())
    with pytest.raises(psycopg.IntegrityError, match="something else"):
        await rooms.safety.limits.place(anna, clip, "removal", statement_id, ids.new(), clock.now())
    assert await rooms.safety.visible(NOBODY, [clip], clock.now()) == {clip}


async def test_a_removal_that_broke_off_after_its_limit_hides_and_is_finished_later(
    rooms: Rooms, shelf: Shelf, database: Database, clock: FixedClock, ids: Ids
) -> None:
    anna, _ = await somebody(rooms, "anna")
    clip = await shelf.put(anna)
    statement = statements.Statement(
        decision="visibility_removal", ground="incompatible_content", category="unsafe_content",
        explanation="why", territorial_scope=("US",), source_type="voluntary", person_id=anna, clip_id=clip,
        applies_from=clock.now(),
    )  # fmt: skip
    async with database.write() as conn:
        statement_id = await statements.record(conn, statement, ids, clock.now())
    await rooms.safety.limits.place(anna, clip, "removal", statement_id, ids.new(), clock.now())
    assert await rooms.safety.visible(NOBODY, [clip], clock.now()) == frozenset()
    assert (await rooms.clips.facts([clip]))[clip].state == "published"
    since = clock.now() - timedelta(days=1)
    assert await rooms.safety.decisions.settle(since, clock.now()) == 1
    assert await rooms.safety.decisions.settle(since, clock.now()) == 0
    assert (await rooms.clips.facts([clip]))[clip].state == "removed"


async def test_there_is_nothing_to_remove_where_there_is_no_clip(
    rooms: Rooms, shelf: Shelf, ids: Ids, clock: FixedClock
) -> None:
    with pytest.raises(NotFound, match="nothing was removed"):
        await rooms.safety.remove_clip(ids.new(), GROUNDS, clock.now())


async def test_the_gate_knows_blocks_friends_and_owners(
    rooms: Rooms, shelf: Shelf, clock: FixedClock
) -> None:
    anna, as_anna = await somebody(rooms, "anna")
    _, as_ben = await somebody(rooms, "ben")
    assert as_anna.pid is not None
    assert as_ben.pid is not None
    clips = {kind: await shelf.put(anna, visibility=kind) for kind in ("public", "friends", "private")}
    hidden = await shelf.put(anna, state="withdrawn")
    everything = [*clips.values(), hidden]

    async def seen(who: ViewerFacts) -> set[str]:
        found = await rooms.safety.visible(who, everything, clock.now())
        return {kind for kind, clip in clips.items() if clip in found} | (
            {"hidden"} if hidden in found else set()
        )

    assert await seen(NOBODY) == {"public"}
    assert await seen(as_ben) == {"public"}
    assert await seen(as_anna) == {"public", "friends", "private", "hidden"}
    await rooms.people.graph.put(as_ben.pid, "follow", as_anna.pid)
    assert await seen(as_ben) == {"public"}
    await rooms.people.graph.put(as_anna.pid, "follow", as_ben.pid)
    assert await seen(as_ben) == {"public", "friends"}
    await rooms.people.graph.put(as_anna.pid, "block", as_ben.pid)
    assert await seen(as_ben) == set()
    assert await seen(NOBODY) == {"public"}
    assert await seen(ViewerFacts(person_id=as_ben.person_id, market="US")) == {"public"}


async def test_reports_are_kept_sealed_counted_once_and_forgotten(
    rooms: Rooms, shelf: Shelf, database: Database, clock: FixedClock
) -> None:
    anna, _ = await somebody(rooms, "anna")
    _, as_ben = await somebody(rooms, "ben")
    assert as_ben.pid is not None
    clip = await shelf.put(anna)
    reports = rooms.safety.reports
    for note in (None, "He picks my lock.", None):
        await reports.put(as_ben.pid, clip, Reason.ILLEGAL, note, clock.now())
    await reports.put(as_ben.pid, clip, Reason.SPAM, None, clock.now())
    assert {(r.reason, r.note) for r in await reports.of_clip(clip)} == {
        (Reason.ILLEGAL, "He picks my lock."),
        (Reason.SPAM, None),
    }
    async with database.read() as conn:
        kept = await (await conn.execute("SELECT note FROM safety.report WHERE note IS NOT NULL")).fetchall()
    assert len(kept) == 1
    assert b"lock" not in kept[0][0]
    with pytest.raises(BadReport, match="1000"):
        await reports.put(as_ben.pid, clip, Reason.OTHER, "x" * 1001, clock.now())
    assert await reports.tally(as_ben.pid) == 2
    await reports.forget_viewer(as_ben.pid)
    # They are kept, as two that nobody wrote.
    assert {(r.reason, r.note) for r in await reports.of_clip(clip)} == {
        (Reason.ILLEGAL, None),
        (Reason.SPAM, None),
    }
    async with database.read() as conn:
        pids = await (await conn.execute("SELECT pid FROM safety.report")).fetchall()
    assert len(set(pids)) == 2 and (as_ben.pid,) not in pids
    await reports.forget_clips([clip])
    assert await reports.of_clip(clip) == []
