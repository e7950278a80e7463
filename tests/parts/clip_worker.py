"""A real worker for tiny films in a process of its own, that tests may kill."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kurzum.core.ids import Ids
from kurzum.custody.keys import Keys
from kurzum.export import Making
from kurzum.export.source import Rooms
from kurzum.jobs import Duties, Workplace, work
from kurzum.people import People
from kurzum.store.blobs import Blobs
from kurzum.store.pool import Database
from parts.clip_rooms import clips_of, jobs_of
from parts.custodian import MachineClock
from parts.patient import patient_keys
from parts.people import CHEAP
from parts.waiting import PATIENCE_S


class TestWorker:
    """A worker over the files below ``folder``."""

    __test__ = False

    def __init__(self, folder: Path, conninfo: str, socket: Path) -> None:
        self._command = [sys.executable, __file__, str(folder), conninfo, str(socket)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        paths = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            self._command, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True
        )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def hold(self) -> None:
        """It does nothing more, and is there; its children go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def let_go(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """As the kernel does when memory runs out: this process alone, and at once."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end; gives its exit status."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.terminate()
            self.let_go()
        return self._process.wait(timeout=120)


@asynccontextmanager
async def duties_of(folder: Path, database: Database, keys: Keys) -> AsyncIterator[Duties]:
    """What a worker does, with the machine's own clock and chance."""
    clock = MachineClock()
    ids = Ids(clock, os.urandom)
    clips = clips_of(folder, database, keys, clock, ids, os.urandom)

    async def erase(_: object) -> None:
        return None

    people = People(database, keys, clock, ids, os.urandom, cost=CHEAP)
    exports = Making(Rooms(database, keys, people, clips), Blobs.in_folder(folder / "blobs"), os.urandom)
    with Workplace.taken(folder / "work", ids.new()) as place:
        processing, rewriting = jobs_of(clips, clock, ids, place, folder)
        yield Duties(processing, rewriting, erase, exports.make)
    people.close()


async def main(folder: Path, conninfo: str, socket: Path) -> None:
    """Work until asked to end."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await Database.open(conninfo, name="worker", wait_s=PATIENCE_S)
    try:
        async with (
            patient_keys(socket, MachineClock(), os.urandom) as keys,
            duties_of(folder, database, keys) as duties,
        ):
            await work(conninfo, database, duties, (), stop)
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
