"""What a zone's server tells whoever operates the machine; see ``standing``.

Without the server's own imports, so that a command that asks for it starts quickly.
"""

from __future__ import annotations

import msgspec


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One lane of the queue. ``later``: jobs to be tried again at a later time.

    ``oldest_s``: for how long the oldest job waits that may run now, 0 where there is none.
    """

    lane: str
    waiting: int
    later: int
    running: int
    failed: int
    oldest_s: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One zone. What needs the database is None where it does not answer in time.

    ``answers``: database, custodian, worker -> yes or no; ``clips``: how many by state; ``database_bytes``:
    on its disk; ``fell_back``: how often the plain list was served since the server started, because the
    engine failed or was late.
    """

    answers: dict[str, str]
    migrations: int | None = None
    queue: tuple[Lane, ...] | None = None
    clips: dict[str, int] | None = None
    database_bytes: int | None = None
    fell_back: int = 0
