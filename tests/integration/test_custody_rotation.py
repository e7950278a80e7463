"""A rotation while people join and are erased, and while the custodian is killed: nothing acknowledged is
lost."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from kurzum.core.clock import FixedClock
from kurzum.custody import CustodianUnavailable, Keys, PersonIds, Purpose, wire
from kurzum.custody.line import Line
from kurzum.custody.sockets import listen
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.patient import patient_keys
from parts.waiting import PATIENCE_S, until

KILLS = 8
MANY = 1500


async def _asked(custodian: TestCustodian, request: wire.Request) -> wire.Answer:
    line = Line(custodian.sockets["operator"], lambda: 0.0)
    try:
        return await line.ask(request, PATIENCE_S)
    finally:
        await line.close()


async def _attested(custodian: TestCustodian) -> wire.Attested:
    told = await _asked(custodian, wire.Attest(Purpose.CUSTODY))
    assert isinstance(told, wire.Attested), told
    return told


async def _fill(keys: Keys, count: int) -> None:
    for at in range(0, count, wire.MOST_IDS):
        numbers = range(at + 1, min(count, at + wire.MOST_IDS) + 1)
        pairs = [wire.Pair(UUID(int=n), UUID(int=n + 1_000_000)) for n in numbers]
        assert isinstance(await keys._ask(wire.NewKey(pairs, Purpose.DEMO)), wire.Done)


async def test_a_custodian_killed_while_it_rotates_goes_on(
    custodian: TestCustodian, clock: FixedClock
) -> None:
    chance = random.Random(1)  # noqa: S311
    known: dict[UUID, UUID] = {}
    async with patient_keys(custodian.sockets["server"], clock, seeded()) as keys:
        await _fill(keys, MANY)

        async def join() -> bool:
            try:
                ids = await keys.new_person(Purpose.SIGN_UP)
            except CustodianUnavailable:
                return False
            known[ids.person_id] = ids.pid
            return True

        for _ in range(KILLS):
            turning = asyncio.create_task(_rotated(custodian))
            # Somewhere in it, or just behind it: wherever that is, it must hold.
            for _ in range(chance.randrange(1, 12)):
                await join()
            custodian.kill()
            await turning
            custodian.start()
            await until(join)

        async def settled() -> bool:
            return not (await _attested(custodian)).turning

        await until(settled)
        told = await _attested(custodian)
        assert told.epoch > 1 and told.people == MANY + len(known) and told.equal
        assert await keys.pids(list(known), Purpose.GRAPH) == known
    await _opens_alone(custodian, clock, known)


async def _rotated(custodian: TestCustodian) -> None:
    with suppress(CustodianUnavailable):
        await _asked(custodian, wire.Rotate(finish=False, purpose=Purpose.CUSTODY))
        await _asked(custodian, wire.Rotate(finish=True, purpose=Purpose.CUSTODY))


async def _opens_alone(custodian: TestCustodian, clock: FixedClock, known: dict[UUID, UUID]) -> None:
    """The standby alone has everything."""
    custodian.kill()
    shutil.rmtree(custodian.folder)
    custodian.start()
    async with patient_keys(custodian.sockets["server"], clock, seeded()) as keys:
        assert await keys.pids(list(known), Purpose.GRAPH) == known


async def test_what_is_asked_while_it_rotates_is_answered(
    custodian: TestCustodian, keys: Keys, worker_keys: Keys
) -> None:
    await _fill(keys, MANY)
    before = await _attested(custodian)
    turning = asyncio.create_task(_rotated(custodian))
    known: list[PersonIds] = []
    erased: list[UUID] = []
    while not turning.done():
        known.append(await keys.new_person(Purpose.SIGN_UP))
        handles = await keys.handles("person", [UUID(int=len(known)), known[-1].person_id], Purpose.ACCOUNT)
        assert known[-1].person_id in handles
        erased.append(UUID(int=MANY - len(erased)))
        await worker_keys.destroy([erased[-1]], Purpose.ERASE)
    await turning
    told = await _attested(custodian)
    assert (told.epoch, told.turning) == (before.epoch + 1, False)
    assert told.people == MANY + len(known) - len(erased)
    assert await keys.pids([ids.person_id for ids in known], Purpose.GRAPH) == {
        ids.person_id: ids.pid for ids in known
    }
    assert await keys.handles("person", erased, Purpose.ACCOUNT) == {}


async def test_it_says_what_it_is_to_its_operator_alone(custodian: TestCustodian, keys: Keys) -> None:
    told = await _attested(custodian)
    assert (told.zone, told.epoch, told.open, told.shares_here, told.shares_needed) == ("us", 1, True, 2, 2)
    assert len(told.code) == 64 and (told.equal, told.made_anew) == (True, None)
    line = Line(custodian.sockets["server"], lambda: 0.0)
    for request in (
        wire.Attest(Purpose.CUSTODY),
        wire.Rotate(finish=True, purpose=Purpose.CUSTODY),
        wire.Unlock(b"", Purpose.CUSTODY),
    ):
        answer = await line.ask(request, PATIENCE_S)
        assert isinstance(answer, wire.Failure) and answer.code == "forbidden"
    await line.close()
    answer = await _asked(custodian, wire.Unwrap("person", [UUID(int=1)], Purpose.ACCOUNT))
    assert isinstance(answer, wire.Failure) and answer.code == "forbidden"


_CALLER = """
import os, socket, sys
if os.geteuid() == 0: os.setresuid(65534, 65534, 65534)
call = socket.socket(socket.AF_UNIX)
call.connect(sys.argv[1])
call.sendall(b"hello")
sys.stdout.buffer.write(call.recv(5))
"""


async def test_who_is_another_user_is_hung_up_on() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(5))
        await writer.drain()

    with tempfile.TemporaryDirectory(prefix="kz-peer-") as name:
        Path(name).chmod(0o711)
        path = Path(name) / "s"
        uid = 65534 if os.geteuid() == 0 else os.geteuid()
        for caller, said in ((uid, b"hello"), (uid + 1, b""), (None, b"hello")):
            async with listen(path, echo, caller):
                done = await asyncio.to_thread(
                    subprocess.run, [sys.executable, "-c", _CALLER, str(path)], capture_output=True
                )
                assert done.stdout == said
