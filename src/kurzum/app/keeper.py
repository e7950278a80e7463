"""Keeps one process alive: starts it, notices its end, starts it again, ends it when asked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from kurzum.app.becoming import ended
from kurzum.app.enter import Granted
from kurzum.app.launch import CannotStart, Identity, Started, Task, start
from kurzum.app.logfile import LogFile
from kurzum.app.restarts import Restarts
from kurzum.core.errors import KurzumError

Ready = Callable[[Started], Awaitable[None]]
"""Returns once the process does its work. Raises CannotStart."""

WORKED_S = 0.5
"""Who did its work for so long, once it was ready, has worked: what ends it sooner may be its own fault."""
STEADY_S = 2.0
"""The same for who does not say when it is ready, since it was started."""


@dataclass(frozen=True)
class Part:
    """One process that is kept. ``prepare`` is called before every start and says how to start it.

    ``ready``: None for a process that does not say when it does its work.
    """

    zone: str
    role: str
    title: str
    identity: Identity
    prepare: Callable[[], Awaitable[Task]]
    ready: Ready | None
    stop_signal: int = signal.SIGTERM
    patience_s: float = 10.0


class Keeper:
    """Keeps a Part. ``say``: plain lines for people; ``changed``: called when the status has news."""

    def __init__(
        self, part: Part, log: Path, say: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self.part = part
        self.state = "waiting"
        self.since = time.time()
        self.granted: Granted | None = None
        self.restarts = Restarts()
        self._say = say
        self._changed = changed
        self._log = LogFile(log)
        self._started: Started | None = None
        self._stopping = False
        self._runs_since: float | None = None
        self._task: asyncio.Task[None] | None = None
        # One pipe for all its lives; the writing end stays open here, so it never ends in between.
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        asyncio.get_running_loop().add_reader(self._reading, self._listen)

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        started = self._started
        return started.process.pid if started and started.process.returncode is None else None

    def pids(self) -> list[int]:
        """The process that this keeper started last, ended or not: nobody else may collect it."""
        return [self._started.process.pid] if self._started else []

    async def begin(self) -> None:
        """Start it, wait until it does its work, and keep it from then on. Raises CannotStart."""
        await self._start()
        self._task = asyncio.create_task(self._keep(), name=f"{self.part.zone} {self.part.role}")

    async def stop(self) -> None:
        """End it: politely, then by force after its patience. Again is fine."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        started = self._started
        if started is not None and started.process.poll() is None:
            started.process.send_signal(self.part.stop_signal)
            try:
                async with asyncio.timeout(self.part.patience_s):
                    await ended(started.process)
            except TimeoutError:
                self._tell(f"did not end within {self.part.patience_s:.0f} s and is ended by force")
                started.process.kill()
                await ended(started.process)
        self._close()

    def kill(self) -> None:
        """End it at once, unasked."""
        self._stopping = True
        if self._started is not None and self._started.process.poll() is None:
            self._started.process.kill()

    async def _start(self) -> None:
        self._runs_since = None
        self._set("starting")
        try:
            task = await self.part.prepare()
            # Started from this thread, which lives as long as Kurzum: see ``launch.start``.
            self._started = start(task, self.part.identity, output=self._writing)
            self.granted = await asyncio.to_thread(self._started.granted)
            if self.part.ready is not None:
                await self.part.ready(self._started)
        except (KurzumError, OSError) as error:
            self._set("failed")
            raise CannotStart(self._why(str(error))) from error
        except BaseException:
            self._set("failed")
            raise
        self._runs_since = time.monotonic()
        self._set("running")

    def _why(self, message: str) -> str:
        self._listen()
        last = self._log.last_line()
        said = f"; the last line of its log is '{last}'" if last else ""
        return f"zone '{self.part.zone}': {self.part.title} could not be started: {message}{said}"

    async def _keep(self) -> None:
        while True:
            if self._started is not None:
                code = await ended(self._started.process)
                if self._stopping:
                    return
                self._report_end(code)
            await asyncio.sleep(self.restarts.ended(time.monotonic(), worked=self._has_worked()))
            try:
                await self._start()
                self._tell("runs again")
            except CannotStart as error:
                self._say(error.message)
                if self._started is not None:
                    self.kill_leftover()

    def _has_worked(self) -> bool:
        """Whether the process that ended did its work before, as far as one can know."""
        if self._runs_since is None:
            return False
        return time.monotonic() - self._runs_since >= (STEADY_S if self.part.ready is None else WORKED_S)

    def kill_leftover(self) -> None:
        """A process that runs but never got ready is ended, so that the next try is alone."""
        if self._started is not None and self._started.process.poll() is None:
            self._started.process.kill()

    def _report_end(self, code: int) -> None:
        self._set("ended")
        how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
        if self.restarts.looping:
            self._tell(
                f"{how} for the {self.restarts.count + 1}th time; something is wrong: "
                f"'{self._log.last_line()}'; it is tried again"
            )
        else:
            self._tell(f"{how}; it is started again")

    def _tell(self, what: str) -> None:
        self._say(f"{self.part.zone}: {self.part.title} {what}")

    def _set(self, state: str) -> None:
        self.state, self.since = state, time.time()
        self._changed()

    def _listen(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._log.write(os.read(self._reading, 1 << 16))

    def _close(self) -> None:
        if self._writing < 0:
            return
        asyncio.get_running_loop().remove_reader(self._reading)
        self._listen()
        os.close(self._reading)
        os.close(self._writing)
        self._writing = -1
        self._log.close()
        self._set("stopped")
