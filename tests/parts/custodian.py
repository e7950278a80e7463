"""A real custodian in a process of its own, that tests may kill, stop and start again."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from kurzum.core.clock import unix_ms
from kurzum.custody.custodian import serve
from kurzum.custody.purposes import Role

_ROLES: tuple[Role, ...] = ("server", "worker", "operator")


class MachineClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ms(self) -> int:
        return unix_ms(self.now())


class TestCustodian:
    """The custodian of zone ``us`` in ``folder``, answering at ``sockets``."""

    __test__ = False

    def __init__(self, folder: Path, zone: str = "us") -> None:
        self.folder = folder / "custodian"
        self.standby = folder / "custodian-standby"
        self.zone = zone
        self.sockets: dict[Role, Path] = {role: folder / f"custodian-{role}.sock" for role in _ROLES}
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, __file__, str(self.folder), str(self.standby), self.zone]
        command += [f"{role}={path}" for role, path in self.sockets.items()]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError("the custodian did not start")

    def kill(self) -> None:
        """As a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """It is there but answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def memory(self) -> int:
        """The most bytes that were resident since it was started."""
        assert self._process is not None
        told = Path(f"/proc/{self._process.pid}/status").read_text()
        return 1024 * next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM"))

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(60)
        if self._process.stdout is not None:
            self._process.stdout.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("standby", type=Path)
    parser.add_argument("zone")
    parser.add_argument("sockets", nargs="+")
    given = parser.parse_args()
    named = dict(pair.split("=", 1) for pair in given.sockets)
    sockets: dict[Role, Path] = {role: Path(named[role]) for role in _ROLES if role in named}
    asyncio.run(
        serve(
            given.folder,
            given.standby,
            sockets,
            zone=given.zone,
            clock=MachineClock(),
            entropy=os.urandom,
            ready=lambda: print("ready", flush=True),
        )
    )


if __name__ == "__main__":
    main()
