"""What was acknowledged survives ``kill -9`` at any moment, for uploads and for new people."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.custody import CustodianUnavailable, PersonIds, Purpose
from kurzum.custody.sealing import Context, DataKey
from kurzum.custody.staging import Staging
from parts.chance import seeded
from parts.custodian import TestCustodian
from parts.patient import patient_keys
from parts.waiting import until

KEY = DataKey(b"i" * 16, b"k" * 32)
NAME = UUID(int=5)
CONTEXT = Context("us", UUID(int=7), "private", "upload")
PLAIN = seeded("plain")(3_000_000)
_UPLOADER = """
import os, sys
from pathlib import Path
from parts.chance import seeded
from kurzum.custody.staged_file import Writer
from test_custody_power import CONTEXT, KEY, NAME, PLAIN
writer = Writer(Path(sys.argv[1]), NAME, KEY, CONTEXT, os.urandom)
while writer.length < len(PLAIN):
    writer.write(PLAIN[writer.length : writer.length + 70_001])
    print(writer.mark(), flush=True)
    sys.stdin.readline()
"""


def _upload_until_killed(folder: Path, pieces: int, after_s: float) -> int:
    """Upload in a process that is killed so long after so many pieces; returns the last acknowledgement.

    It waits for a word after each piece, so that it cannot be through before it is killed.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", _UPLOADER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join([str(Path(__file__).parent), *sys.path])},
    )
    assert child.stdin is not None and child.stdout is not None
    told: list[str] = []
    with child.stdout as said, child.stdin as word:
        while len(told) < pieces and (line := said.readline()):
            told.append(line)
            with suppress(BrokenPipeError):  # that was the last piece
                os.write(word.fileno(), b"\n")
        time.sleep(after_s)
        child.kill()
        told += said.read().splitlines()
    child.wait()
    return max(map(int, told))


@pytest.mark.parametrize("seed", range(3))
async def test_an_upload_killed_at_any_moment_goes_on_where_it_was_acknowledged(
    tmp_path: Path, seed: int
) -> None:
    staging = Staging(tmp_path, seeded())
    await staging.create(NAME, KEY, CONTEXT)
    chance = random.Random(seed)  # noqa: S311
    acknowledged, deaths = 0, 0
    while acknowledged < len(PLAIN):
        pieces, after_s = chance.randrange(5, 20), chance.random() * 0.01
        acknowledged = max(acknowledged, _upload_until_killed(tmp_path, pieces, after_s))
        deaths += 1
        length = await staging.length(NAME)
        assert length >= acknowledged
        # A mark that was made but not yet told counts: the client asks for the length.
        acknowledged = length
        async with staging.append(NAME, KEY, CONTEXT, length):
            pass
    async with staging.append(NAME, KEY, CONTEXT, len(PLAIN)) as writer:
        await writer.finish()
    await staging.open_into(NAME, KEY, CONTEXT, tmp_path / "opened")
    assert (tmp_path / "opened").read_bytes() == PLAIN
    assert deaths >= 3


async def test_people_acknowledged_by_a_custodian_that_is_killed_stay(
    custodian: TestCustodian, clock: FixedClock
) -> None:
    chance = random.Random(1)  # noqa: S311
    known: list[PersonIds] = []
    async with patient_keys(custodian.sockets["server"], clock, seeded()) as keys:

        async def sign_up() -> bool:
            try:
                known.append(await keys.new_person(Purpose.SIGN_UP))
            except CustodianUnavailable:
                return True
            return False

        for _ in range(4):
            for _ in range(chance.randrange(1, 15)):
                await sign_up()
            custodian.kill()
            await until(sign_up)
            custodian.start()

            async def back() -> bool:
                return not await sign_up()

            await until(back)
            assert await keys.pids([ids.person_id for ids in known], Purpose.GRAPH) == {
                ids.person_id: ids.pid for ids in known
            }
    assert len(known) > 4
