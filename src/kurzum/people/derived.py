"""What is made of a viewer's relations, for as long as the graph gives the same relations."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from uuid import UUID

from kurzum.people.graph import Relations

Made = TypeVar("Made")


class Derived(Generic[Made]):
    """That of the ``most`` viewers of late; ``nothing`` of one who follows nobody.

    ``relations`` gives the same object until a viewer's graph moves.
    """

    def __init__(
        self,
        relations: Callable[[UUID], Awaitable[Relations]],
        make: Callable[[Relations], Awaitable[Made]],
        nothing: Made,
        most: int = 5_000,
    ) -> None:
        self._relations = relations
        self._make = make
        self._nothing = nothing
        self._most = most
        self._held: OrderedDict[UUID, tuple[Relations, Made]] = OrderedDict()

    async def of(self, pid: UUID) -> Made:
        """What was made of a viewer's relations. Raises DatabaseUnavailable, and as ``make``."""
        relations = await self._relations(pid)
        if not relations.follows:
            return self._nothing
        held = self._held.get(pid)
        if held is None or held[0] is not relations:
            held = (relations, await self._make(relations))
            self._held[pid] = held
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        self._held.move_to_end(pid)
        return held[1]

    def drop(self, gone: frozenset[UUID] | None) -> None:
        """The custodian took links back."""
        self._held.clear()
