"""How server and worker log: a JSON object a line on stderr, which the supervisor keeps in the zone's folder.

A field without a category in ``custody.fields`` is left out; of libraries and crashes there are no words.
"""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

from kurzum.app.loglines import line, without_words


def to_stderr() -> None:
    """Set it up, for us and for libraries; the latter only where something is wrong."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    without_words()


def rendered(_logger: WrappedLogger, _method: str, fields: EventDict) -> str:
    """The line as text, without what has no category."""
    return line(fields).decode().rstrip("\n")
