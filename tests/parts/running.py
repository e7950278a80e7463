"""A real Kurzum for tests: `kurzum up` in a temporary home on free ports, stopped and checked at the end."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kurzum.web.limits import Limits
from parts.free_ports import free_port, is_free, reserved
from parts.servers import put_on_servers

READY = re.compile(r"^ready (?P<zones>.+)$")


@dataclass
class Running:
    """A started Kurzum: where its state lies and where its zones answer."""

    home: Path
    process: subprocess.Popen[str]
    origins: dict[str, str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    def tool_origin(self, zone: str) -> str:
        """The zone's address for tools, which do not resolve `us.localhost`."""
        port = self.origins[zone].rsplit(":", 1)[1]
        return f"http://localhost:{port}"

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `kurzum WORDS --home HOME`."""
        return subprocess.run(
            [*kurzum(), *words, "--home", str(self.home)], check=check, text=True, capture_output=True
        )

    def wait_until_ready(self, patience_s: float) -> None:
        """Return once it said `ready`; AssertionError with its words when it ends or takes too long."""
        self.hear()
        end = time.monotonic() + patience_s
        while not self.origins:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("Kurzum did not get ready:\n" + "\n".join(self.lines[-60:]))
            time.sleep(0.05)

    def hear(self) -> None:
        """Begin to note what it says in ``lines``."""
        if self.reader is None:
            self.reader = threading.Thread(target=self._read, daemon=True)
            self.reader.start()

    def close(self) -> None:
        """Once the process has ended: hear its last words, then let go of them."""
        if self.reader is not None:
            self.reader.join(30)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if found := READY.match(line):
                pairs = (word.split("=", 1) for word in found["zones"].split())
                self.origins.update(dict(pairs))


def kurzum() -> list[str]:
    """The command line that starts kurzum with this Python."""
    return [sys.executable, "-m", "kurzum.cli"]


def free_ports(zones: int) -> int:
    """A first port such that it and the ones 100 and more above it are free."""
    for _ in range(200):
        first = free_port()
        if all(is_free(port) and reserved(port) for port in range(first + 100, first + 100 * zones, 100)):
            return first
    raise RuntimeError("no free ports found")


@contextlib.contextmanager
def running(
    *,
    demo: bool = False,
    patience_s: float = 400,
    home: Path | None = None,
    unlimited: bool = False,
    settings: str = "",
) -> Iterator[Running]:
    """Start Kurzum, wait for its `ready` line, and stop it with SIGTERM afterwards.

    ``unlimited``: one address may ask as often as it likes. ``settings``: more lines for ``kurzum.toml``.
    """
    with tempfile.TemporaryDirectory(prefix="kz") as folder:
        home = home or Path(folder) / "home"
        if unlimited or settings:
            home.mkdir(mode=0o700)
            often = [f"{name} = [1000000, 1000000.0]" for name in Limits.__struct_fields__ if unlimited]
            (home / "kurzum.toml").write_text("\n".join([settings, "[limits]", *often, ""]))
        started = launched(home, free_ports(2), demo=demo)
        try:
            started.wait_until_ready(patience_s)
            yield started
        finally:
            stop(started.process)
            started.close()


def launched(
    home: Path, port: int, *, zones: str = "us,world", demo: bool = False, wrapped: Sequence[str] = ()
) -> Running:
    """A `kurzum up` that was just started. ``wrapped``: words before the command."""
    put_on_servers(home)
    words = ["up", "--home", str(home), "--port", str(port), "--zones", zones]
    process = subprocess.Popen(
        [*wrapped, *kurzum(), *words, "--demo" if demo else "--no-demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    return Running(home, process, {})


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
