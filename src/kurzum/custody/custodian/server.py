"""The custodian's process: answers calls on one unix socket a role."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from kurzum.core.clock import Clock
from kurzum.core.errors import KurzumError
from kurzum.core.ids import Entropy
from kurzum.custody import metrics, wire
from kurzum.custody.custodian.departed import Departed
from kurzum.custody.custodian.epoch import open_epoch
from kurzum.custody.custodian.purpose_log import PurposeLog
from kurzum.custody.custodian.records import Record, Records
from kurzum.custody.purposes import ALLOWED, Role
from kurzum.custody.sockets import Talk, listen


class Custodian:
    """Answers calls of a role. Everything of it lies in ``folder`` (0700)."""

    def __init__(self, folder: Path, zone: str, clock: Clock, entropy: Entropy) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        store = folder / "keys.sqlite"
        epoch = open_epoch(folder / "epoch.key", entropy, may_make=not store.exists())
        self._records = Records(store, epoch, zone, entropy)
        self._log = PurposeLog(folder / "log", clock)
        self._departed = Departed(entropy(16))
        # SQLite and its fsync run beside the loop, one call at a time.
        self._thread = ThreadPoolExecutor(1, "records")

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._records.close)
        self._thread.shutdown()
        self._log.close()

    async def answer(self, role: Role, request: wire.Request) -> wire.Answer:
        """The answer to a request of that role; refusals are answers too."""
        if isinstance(request, wire.Beat):
            return self._departed.since(request)
        op = type(request).__struct_config__.tag
        count = _count(request)
        allowed = any(op == name and request.purpose in why for name, why in ALLOWED[role].items())
        answer: wire.Answer = wire.Failure("forbidden", f"a {role} may not {op} for {request.purpose}")
        if allowed:
            loop = asyncio.get_running_loop()
            try:
                answer = await loop.run_in_executor(self._thread, self._do, request)
            except KurzumError as error:
                answer = wire.Failure(error.code, error.message)
        outcome = answer.code if isinstance(answer, wire.Failure) else "done"
        self._log.write(role, str(op), request.purpose, count, outcome)
        metrics.ANSWERED.labels(role, str(op), request.purpose.value, outcome).inc()
        metrics.PEOPLE.labels(role, str(op)).inc(count)
        return answer

    def _do(self, request: wire.Request) -> wire.Answer:
        match request:
            case wire.NewKey(pairs=pairs):
                self._records.make(pairs)
                return wire.Done()
            case wire.Unwrap(side=side, ids=ids):
                records, destroyed = self._records.fetch(side, ids)
                return wire.Keys([_lent(record, side) for record in records], destroyed)
            case wire.Pids(ids=ids):
                return _links(self._records.fetch("person", ids)[0])
            case wire.People(ids=ids):
                return _links(self._records.fetch("viewer", ids)[0])
            case wire.Destroy(ids=ids):
                self._departed.add(self._records.destroy(ids))
                return wire.Destroyed(self._records.stones(ids))
            case wire.DestroyAgain(stones=stones):
                self._departed.add(self._records.destroy_again(stones))
                return wire.Done()
            case wire.Standing(side=side, ids=ids):
                return wire.Stood(*self._records.standing(side, ids))
            case wire.Beat():
                return self._departed.since(request)


def _count(request: wire.Request) -> int:
    match request:
        case wire.NewKey(pairs=pairs):
            return len(pairs)
        case wire.DestroyAgain(stones=stones):
            return len(stones)
        case wire.Beat():
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
    sockets: Mapping[Role, Path],
    *,
    zone: str,
    clock: Clock,
    entropy: Entropy,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until cancelled. ``sockets``: where each role calls; ``ready`` is called when all are open."""
    custodian = Custodian(folder, zone, clock, entropy)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(custodian.close)
        for role, path in sockets.items():
            await stack.enter_async_context(listen(path, _answering(custodian, role)))
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
