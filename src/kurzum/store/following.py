"""What is held whole and follows the database: all of it is read once, then what moved, before it is used.

``Held`` does so for single values that are looked up; this is for columns and sets.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from kurzum.store.moves import Moves
from kurzum.store.together import Together

Change = Callable[[set[UUID] | None], Awaitable[None]]
"""Reads these keys anew; None: everything."""


class Following:
    """Has ``change`` take in what moves of a topic. Of changes that fail nothing is forgotten."""

    def __init__(self, moves: Moves, topic: str, change: Change) -> None:
        self._change = change
        self._moved: set[UUID] | None = None  # None: everything is to be read
        self._changing = False
        self._changes = Together[None, None](self._go)
        moves.watch(topic, self._note)

    async def ready(self) -> None:
        """Return when everything that ``Moves`` has told is taken in. Raises what ``change`` raises."""
        if self._moved is None or self._moved or self._changing:
            await self._changes.put(None)

    def _note(self, moved: frozenset[UUID] | None) -> None:
        if moved is None:
            self._moved = None
        elif self._moved is not None:
            self._moved |= moved

    async def _go(self, asked: Sequence[None]) -> list[None]:
        moved, self._moved = self._moved, set()
        self._changing = True
        try:
            if moved is None or moved:
                await self._change(moved)
        except BaseException:
            self._moved = None if moved is None or self._moved is None else self._moved | moved
            raise
        finally:
            self._changing = False
        return [None] * len(asked)
