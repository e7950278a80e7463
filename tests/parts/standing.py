"""One Kurzum of one zone that is killed in parts, or as a whole, and goes on in the same home."""

from __future__ import annotations

import contextlib
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg

from kurzum.app import settings_file
from kurzum.app.bucket import bucket_of, endpoint_of
from kurzum.app.places import Places, places
from kurzum.core.settings import ZoneSettings
from kurzum.store.blobs import Blobs
from kurzum.web.limits import Limits
from parts.processes import processes_of, state_of
from parts.running import Running, free_ports, launched, stop
from parts.servers import conninfo_of
from parts.signals import signalled
from parts.waiting import wait_for

ZONE = "us"
SUPERVISOR = "supervisor"
SETTINGS = "[editions.default]\nclip_min_ms = 1000\n"
_PATIENCE_S = 400.0


class Standing:
    """A zone in ``home``. ``wrapped``: words before the command that starts it."""

    def __init__(self, home: Path, wrapped: tuple[str, ...] = ()) -> None:
        self.home = home
        self.port = free_ports(1)
        self.origin = f"http://localhost:{self.port}"
        self.running: Running | None = None
        self._wrapped = wrapped

    @property
    def where(self) -> Places:
        return places(self.home, ZONE)

    @property
    def settings(self) -> ZoneSettings:
        """As they are in its home."""
        return settings_file.read(self.home, {}, zones=[ZONE])[0].zone(ZONE)

    @property
    def blobs(self) -> Blobs:
        """Its blobs, wherever they are, with no pinhole in between."""
        zone = self.settings
        bucket = bucket_of(zone)
        if bucket is None:
            return Blobs.in_folder(self.where.blobs)
        return Blobs.in_bucket(msgspec.structs.replace(bucket, endpoint=endpoint_of(zone)))

    @property
    def conninfo(self) -> str:
        """As who operates the machine, or as the zone itself where its database is elsewhere."""
        return conninfo_of(self.home, ZONE)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection of the operator's own. Raises psycopg.OperationalError."""
        return psycopg.connect(self.conninfo, autocommit=True)

    def start(self, patience_s: float = _PATIENCE_S) -> None:
        """Start it, and return once it says that it is ready."""
        self.running = launched(self.home, self.port, zones=ZONE, wrapped=self._wrapped)
        self.running.wait_until_ready(patience_s)

    def kill(self, role: str) -> int:
        """SIGKILL to one process, or to the supervisor; gives its id."""
        assert self.running is not None
        if role != SUPERVISOR:
            return signalled(self.home, ZONE, role, signal.SIGKILL)
        self.running.process.kill()
        return self.running.process.pid

    def again(self) -> None:
        """Collect a killed supervisor and start anew in the same home, once nobody of it is left."""
        assert self.running is not None
        self.running.process.wait()
        self.running.close()
        wait_for(lambda: not processes_of(self.home), f"left behind: {processes_of(self.home)}", 60)
        self.start()

    def pid(self, role: str) -> int:
        """The process that plays this role now, waited for."""
        wait_for(lambda: self.process(role)["pid"] is not None, f"no {role}: {self.said()}", 90)
        return int(self.process(role)["pid"])

    def process(self, role: str) -> dict[str, Any]:
        return state_of(self.home, ZONE)[role]

    def parts(self) -> dict[str, str]:
        """What ``/readyz`` says; empty where nobody answers."""
        try:
            told = httpx.get(f"{self.origin}/readyz", timeout=10)
            found: dict[str, str] = told.json() if "yes" in told.text or "no" in told.text else {}
        except (httpx.HTTPError, ValueError):
            return {}
        return found

    def well(self) -> bool:
        """Whether every process runs and every part answers."""
        states = {role: one["state"] for role, one in state_of(self.home, ZONE).items()}
        answers = self.parts()
        return set(states.values()) == {"running"} and bool(answers) and set(answers.values()) == {"yes"}

    def wait_until_well(self, patience_s: float = _PATIENCE_S) -> float:
        """Seconds until it was."""
        began = time.monotonic()
        wait_for(self.well, f"not well after {patience_s:.0f} s: {self.parts()}; {self.said()}", patience_s)
        return time.monotonic() - began

    def said(self) -> list[str]:
        """The supervisor's last lines."""
        return self.running.lines[-6:] if self.running else []

    def stop(self) -> None:
        if self.running is not None:
            stop(self.running.process)
            self.running.close()


@contextlib.contextmanager
def standing(
    settings: str = SETTINGS,
    wrapped: tuple[str, ...] = (),
    before: Callable[[Path], object] = lambda _: None,
) -> Iterator[Standing]:
    """A started zone without limits, in a home that goes with it. ``before``: called with the empty home."""
    with tempfile.TemporaryDirectory(prefix="kz", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        before(home)
        often = [f"{name} = [1000000, 1000000.0]" for name in Limits.__struct_fields__]
        (home / "kurzum.toml").write_text("\n".join([settings, "[limits]", *often, ""]))
        zone = Standing(home, wrapped)
        try:
            zone.start()
            yield zone
        finally:
            zone.stop()
