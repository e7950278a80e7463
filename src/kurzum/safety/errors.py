"""The room's errors.

NoSuchLimit   the clip has no such limit
BadReport     the report cannot be kept as it is
"""

from __future__ import annotations

from kurzum.core.errors import NotFound, Refused


class NoSuchLimit(NotFound):
    """The clip has no such limit in force."""

    code = "no_such_limit"

    def __init__(self) -> None:
        super().__init__("No such limit is in force on this clip, so there is nothing to lift.")


class BadReport(Refused):
    """The report cannot be kept as it is."""

    code = "bad_report"
