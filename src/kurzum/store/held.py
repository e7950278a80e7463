"""Look-ups held in memory until the database says that they moved; what is not held is asked for together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar, cast
from uuid import UUID

from kurzum.store.moves import Moves
from kurzum.store.together import Together

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Held(Generic[K, V]):
    """At most ``most`` values, the least used going first; none older than ``Moves.fresh`` allows.

    ``ask``: the values of some keys, without those that there are not; these are asked for each time.
    ``topics``: what moves them. ``owner``: whose move drops a value as well as that of its key.
    """

    def __init__(
        self,
        moves: Moves,
        topics: Sequence[str],
        ask: Callable[[Sequence[K]], Awaitable[dict[K, V]]],
        most: int,
        owner: Callable[[V], UUID] | None = None,
    ) -> None:
        self._moves = moves
        self._ask = ask
        self._most = most
        self._owner = owner
        self._values: OrderedDict[K, V] = OrderedDict()
        self._of_owner: dict[UUID, set[K]] = {}
        self._asking = Together[tuple[K, ...], dict[K, V]](self._ask_for_all)
        self._moved_meanwhile: set[UUID] | None = None
        self._all_moved = False
        for topic in topics:
            moves.watch(topic, self._moved)

    def __len__(self) -> int:
        return len(self._values)

    async def one(self, key: K) -> V | None:
        """The value, or None where there is none. Raises DatabaseUnavailable."""
        await self._moves.fresh()
        value = self._values.get(key)
        if value is None:
            return (await self._asking.put((key,))).get(key)
        self._values.move_to_end(key)
        return value

    async def many(self, keys: Iterable[K]) -> dict[K, V]:
        """The values of those keys that there are. Raises DatabaseUnavailable."""
        await self._moves.fresh()
        found: dict[K, V] = {}
        missing: list[K] = []
        for key in dict.fromkeys(keys):
            value = self._values.get(key)
            if value is None:
                missing.append(key)
            else:
                self._values.move_to_end(key)
                found[key] = value
        if missing:
            asked = await self._asking.put(tuple(missing))
            found |= {key: asked[key] for key in missing if key in asked}
        return found

    async def each(self, keys: Sequence[K]) -> list[V | None]:
        """The values of these keys, in their order; None where there is none. Raises DatabaseUnavailable."""
        await self._moves.fresh()
        values = self._values
        found = [values.get(key) for key in keys]
        if None in found:
            asked = await self.many(keys)
            return [asked.get(key) for key in keys]
        if len(values) > self._most // 2:  # until then nothing is let go, so nobody asks what was used last
            for key in keys:
                values.move_to_end(key)
        return found

    def peek(self, key: K) -> V | None:
        """The value if it is held, whatever its age."""
        return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Hold a value that is known to be true now."""
        self._values[key] = value
        self._values.move_to_end(key)
        if self._owner is not None:
            self._of_owner.setdefault(self._owner(value), set()).add(key)
        while len(self._values) > self._most:
            self._let_go(next(iter(self._values)))

    def drop(self, key: K) -> None:
        """Ask for this one anew the next time."""
        if key in self._values:
            self._let_go(key)

    def clear(self) -> None:
        """Ask for all anew."""
        self._moved(None)

    async def _ask_for_all(self, asked: Sequence[tuple[K, ...]]) -> list[dict[K, V]]:
        """One question for everybody. A value that moved while it was asked for is given out but not held."""
        self._moved_meanwhile, self._all_moved = set(), False
        keys = list(dict.fromkeys(key for part in asked for key in part))
        found = await self._ask(keys)
        if not self._all_moved:
            for key, value in found.items():
                if self._moved_meanwhile.isdisjoint(self._movers(key, value)):
                    self.put(key, value)
        self._moved_meanwhile = None
        return [found] * len(asked)

    def _movers(self, key: K, value: V) -> tuple[UUID, ...]:
        own = cast("UUID", key)
        return (own,) if self._owner is None else (own, self._owner(value))

    def _moved(self, keys: frozenset[UUID] | None) -> None:
        if keys is None:
            self._values.clear()
            self._of_owner.clear()
            self._all_moved = True
            return
        if self._moved_meanwhile is not None:
            self._moved_meanwhile |= keys
        for key in keys:
            if key in self._values:
                self._let_go(cast("K", key))
            for held in self._of_owner.pop(key, ()):
                self._values.pop(held, None)

    def _let_go(self, key: K) -> None:
        value = self._values.pop(key)
        if self._owner is not None:
            mates = self._of_owner.get(owner := self._owner(value))
            if mates is not None:
                mates.discard(key)
                if not mates:
                    del self._of_owner[owner]
