"""Whom the person follows, blocks and mutes, who follows them, and what they like and saved."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kurzum.export.documents import Follower, Reaction, Relation
from kurzum.export.source import NO_ID, Source
from kurzum.people.graph import Kind
from kurzum.store.queries import load

_PEOPLE = load("kurzum.people", "stored.sql")
_CLIPS = load("kurzum.clips", "stored.sql")
_A_TIME = 500


async def relations(source: Source, kind: Kind) -> AsyncIterator[Relation]:
    """One's own list of a kind, in no order that says anything."""
    by = {"after": "other_pid"}
    async for rows in source.all_rows(_PEOPLE.relations, {"after": NO_ID}, by, _A_TIME, kind=kind):
        called = await source.called(row["other_pid"] for row in rows)
        for row in rows:
            if row["other_pid"] in called:
                yield Relation(handle=called[row["other_pid"]], day=row["day"])


async def followers(source: Source) -> AsyncIterator[Follower]:
    """Who follows the person: their handles and nothing else."""
    async for rows in source.all_rows(_PEOPLE.followers, {"after": NO_ID}, {"after": "pid"}, _A_TIME):
        called = await source.called(row["pid"] for row in rows)
        for handle in called.values():
            yield Follower(handle=handle)


async def liked(source: Source) -> AsyncIterator[Reaction]:
    """Clips that the person likes."""
    async for row in _reactions(source, _CLIPS.liked):
        yield row


async def saved(source: Source) -> AsyncIterator[Reaction]:
    """Clips that the person saved."""
    async for row in _reactions(source, _CLIPS.saved):
        yield row


async def _reactions(source: Source, sql: str) -> AsyncIterator[Reaction]:
    async for rows in source.all_rows(sql, {"after": NO_ID}, {"after": "clip"}, _A_TIME):
        for row in rows:
            yield Reaction(**row)
