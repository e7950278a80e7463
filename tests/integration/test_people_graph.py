"""Follow, block and mute."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurzum.core.clock import FixedClock
from kurzum.people.errors import NoSuchHandle, TooManyEdges
from kurzum.people.graph import Graph, Kind, Relations
from kurzum.store.pool import Database

A, B, C = (UUID(int=(0x019 << 116) + (7 << 76) + (2 << 62) + n) for n in range(1, 4))
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove"]),
        st.sampled_from([A, B, C]),
        st.sampled_from(["follow", "block", "mute"]),
        st.sampled_from([A, B, C]),
    ),
    max_size=12,
)


@pytest.fixture
async def graph(database: Database, clock: FixedClock) -> AsyncIterator[Graph]:
    yield Graph(database, clock)


async def test_friends_are_follows_that_are_answered(graph: Graph) -> None:
    await graph.put(A, "follow", B)
    await graph.put(A, "follow", C)
    await graph.put(B, "follow", A)
    assert await graph.relations(A) == Relations(follows=frozenset({B, C}), friends=frozenset({B}))
    assert await graph.relations(None) == Relations()
    assert (await graph.counts(A)).followers == 1
    assert (await graph.counts(A)).following == 2


async def test_a_block_parts_two_and_hinders_both(graph: Graph) -> None:
    await graph.put(A, "follow", B)
    await graph.put(B, "follow", A)
    await graph.put(A, "block", B)
    assert await graph.relations(A) == Relations(blocks=frozenset({B}))
    assert await graph.relations(B) == Relations(blocked_by=frozenset({A}))
    for one, other in ((A, B), (B, A)):
        with pytest.raises(NoSuchHandle):
            await graph.put(one, "follow", other)
    await graph.remove(A, "block", B)
    await graph.put(B, "follow", A)
    assert (await graph.relations(B)).follows == {A}


async def test_a_row_tells_no_time_finer_than_a_day(
    graph: Graph, database: Database, clock: FixedClock
) -> None:
    await graph.put(A, "mute", B)
    clock.move(timedelta(days=1))
    await graph.put(A, "mute", B)
    async with database.read() as conn:
        rows = await (await conn.execute("SELECT * FROM people.edge")).fetchall()
    assert rows == [(A, "mute", B, date(2026, 11, 22))]


async def test_a_list_comes_in_pages_newest_first(graph: Graph, clock: FixedClock) -> None:
    others = [UUID(int=A.int + n) for n in range(10, 40)]
    for place, other in enumerate(others):
        await graph.put(A, "follow", other)
        if place % 7 == 6:
            clock.move(timedelta(days=1))
    await graph.put(A, "mute", B)
    found, after = [], None
    while page := await graph.page(A, "follow", after, 8):
        found += page
        after = page[-1]
    assert sorted(e.other_pid for e in found) == others
    assert [e.day for e in found] == sorted((e.day for e in found), reverse=True)


async def test_a_list_has_an_end(graph: Graph, database: Database) -> None:
    async with database.write() as conn:
        await conn.execute(
            "INSERT INTO people.edge SELECT %s, 'mute', gen_random_uuid(), '2026-11-22'"
            " FROM generate_series(1, 10000)",
            [A],
        )
    with pytest.raises(TooManyEdges):
        await graph.put(A, "mute", B)
    await graph.put(A, "block", B)


async def test_what_one_server_changed_another_knows_within_a_second(
    graph: Graph, database: Database, clock: FixedClock
) -> None:
    elsewhere = Graph(database, clock)
    assert (await elsewhere.relations(A)).blocks == frozenset()
    await graph.put(A, "block", B)
    clock.move(timedelta(seconds=1))
    assert (await elsewhere.relations(A)).blocks == {B}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
async def test_any_order_of_acts_ends_as_the_model_says(
    graph: Graph, database: Database, acts: list[tuple[str, UUID, Kind, UUID]]
) -> None:
    async with database.write() as conn:
        await conn.execute("DELETE FROM people.edge")
        for pid in (A, B, C):
            await graph.forget(conn, pid)
    model: set[tuple[UUID, str, UUID]] = set()
    for act, one, kind, other in acts:
        if act == "remove":
            await graph.remove(one, kind, other)
            model.discard((one, kind, other))
            continue
        blocked = {(one, "block", other), (other, "block", one)} & model
        if one == other or (kind == "follow" and blocked):
            with pytest.raises(NoSuchHandle):
                await graph.put(one, kind, other)
            continue
        await graph.put(one, kind, other)
        model.add((one, kind, other))
        if kind == "block":
            model -= {(one, "follow", other), (other, "follow", one)}
    for viewer in (A, B, C):
        mine = {
            kind: {o for p, k, o in model if p == viewer and k == kind}
            for kind in ("follow", "block", "mute")
        }
        assert await graph.relations(viewer) == Relations(
            follows=frozenset(mine["follow"]),
            friends=frozenset(o for o in mine["follow"] if (o, "follow", viewer) in model),
            blocks=frozenset(mine["block"]),
            blocked_by=frozenset(p for p, k, o in model if o == viewer and k == "block"),
            mutes=frozenset(mine["mute"]),
        )
