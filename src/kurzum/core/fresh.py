"""A small memory of look-ups that must not be old: what is older than a moment is asked for again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Fresh(Generic[K, V]):
    """Values no older than ``for_ms``, at most ``most`` of them. The caller says what time it is."""

    def __init__(self, for_ms: int, most: int) -> None:
        self._for_ms = for_ms
        self._most = most
        self._held: OrderedDict[K, tuple[int, V]] = OrderedDict()

    def get(self, key: K, now_ms: int) -> V | None:
        """The value, unless it is unknown or too old."""
        held = self._held.get(key)
        if held is None or not 0 <= now_ms - held[0] < self._for_ms:
            return None
        return held[1]

    def put(self, key: K, value: V, asked_ms: int) -> None:
        """Hold a value. ``asked_ms``: when the look-up began, so that age counts from there."""
        self._held[key] = (asked_ms, value)
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forget one value."""
        self._held.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()
