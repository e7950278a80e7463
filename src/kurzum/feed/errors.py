"""The room's errors.

BadBatch     a batch of events cannot be taken as it is
BadAsking    a page was asked for in a way that cannot be answered
NoSuchPage   there is no such page of this viewer
"""

from __future__ import annotations

from kurzum.core.errors import NotFound, Refused


class BadBatch(Refused):
    """A batch of events cannot be taken; nothing of it was kept."""

    code = "bad_batch"


class BadAsking(Refused):
    """A page was asked for in a way that cannot be answered."""

    code = "bad_input"


class NoSuchPage(NotFound):
    """There is no such page of this viewer, or it is older than pages are kept."""

    code = "no_such_page"
