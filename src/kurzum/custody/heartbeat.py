"""The heartbeat that keeps keys on loan: each second, and when it stops, everything lent is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from kurzum.custody import wire
from kurzum.custody.leases import Leases
from kurzum.custody.line import CustodianUnavailable, Line, unavailable

BEAT_S = 1.0
AGAIN_S = 0.25
LEASE_S = 4.0

Watcher = Callable[[frozenset[UUID] | None], None]
"""Is told which owners' leases ended; None: all."""


class Heartbeat:
    """Renews the loan of ``leases`` over ``line``; tells ``watchers`` what was dropped.

    ``patience_s``: after how long a beat without an answer means that the custodian is silent.
    """

    def __init__(self, line: Line, leases: Leases, patience_s: float) -> None:
        self.watchers: list[Watcher] = []
        self._line = line
        self._leases = leases
        self._patience_s = patience_s
        self._pulse = wire.Pulse(b"", 0, None)
        self._renewed_at = float("-inf")
        self._silent = False
        self._beating: asyncio.Task[None] | None = None
        self._end: asyncio.TimerHandle | None = None

    async def open(self) -> None:
        """Begin; the custodian need not be there yet."""
        with suppress(CustodianUnavailable):
            await self.beat()
        self._beating = asyncio.create_task(self._keep_beating())

    async def close(self) -> None:
        """Stop, and drop everything."""
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        if self._end is not None:
            self._end.cancel()
        self._drop(None)

    @property
    def held(self) -> bool:
        """Whether the custodian has answered lately, so that what is lent may be used."""
        return asyncio.get_running_loop().time() - self._renewed_at < LEASE_S

    @property
    def silent(self) -> bool:
        """Whether the last beat got no answer."""
        return self._silent

    async def ensure(self) -> None:
        """Return when what is lent may be used. Raises CustodianUnavailable, at once where it is silent."""
        if self.held:
            return
        if self._silent:
            raise unavailable()
        await self.beat()

    async def beat(self) -> None:
        """Renew now, and drop whom the custodian has destroyed since. Raises CustodianUnavailable."""
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        try:
            pulse = await self._line.ask(wire.Beat(self._pulse.boot, self._pulse.seen), self._patience_s)
        except CustodianUnavailable:
            self._silent = True
            raise
        if not isinstance(pulse, wire.Pulse):
            raise unavailable()
        if pulse.gone is None:
            self._drop(None)
        elif pulse.gone:
            self._drop(frozenset(pulse.gone))
        self._pulse = pulse
        self._silent = False
        # From when it was asked, not from when the answer came: the custodian may have died in between.
        self._renewed_at = asked_at
        if self._end is not None:
            self._end.cancel()
        self._end = loop.call_at(asked_at + LEASE_S, self._drop, None)

    async def _keep_beating(self) -> None:
        while True:
            with suppress(CustodianUnavailable):
                await self.beat()
            await asyncio.sleep(AGAIN_S if self._silent else BEAT_S)

    def _drop(self, owners: frozenset[UUID] | None) -> None:
        if owners is None:
            self._leases.drop_all()
        else:
            self._leases.drop(owners)
        for watcher in self.watchers:
            watcher(owners)
