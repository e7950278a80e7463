"""Whom viewers follow, by the ids under which everybody knows them, for as long as the graph stands."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from kurzum.people.graph import Graph, Relations

Persons = Callable[[Iterable[UUID]], Awaitable[dict[UUID, UUID]]]
"""pid -> person_id. Raises CustodianUnavailable."""

_NOBODY: frozenset[UUID] = frozenset()


class Followed:
    """Of the ``most`` viewers of late."""

    def __init__(self, graph: Graph, persons: Persons, most: int = 5_000) -> None:
        self._graph = graph
        self._persons = persons
        self._most = most
        self._held: OrderedDict[UUID, tuple[Relations, frozenset[UUID]]] = OrderedDict()

    async def by(self, pid: UUID) -> frozenset[UUID]:
        """The person ids of those whom a viewer follows. Raises CustodianUnavailable, DatabaseUnavailable."""
        relations = await self._graph.relations(pid)
        if not relations.follows:
            return _NOBODY
        held = self._held.get(pid)
        if held is None or held[0] is not relations:
            held = (relations, frozenset((await self._persons(relations.follows)).values()))
            self._held[pid] = held
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        self._held.move_to_end(pid)
        return held[1]

    def drop(self, gone: frozenset[UUID] | None) -> None:
        """The custodian took links back."""
        self._held.clear()
