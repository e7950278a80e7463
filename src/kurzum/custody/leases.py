"""Keys on loan, and links of ids: bounded, and dropped when the custodian says so or falls silent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from kurzum.custody.sealing import DataKey
from kurzum.custody.wire import Side

_Value = TypeVar("_Value")
_SIDES: tuple[tuple[Side, Side], ...] = (("person", "viewer"), ("viewer", "person"))


class _Newest(Generic[_Value]):
    """The newest ``most`` values by id; using one makes it new."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[UUID, _Value] = OrderedDict()

    def get(self, owner: UUID) -> _Value | None:
        value = self._values.get(owner)
        if value is not None:
            self._values.move_to_end(owner)
        return value

    def put(self, owner: UUID, value: _Value) -> None:
        self._values[owner] = value
        self._values.move_to_end(owner)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    def drop(self, owner: UUID) -> _Value | None:
        return self._values.pop(owner, None)

    def clear(self) -> None:
        self._values.clear()

    def __len__(self) -> int:
        return len(self._values)


class Leases:
    """At most ``most`` keys and as many links. Keys that fell out but are still in somebody's hands are
    remembered weakly, so that dropping a person reaches those as well."""

    def __init__(self, most: int) -> None:
        self._keys: dict[Side, _Newest[DataKey]] = {"person": _Newest(most), "viewer": _Newest(most)}
        self._in_hands: WeakValueDictionary[UUID, DataKey] = WeakValueDictionary()
        self._links: dict[Side, _Newest[UUID]] = {"person": _Newest(most), "viewer": _Newest(most)}

    def lent(self) -> int:
        """How many keys are on loan."""
        return sum(map(len, self._keys.values()))

    def key(self, side: Side, owner: UUID) -> DataKey | None:
        return self._keys[side].get(owner)

    def keep_key(self, side: Side, owner: UUID, key: DataKey) -> DataKey:
        """Keep it, and give the one to use: the one in hands already, if there is one."""
        known = self._in_hands.get(owner)
        if known is not None and known.id == key.id:
            key = known
        self._in_hands[owner] = key
        self._keys[side].put(owner, key)
        return key

    def link(self, side: Side, owner: UUID) -> UUID | None:
        """The other id of somebody, given the one of ``side``."""
        return self._links[side].get(owner)

    def keep_link(self, person_id: UUID, pid: UUID) -> None:
        self._links["person"].put(person_id, pid)
        self._links["viewer"].put(pid, person_id)

    def drop(self, owners: Iterable[UUID]) -> None:
        """Wipe what is known of these ids."""
        for owner in owners:
            key = self._in_hands.pop(owner, None)
            if key is not None:
                key.wipe()
            for side, other in _SIDES:
                self._keys[side].drop(owner)
                linked = self._links[side].drop(owner)
                if linked is not None:
                    self._links[other].drop(linked)

    def drop_all(self) -> None:
        """Wipe everything."""
        for key in list(self._in_hands.values()):
            key.wipe()
        self._in_hands.clear()
        for side in self._keys:
            self._keys[side].clear()
            self._links[side].clear()
