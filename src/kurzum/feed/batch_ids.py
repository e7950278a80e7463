"""Which batches and pages are in a state: their ids and days, 20 bytes each and not an object for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import compress
from uuid import UUID

import numpy as np

_SIZE = 16
_ID = np.dtype(f"V{_SIZE}")


class BatchIds:
    """A set of ids (UUIDv7), each with its day, in the order of adding."""

    __slots__ = ("_days", "_ids")

    def __init__(self, ids: bytes = b"", days: Iterable[int] = ()) -> None:
        """``ids``, ``days``: what ``stored`` gave. Raises ValueError where one has more than the other."""
        self._ids = bytearray(ids)
        self._days = array("i", days)  # as ordinals
        if len(self._ids) != _SIZE * len(self._days):
            raise ValueError("as many days as ids are wanted")

    def __len__(self) -> int:
        return len(self._days)

    def __contains__(self, batch_id: UUID) -> bool:
        # A search for bytes finds most of what is not there faster than a comparison of all.
        wanted = batch_id.bytes
        return wanted in self._ids and bool((np.frombuffer(self._ids, _ID) == np.void(wanted)).any())

    def __iter__(self) -> Iterator[UUID]:
        return map(_uuid, self._each())

    def add(self, batch_id: UUID, day: date = date.min) -> None:
        """Add one that is not there yet. ``day``: for ``forget_before``."""
        self._ids += batch_id.bytes
        self._days.append(day.toordinal())

    def forget_before(self, day: date) -> None:
        """Let go of those of earlier days."""
        self._keep([one >= day.toordinal() for one in self._days])

    def forget_made_before(self, at_ms: int) -> None:
        """Let go of those made before a time (Unix ms), as they say themselves."""
        self._keep([int.from_bytes(one[:6], "big") >= at_ms for one in self._each()])

    def weight(self) -> int:
        """How many bytes it takes."""
        return len(self._ids) + self._days.itemsize * len(self._days)

    def stored(self) -> tuple[bytes, list[int]]:
        """All ids one behind the other, and their days as ordinals."""
        return bytes(self._ids), self._days.tolist()

    def _keep(self, late: list[bool]) -> None:
        if not all(late):
            self._ids = bytearray(b"".join(compress(self._each(), late)))
            self._days = array("i", compress(self._days, late))

    def _each(self) -> Iterator[bytes]:
        ids = bytes(self._ids)
        return (ids[at : at + _SIZE] for at in range(0, len(ids), _SIZE))


def _uuid(plain: bytes) -> UUID:
    return UUID(bytes=plain)
