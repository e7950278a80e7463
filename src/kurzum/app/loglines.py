"""A log line: one JSON object, of fields that have a category and hold nothing of anybody.

What libraries say, and the message of an error, may quote anything. So of them only who spoke, where, and
the kind of error is kept, never the words. Needs nothing but the standard library and msgspec: the custodian,
which is to stay small, logs by it too.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import msgspec

from kurzum.core.errors import KurzumError
from kurzum.custody.fields import LOG_FIELDS

_STDERR = 2
_HANDED_ON_S = 0.05
_AT_ONCE = 256
_encode = msgspec.json.Encoder(enc_hook=str).encode


def line(fields: Mapping[str, object]) -> bytes:
    """The line of these fields, without those that have no category: unknown means protected."""
    return _encode({name: value for name, value in fields.items() if name in LOG_FIELDS}) + b"\n"


def say(event: str, level: str, **more: object) -> None:
    """Log it now."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    os.write(_STDERR, line({"event": event, "level": level, "timestamp": at} | more))


def last_words(error: KurzumError) -> str:
    """The line of an error that ends a process. What it says is ours, and of the machine."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    fields = {"event": "ended", "level": "error", "timestamp": at, "error": error.code, "says": error.message}
    return line(fields).decode().rstrip("\n")


class Wordless(logging.Handler):
    """Logs that a library complained, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        at, error = f"{record.name}:{record.lineno}", None
        if record.exc_info and record.exc_info[0] is not None:
            error = record.exc_info[0].__name__
            at = _innermost(record.exc_info[2]) or at
        say("a library complains", "warning", at=at, error=error)


def without_words() -> None:
    """What this process did not mean to say, a library's complaint or its own crash, goes without words."""
    logging.basicConfig(handlers=[Wordless()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_crashed


def _crashed(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    say("crashed", "error", error=kind.__name__, at=_innermost(trace))


def _unraisable(found: Any) -> None:
    say("crashed", "error", error=found.exc_type.__name__, at=_innermost(found.exc_traceback))


def _thread_crashed(found: threading.ExceptHookArgs) -> None:
    if found.exc_type is not SystemExit:
        say("crashed", "error", error=found.exc_type.__name__, at=_innermost(found.exc_traceback))


def _innermost(trace: TracebackType | None) -> str | None:
    frames = traceback.extract_tb(trace) if trace is not None else []
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else None


class Answers:
    """The line of each request, handed on 20 times a second: one write for many. See ``web.journal.Noted``.

    What is killed loses those of its last 50 ms; faults and warnings are written at once.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._later: asyncio.TimerHandle | None = None

    def note(self, method: str, route: str, status: int, seconds: float, request: str) -> None:
        """Note an answer. ``method``, ``route``: words of ours; ``request``: a UUID: nothing to escape."""
        self._lines.append(
            f'{{"event":"answered","level":"info","timestamp":"{datetime.now(UTC).isoformat()}",'
            f'"request":"{request}","method":"{method}","route":"{route}","status":{status},'
            f'"ms":{seconds * 1000:.2f}}}\n'
        )
        if len(self._lines) >= _AT_ONCE:
            self.hand_on()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(_HANDED_ON_S, self.hand_on)

    def hand_on(self) -> None:
        """Write what waits."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        said, self._lines = self._lines, []
        waiting = memoryview("".join(said).encode())
        while waiting:
            waiting = waiting[os.write(_STDERR, waiting) :]
