"""One zone's processes: started in the order in which they need each other, ended in the reverse."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable

import msgspec

from kurzum.app import custody_door, postgres, restored, roles
from kurzum.app.ask import NoAnswer, ask
from kurzum.app.becoming import answers, until
from kurzum.app.doors import listen_at, listen_on
from kurzum.app.folders import make_folders, remove_sockets
from kurzum.app.identities import Cast
from kurzum.app.keeper import Keeper, Part, Ready
from kurzum.app.kept import of_supervisor
from kurzum.app.launch import CannotStart, NotYet, Started, Task, run
from kurzum.app.machine import CLOCK
from kurzum.app.pinhole_s3 import FRONT
from kurzum.app.places import DATABASE_SOCKET, S3_PINHOLE, Places, places
from kurzum.app.sheets import Sheets
from kurzum.app.state import Process, Zone
from kurzum.core.settings import Settings

Say = Callable[[str], None]
Prepare = Callable[[], Awaitable[Task]]

PLAYABLE = 5
"""Clips that a demo zone must be able to play before it counts as ready."""

_PATIENCE_S = 60.0
_AGAIN_S = 2.0


class ZoneKeeper:
    """Keeps one zone. ``say``: plain lines for people; ``changed``: called when there is news."""

    def __init__(self, settings: Settings, name: str, cast: Cast, say: Say, changed: Callable[[], None]):
        self.name = name
        self.settings = settings
        self.where: Places = places(settings.home, name)
        self.keepers: dict[str, Keeper] = {}
        self.ready = False
        self._cast = cast
        self._say = say
        self._changed = changed
        self._listening: list[socket.socket] = []
        self._web: socket.socket | None = None
        self._admin: socket.socket | None = None
        self._inside: int | None = None
        self._sheets: Sheets | None = None

    def open_doors(self) -> None:
        """Make the folders and open every socket. Raises PortBusy, Refused."""
        self._listening = listen_at(self.settings.zone(self.name).port, self.name)
        make_folders(self.settings.home, self.where, self._cast)
        self._web = listen_on(self.where.door("web") / "s", 0o666)
        self._admin = listen_on(self.where.admin, 0o600)
        if self.settings.zone(self.name).blobs_url is not None:
            # Holds the number of a descriptor that server and worker get in its place: see ``loopback``.
            self._inside = os.open(os.devnull, os.O_RDONLY)
        self._sheets = Sheets(lambda: of_supervisor(self.state().processes))

    async def start_database(self) -> None:
        """Start the zone's own PostgreSQL, or the way to another. Raises CannotStart, ClusterFailed."""
        if self.settings.zone(self.name).database_url is None:
            await self._start_postgres()
        else:
            await self._keep("pinhole")

    async def start(self) -> None:
        """Start everything that needs the database. Raises CannotStart."""
        outside = [self._keep(S3_PINHOLE)] if self._inside is not None else []
        await asyncio.gather(self._migrate(), self._keep("custodian"), *outside)
        await self._tell_of_shares()
        await self._settle()
        await asyncio.gather(self._keep("server"), self._keep("worker"), self._keep("front"))

    async def wait_until_ready(self) -> None:
        """Return once the zone serves: its pages, and with the demo at least five clips that play."""
        while not await self._serves():  # noqa: ASYNC110  (it happens in another process)
            await asyncio.sleep(0.2)
        self.ready = True
        self._changed()

    async def stop(self) -> None:
        """End everything, callers before those they call."""
        for group in (("front",), ("server", "worker"), ("custodian", S3_PINHOLE), ("postgres", "pinhole")):
            found = [self.keepers[role] for role in group if role in self.keepers]
            await asyncio.gather(*(keeper.stop() for keeper in found))
        for opened in (*self._listening, self._web, self._admin):
            if opened is not None:
                opened.close()
        if self._inside is not None:
            os.close(self._inside)
            self._inside = None
        if self._sheets is not None:
            self._sheets.close()
        self.where.admin.unlink(missing_ok=True)
        remove_sockets(self.where)

    def kill(self) -> None:
        """End everything at once."""
        for keeper in self.keepers.values():
            keeper.kill()

    def state(self) -> Zone:
        """How it stands, for ``zone status``."""
        zone = self.settings.zone(self.name)
        return Zone(
            name=self.name,
            origin=zone.origin,
            port=zone.port,
            markets=zone.markets,
            custodian=zone.custodian,
            ready=self.ready,
            users=self._cast.first is not None,
            processes=tuple(_process(keeper) for keeper in self.keepers.values()),
        )

    @property
    def origin(self) -> str:
        """Where people find it."""
        return self.settings.zone(self.name).origin

    async def _start_postgres(self) -> None:
        cluster = postgres.cluster_of(self.where, self._cast, self.settings.postgres_programs)
        if not cluster.made():
            self._say(f"{self.name}: making the database")

        async def prepare() -> Task:
            await asyncio.to_thread(postgres.make, cluster, self.where, self._cast)
            return postgres.task(cluster, self.where)

        async def ready(started: Started) -> None:
            await asyncio.to_thread(postgres.wait_until_ready, cluster, started)

        await self._keep("postgres", prepare, ready)

    async def _migrate(self) -> None:
        said = await self._migrated()
        for line in said.decode(errors="replace").splitlines():
            self._say(f"{self.name}: {line}")

    async def _tell_of_shares(self) -> None:
        told = await custody_door.attested(self.where)
        if told is not None and not told.open:
            self._say(f"{self.name}: {custody_door.sentences(told)[0]}")

    async def _settle(self) -> None:
        note = restored.read(self.where)
        if note is not None and note.settled_at is None:
            # Only who has the keys knows whom they forgot.
            told = await custody_door.until_open(self.where)
            if note.keys == "none" and told.people:
                # The custodian's standby outlived what the zone was restored from.
                note = msgspec.structs.replace(note, keys="own")
            task = roles.settling(self.settings, self.name, self.where)
            said = await asyncio.to_thread(run, task, self._cast.identity("worker"))
            note = restored.settled(note, said, CLOCK.now())
            restored.write(self.where.folder, note)
        for line in restored.sentences(note):
            self._say(f"{self.name}: {line}")

    async def _migrated(self) -> bytes:
        """Try until the database is there: it may start after us, or an operator has to set it right."""
        task, last = roles.migration(self.settings, self.name, self.where), ""
        while True:
            try:
                return await asyncio.to_thread(run, task, self._cast.identity("server"))
            except NotYet as error:
                if error.message != last:
                    self._say(f"{self.name}: {error.message}; this is tried again every {_AGAIN_S:.0f} s")
                last = error.message
            await asyncio.sleep(_AGAIN_S)

    async def _keep(self, role: str, prepare: Prepare | None = None, ready: Ready | None = None) -> None:
        quick = role == "postgres"
        part = Part(
            zone=self.name,
            role=role,
            title=_TITLES[role],
            identity=self._cast.identity("postgres" if role == "pinhole" else role),
            prepare=prepare or self._preparation(role),
            ready=ready or self._readiness(role),
            # PostgreSQL's word for: finish no more talks, write everything down, end.
            stop_signal=signal.SIGINT if quick else signal.SIGTERM,
            patience_s=_PATIENCE_S if quick else 8.0,
        )
        keeper = Keeper(part, self.where.log / f"{role}.log", self._say, self._changed)
        self.keepers[role] = keeper
        await keeper.begin()

    def _preparation(self, role: str) -> Prepare:
        async def prepare() -> Task:
            known = (self.settings, self.name, self.where)
            if role == "pinhole":
                return roles.pinhole(*known)
            if role == S3_PINHOLE:
                return roles.pinhole_s3(*known)
            if role == "front":
                return roles.front(*known, tuple(opened.fileno() for opened in self._listening))
            if self._web is None or self._admin is None or self._sheets is None:
                raise CannotStart("its doors are closed")
            if role == "custodian":
                return roles.custodian(*known, self._cast, self._sheets.writing["custodian"])
            if role == "worker":
                return roles.worker(*known, self._sheets.writing["worker"], self._inside)
            doors = (self._web.fileno(), self._admin.fileno())
            return roles.server(*known, *doors, self._sheets.reading, self._inside)

        return prepare

    def _readiness(self, role: str) -> Ready | None:
        async def custodian(started: Started) -> None:
            await until(started, lambda: answers(self.where.door("keys-server") / "s"))

        async def pinhole(started: Started) -> None:
            await until(started, lambda: answers(self.where.door("db-worker") / DATABASE_SOCKET))

        async def pinhole_s3(started: Started) -> None:
            await until(started, lambda: answers(self.where.door("s3-front") / FRONT))

        async def server(started: Started) -> None:
            await until(started, self._is_alive)

        known: dict[str, Ready] = {
            "custodian": custodian,
            "pinhole": pinhole,
            S3_PINHOLE: pinhole_s3,
            "server": server,
        }
        return known.get(role)

    async def _is_alive(self) -> bool:
        try:
            return (await ask(self.where.admin, "/healthz", seconds=10)).status == 200
        except NoAnswer:
            return False

    async def _serves(self) -> bool:
        web = self.where.door("web") / "s"
        try:
            if (await ask(web, "/readyz")).status != 200:
                return False
            if not self.settings.demo:
                return True
            page = await ask(web, "/api/feed?limit=10", headers={"Accept": "application/json"})
            picks = page.json().get("picks", []) if page.status == 200 else []
        except NoAnswer:
            return False
        return sum(1 for pick in picks if pick.get("renditions")) >= PLAYABLE


_TITLES = {
    "postgres": "the database",
    "pinhole": "the way to the database",
    S3_PINHOLE: "the way to the blobs",
    "custodian": "the custodian",
    "server": "the server",
    "worker": "the worker",
    "front": "the front door",
}


def _process(keeper: Keeper) -> Process:
    granted = keeper.granted
    return Process(
        role=keeper.part.role,
        state=keeper.state,
        pid=keeper.pid,
        since=keeper.since,
        restarts=keeper.restarts.count,
        network=granted.network if granted else None,
        mounts=granted.mounts if granted else None,
        work=granted.work if granted and keeper.part.role == "worker" else None,
    )
