"""The choke point for many clips at once: the verdicts of ``visible.decide``, over columns of the register.

Most clips of a feed are plain cases: public, published, under no limit, their maker nobody whom the viewer
blocked or muted. These are told apart by columns; every other clip is decided one by one (see ``gate``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.columns import PUBLIC
from kurzum.clips.numbers import Int32, Rows, among
from kurzum.clips.register import Register
from kurzum.core.clock import unix_us
from kurzum.custody import Keys
from kurzum.safety.limits import Limits
from kurzum.store.following import Following
from kurzum.store.pool import Database

Bools = NDArray[np.bool_]


class Plain:
    """Which clips of the register are plain cases: the same for every viewer but for blocks and mutes."""

    def __init__(self, database: Database, keys: Keys, register: Register, limits: Limits) -> None:
        self.register = register
        self._limits = limits
        self._limited: Bools = np.zeros(0, bool)
        self._limits_version = 0
        self._open: Bools = np.zeros(0, bool)
        self._open_of = (-1, -1, -1)
        self._latest_us = 0
        self._following = Following(database.moves, "limit", self._change)
        self._alive: Bools = np.zeros(0, bool)
        keys.watch(self._doubt)

    async def ready(self) -> None:
        """Return when every limit that ``Moves`` has told is known. Raises DatabaseUnavailable."""
        await self._following.ready()
        if len(self._limited) < len(self.register.audience):
            self._limited = _longer(self._limited, len(self.register.audience))
            self._limits_version += 1
        if len(self._alive) < len(self.register.people):
            self._alive = _longer(self._alive, 2 * len(self.register.people))

    def cases(self, clips: Rows, now: datetime) -> Bools:
        """Of each of these numbers whether it is public, published by now and under no limit: bool [n]."""
        if self._open_of != self._columns():
            self._tell_open()
        open_now: Bools = self._open[clips]
        now_us = unix_us(now)
        if self._latest_us > now_us:
            open_now &= self.register.published_us[clips] <= now_us
        return open_now

    def _tell_open(self) -> None:
        register = self.register
        self._open = (register.audience == PUBLIC) & ~self._limited[: len(register.audience)]
        self._latest_us = int(register.published_us.max(initial=0))
        self._open_of = self._columns()

    def _columns(self) -> tuple[int, int, int]:
        return self.register.version, self._limits_version, len(self.register.audience)

    def alive(self, creators: Sequence[int]) -> None:
        """The custodian knows these people."""
        self._alive[list(creators)] = True

    def known(self, creators: Int32) -> Bools:
        """Of each of these people whether the custodian knows them: bool [n]."""
        return self._alive[creators]

    def by(self, people: Collection[UUID], creators: Int32) -> Bools:
        """Of each creator whether they are one of these people: bool [n]."""
        numbers = [self.register.people.known(one.bytes) for one in people]
        return among(creators, np.array(numbers, np.int32))

    def _doubt(self, gone: frozenset[UUID] | None) -> None:
        if gone is None:
            self._alive[:] = False
            return
        numbers = [self.register.people.known(one.bytes) for one in gone]
        self._alive[[number for number in numbers if 0 <= number < len(self._alive)]] = False

    async def _change(self, moved: set[UUID] | None) -> None:
        limited = await self._limits.limited(None if moved is None else list(moved))
        rows = [self.register.row(clip_id) for clip_id in limited]
        cleared = [self.register.row(clip_id) for clip_id in moved or ()]
        self._limited = _longer(self._limited, len(self.register.audience))
        if moved is None:
            self._limited[:] = False
        self._limited[cleared] = False
        self._limited[rows] = True
        self._limits_version += 1


def _longer(column: Bools, size: int) -> Bools:
    fresh = np.zeros(max(size, len(column)), bool)
    fresh[: len(column)] = column
    return fresh
