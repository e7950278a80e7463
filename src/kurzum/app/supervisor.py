"""``kurzum up``: starts every zone, keeps it alive, says what happens, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from kurzum.app import settings_file, state
from kurzum.app.bytecode import compile_code
from kurzum.app.folders import make_home
from kurzum.app.homelock import hold
from kurzum.app.identities import casts
from kurzum.app.orphans import collect
from kurzum.app.zonekeeper import ZoneKeeper
from kurzum.core.errors import Refused
from kurzum.core.settings import Settings

Say = Callable[[str], None]
_SAME_WISH_S = 1.5
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(used: Settings, known: Settings, say: Say) -> None:
    """Run until told to stop. ``known``: ``used`` with every zone there is, for ``HOME/kurzum.toml``.

    Raises KurzumError when a zone cannot be started; then everything was stopped again.
    """
    _refuse_foreign_home(used.home)
    make_home(used.home)
    with hold(used.home):
        settings_file.write(known)
        asyncio.run(_Supervisor(used, say).run())


class _Supervisor:
    def __init__(self, settings: Settings, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._told = asyncio.Event()
        self._told_at = 0.0
        self._zones: list[ZoneKeeper] = []
        self._writing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            # Whoever started us with nohup wants us to outlive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self._asked_to_stop, number)
        names = [zone.name for zone in self._settings.zones]
        cast = casts(self._settings.home, names, self._settings.user_numbers)
        self._zones = [
            ZoneKeeper(self._settings, zone.name, cast[zone.name], self._say, self._changed)
            for zone in self._settings.zones
        ]
        told = asyncio.create_task(self._told.wait())
        working = asyncio.create_task(self._start_all())
        collecting = asyncio.create_task(collect(self._pids))
        try:
            await asyncio.wait((told, working), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
                await told
        finally:
            for task in (working, told, collecting):
                task.cancel()
            await asyncio.gather(working, told, collecting, return_exceptions=True)
            await self._stop_all()

    async def _start_all(self) -> None:
        for zone in self._zones:
            zone.open_doors()
        compiled = asyncio.create_task(compile_code())
        try:
            async with asyncio.TaskGroup() as starts:
                for zone in self._zones:
                    starts.create_task(self._start(zone, compiled))
        except BaseExceptionGroup as group:
            raise _first(group) from group
        self._tell_isolation()
        origins = " ".join(f"{zone.name}={zone.origin}" for zone in self._zones)
        self._say(f"ready {origins}")

    async def _start(self, zone: ZoneKeeper, compiled: asyncio.Task[None]) -> None:
        await zone.start_database()
        await asyncio.shield(compiled)
        await zone.start()
        self._say(f"{zone.name}: started; its log files are in {zone.where.log}")
        await zone.wait_until_ready()

    async def _stop_all(self) -> None:
        had_begun = any(zone.keepers for zone in self._zones)
        if had_begun:
            self._say("stopping")
        await asyncio.gather(*(zone.stop() for zone in self._zones))
        self._write_state()
        if had_begun:
            self._say("stopped; everything is saved")

    def _pids(self) -> set[int]:
        return {pid for zone in self._zones for keeper in zone.keepers.values() for pid in keeper.pids()}

    def _asked_to_stop(self, number: int) -> None:
        now = time.monotonic()
        if self._told.is_set():
            # A terminal, make and timeout may each pass on the same wish.
            if now - self._told_at < _SAME_WISH_S:
                return
            self._say(f"asked again ({signal.Signals(number).name}); ending everything at once")
            for zone in self._zones:
                zone.kill()
        else:
            self._told_at = now
        self._told.set()

    def _tell_isolation(self) -> None:
        """Say plainly what this machine did not grant. Once for all zones: it is the same machine."""
        lacking: dict[str, None] = {}
        for zone in self._zones:
            for keeper in zone.keepers.values():
                if keeper.granted is not None:
                    lacking |= dict.fromkeys(_lacking(keeper.granted.network, keeper.granted.work))
        for line in lacking:
            self._say(line)

    def _changed(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def _write_soon(self) -> None:
        await asyncio.sleep(0.02)
        self._write_state()

    def _write_state(self) -> None:
        zones = tuple(zone.state() for zone in self._zones)
        state.write(self._settings.home, state.State(pid=os.getpid(), zones=zones))


def _lacking(network: str, work: str) -> list[str]:
    said = []
    if network.startswith("shared"):
        said.append(f"this machine gives no network namespaces ({network}): 'no way out' is not enforced")
    if work != "memory":
        said.append(f"the worker has no folder in memory of its own: what it decodes lies {work}")
    return said


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first: the others were broken off for it."""
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def _refuse_foreign_home(home: Path) -> None:
    zones = home / "zones"
    if zones.is_dir() and zones.stat().st_uid != os.geteuid():
        raise Refused(
            f"{home} was made by user {zones.stat().st_uid}, you are {os.geteuid()}; nothing was changed; "
            "start Kurzum as that user, or choose another --home"
        )
