"""How our processes log: one JSON object a line on stderr, which the supervisor keeps in the zone's folder.

A field without a category in ``custody.fields`` is left out. What libraries say may quote anything, so of
them only who spoke, where, and the kind of error is kept, never the words.
"""

from __future__ import annotations

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger

from kurzum.custody.fields import LOG_FIELDS


def to_stderr() -> None:
    """Set it up, for us and for libraries; the latter only where something is wrong."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            classified,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Wordless()], level=logging.WARNING)


def classified(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The line without what has no category: unknown means protected."""
    return {field: value for field, value in line.items() if field in LOG_FIELDS}


class Wordless(logging.Handler):
    """Logs that a library complained, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        at, error = f"{record.name}:{record.lineno}", None
        if record.exc_info and record.exc_info[0] is not None:
            error = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            at = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else at
        structlog.get_logger("library").warning("a library complains", at=at, error=error)
