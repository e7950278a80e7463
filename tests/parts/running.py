"""A real Kurzum for tests: `kurzum up` in a temporary home on free ports, stopped and checked at the end."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kurzum.web.limits import Limits

READY = re.compile(r"^ready (?P<zones>.+)$")


@dataclass
class Running:
    """A started Kurzum: where its state lies and where its zones answer."""

    home: Path
    process: subprocess.Popen[str]
    origins: dict[str, str]
    lines: list[str] = field(default_factory=list)

    def tool_origin(self, zone: str) -> str:
        """The zone's address for tools, which do not resolve `us.localhost`."""
        port = self.origins[zone].rsplit(":", 1)[1]
        return f"http://localhost:{port}"

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `kurzum WORDS --home HOME`."""
        return subprocess.run(
            [*kurzum(), *words, "--home", str(self.home)], check=check, text=True, capture_output=True
        )


def kurzum() -> list[str]:
    """The command line that starts kurzum with this Python."""
    return [sys.executable, "-m", "kurzum.cli"]


def free_ports(zones: int) -> int:
    """A first port such that it and the ones 100 and more above it are free."""
    for _ in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        if first + 100 * zones < 65_000 and all(is_free(first + 100 * i) for i in range(zones)):
            return int(first)
    raise RuntimeError("no free ports found")


def is_free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


@contextlib.contextmanager
def running(
    *,
    demo: bool = False,
    patience_s: float = 180,
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
        words = ["up", "--home", str(home), "--port", str(free_ports(2)), "--zones", "us,world"]
        process = subprocess.Popen(
            [*kurzum(), *words, "--demo" if demo else "--no-demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        started = Running(home, process, {})
        try:
            wait_for_ready(started, patience_s)
            yield started
        finally:
            stop(process)
            if process.stdout is not None:
                process.stdout.close()


def wait_for_ready(started: Running, patience_s: float) -> None:
    def read() -> None:
        assert started.process.stdout is not None
        for line in started.process.stdout:
            started.lines.append(line.rstrip("\n"))
            if found := READY.match(line):
                pairs = (word.split("=", 1) for word in found["zones"].split())
                started.origins.update(dict(pairs))

    threading.Thread(target=read, daemon=True).start()
    end = time.monotonic() + patience_s
    while not started.origins:
        if started.process.poll() is not None or time.monotonic() > end:
            raise AssertionError("Kurzum did not get ready:\n" + "\n".join(started.lines[-60:]))
        time.sleep(0.05)


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
