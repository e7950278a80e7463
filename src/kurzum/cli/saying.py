"""What long commands say on their way, and facts for programs."""

from __future__ import annotations

import contextlib

import msgspec


def say(line: str) -> None:
    """One line for whoever watches; that nobody does is no reason to stop."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def quiet(_line: str) -> None:
    """Nothing: a program reads what comes at the end."""


def show(found: object) -> None:
    """Facts as JSON."""
    print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
