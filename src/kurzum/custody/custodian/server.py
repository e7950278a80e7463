"""The custodian's process: answers calls on one unix socket a role."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from kurzum.core.clock import Clock
from kurzum.core.errors import KurzumError
from kurzum.core.ids import Entropy
from kurzum.custody import metrics, wire
from kurzum.custody.custodian.affairs import Affairs
from kurzum.custody.custodian.bounds import Bounds, bounds_from
from kurzum.custody.custodian.departed import Departed
from kurzum.custody.custodian.purpose_log import PurposeLog
from kurzum.custody.custodian.records import Record, Records
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.purposes import ALLOWED, Role
from kurzum.custody.sockets import Talk, listen

_T = TypeVar("_T")


class Custodian:
    """Answers calls of a role. Everything of it lies in ``folder`` and, again, in ``standby`` (0700 both)."""

    def __init__(
        self,
        folder: Path,
        standby: Path,
        zone: str,
        clock: Clock,
        entropy: Entropy,
        limits: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        self._clock = clock
        self._bounds = Bounds(bounds_from(limits or {}))
        self._affairs = Affairs((Safe(folder), Safe(standby)), zone, clock, entropy)
        self._log = PurposeLog(folder / "log", clock)
        self._departed = Departed(entropy(16))
        # SQLite and its fsync run beside the loop, one call at a time.
        self._thread = ThreadPoolExecutor(1, "records")
        self._turning: asyncio.Task[int] | None = None

    async def open(self) -> None:
        """Open the store, or wait for shares; a rotation that was cut off goes on beside other calls."""
        await self._beside(self._affairs.open)
        if self._affairs.turning:
            self._turning = asyncio.create_task(self._turn(finish=True))

    async def close(self) -> None:
        if self._turning is not None:
            self._turning.cancel()
            await asyncio.gather(self._turning, return_exceptions=True)
        await self._beside(self._affairs.close)
        self._thread.shutdown()
        self._log.close()

    async def answer(self, role: Role, request: wire.Request) -> wire.Answer:
        """The answer to a request of that role; refusals are answers too."""
        if isinstance(request, wire.Beat):
            return self._departed.since(request) if self._affairs.is_open else self._affairs.waits()
        op = type(request).__struct_config__.tag
        count = _count(request)
        allowed = any(op == name and request.purpose in why for name, why in ALLOWED[role].items())
        answer: wire.Answer = wire.Failure("forbidden", f"a {role} may not {op} for {request.purpose}")
        if allowed:
            answer = await self._answered(role, request)
        outcome = answer.code if isinstance(answer, wire.Failure) else "done"
        self._log.write(role, str(op), request.purpose, count, outcome)
        metrics.ANSWERED.labels(role, str(op), request.purpose.value, outcome).inc()
        metrics.PEOPLE.labels(role, str(op)).inc(count)
        return answer

    async def _answered(self, role: Role, request: wire.Request) -> wire.Answer:
        try:
            match request:
                case wire.Attest():
                    return await self._beside(self._affairs.attest)
                case wire.Unlock(share=share):
                    return await self._unlock(share)
                case wire.Rotate(finish=finish):
                    return await self._rotate(finish=finish)
                case _ if not self._affairs.is_open:
                    return self._affairs.waits()
                case wire.Unwrap() | wire.Pids() | wire.People():
                    self._bounds.take(role, request.purpose, len(request.ids), self._clock.ms())
            return await self._beside(lambda: self._do(self._affairs.records, request))
        except KurzumError as error:
            return wire.Failure(error.code, error.message)
        except (sqlite3.Error, OSError) as error:
            return wire.Failure("store_fails", f"the custodian's disk fails: {error}")

    async def _unlock(self, share: bytes) -> wire.Answer:
        attested = await self._beside(lambda: self._affairs.unlock(share))
        if self._affairs.turning and self._turning is None:
            self._turning = asyncio.create_task(self._turn(finish=True))
        return attested

    async def _rotate(self, *, finish: bool) -> wire.Answer:
        if not self._affairs.is_open:
            return self._affairs.waits()
        if self._turning is None or self._turning.done():
            if not finish:
                await self._beside(self._affairs.vault.begin_turn)
            self._turning = asyncio.create_task(self._turn(finish=finish))
        records = await asyncio.shield(self._turning)
        return wire.Rotated(self._affairs.vault.epoch.number, records, finished=not self._affairs.turning)

    async def _turn(self, *, finish: bool) -> int:
        """Seal what is of an older epoch anew, between other calls; and with ``finish`` forget that epoch."""
        vault = self._affairs.vault
        after: bytes | None = b""
        while vault.turning and after is not None:
            after = await self._beside(partial(vault.turn_some, after))
        if not finish or not vault.turning:
            return vault.turned
        return await self._beside(vault.end_turn)

    async def _beside(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _do(self, records: Records, request: wire.Request) -> wire.Answer:
        match request:
            case wire.NewKey(pairs=pairs):
                records.make(pairs)
                return wire.Done()
            case wire.Unwrap(side=side, ids=ids):
                found, destroyed = records.fetch(side, ids)
                return wire.Keys([_lent(record, side) for record in found], destroyed)
            case wire.Pids(ids=ids):
                return _links(records.fetch("person", ids)[0])
            case wire.People(ids=ids):
                return _links(records.fetch("viewer", ids)[0])
            case wire.Destroy(ids=ids):
                self._departed.add(records.destroy(ids))
                return wire.Destroyed(records.stones(ids))
            case wire.DestroyAgain(stones=stones):
                self._departed.add(records.destroy_again(stones))
                return wire.Done()
            case wire.Standing(side=side, ids=ids):
                return wire.Stood(*records.standing(side, ids))
        raise wire.BadFrame("this is nothing that the store answers")


def _count(request: wire.Request) -> int:
    match request:
        case wire.NewKey(pairs=pairs):
            return len(pairs)
        case wire.DestroyAgain(stones=stones):
            return len(stones)
        case wire.Beat() | wire.Attest() | wire.Unlock() | wire.Rotate():
            return 0
    return len(request.ids)


def _lent(record: Record, side: wire.Side) -> wire.Lent:
    if side == "person":
        return wire.Lent(record.person_id, record.person_key_id, bytearray(record.person_key))
    return wire.Lent(record.pid, record.viewer_key_id, bytearray(record.viewer_key))


def _links(records: list[Record]) -> wire.Links:
    return wire.Links([wire.Pair(record.person_id, record.pid) for record in records])


async def serve(
    folder: Path,
    standby: Path,
    sockets: Mapping[Role, Path],
    *,
    zone: str,
    clock: Clock,
    entropy: Entropy,
    callers: Mapping[Role, int] | None = None,
    limits: Mapping[str, tuple[float, float]] | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until cancelled. ``sockets``: where each role calls; ``callers``: as which user, where roles are
    users of their own; ``limits``: see ``bounds``; ``ready`` is called when all are open."""
    custodian = Custodian(folder, standby, zone, clock, entropy, limits)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(custodian.close)
        await custodian.open()
        for role, path in sockets.items():
            caller = (callers or {}).get(role)
            await stack.enter_async_context(listen(path, _answering(custodian, role), caller))
        ready()
        await asyncio.Event().wait()


def _answering(custodian: Custodian, role: Role) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Who does not keep to the protocol is hung up on.
        with suppress(wire.BadFrame, ConnectionError):
            while (call := await wire.read_call(reader)) is not None:
                answer = await custodian.answer(role, call.request)
                writer.write(wire.frame(wire.Reply(call.number, answer)))
                await writer.drain()

    return talk
