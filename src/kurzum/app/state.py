"""What runs, as others may read it: ``HOME/state.json``, written whole by the supervisor at every change."""

from __future__ import annotations

from pathlib import Path

import msgspec

VERSION = 1


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """One process. ``network``, ``mounts``: ``own``, or why not; ``work``: ``memory``, or why not."""

    role: str
    state: str
    pid: int | None
    since: float
    restarts: int
    network: str | None = None
    mounts: str | None = None
    work: str | None = None


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """One zone. ``users``: whether each role is a user of its own."""

    name: str
    origin: str
    port: int
    markets: tuple[str, ...]
    custodian: str
    ready: bool
    users: bool
    processes: tuple[Process, ...]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Everything. ``pid``: the supervisor."""

    v: int = VERSION
    pid: int
    zones: tuple[Zone, ...]


def write(home: Path, state: State) -> None:
    """Write it whole or not at all: a full disk keeps the last one."""
    fresh = home / "state.json.new"
    try:
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(state)))
        fresh.chmod(0o600)
        fresh.replace(home / "state.json")
    except OSError:
        fresh.unlink(missing_ok=True)


def read(home: Path) -> State | None:
    """What was last written; None when nothing usable was."""
    try:
        return msgspec.json.decode((home / "state.json").read_bytes(), type=State)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
