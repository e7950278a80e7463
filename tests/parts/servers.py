"""Which servers the tests run on: the embedded ones, or real ones that the environment names.

``TEST_POSTGRES``: a folder of PostgreSQL's programs, such as ``/usr/lib/postgresql/15/bin``. Every cluster of
the tests is made with them, and every Kurzum that is started works on a database of such a server, over TCP
with a password. ``TEST_S3=weed``: every Kurzum keeps its blobs in a SeaweedFS.
"""

from __future__ import annotations

import os
from pathlib import Path


def postgres_programs() -> Path | None:
    """The programs that the tests' own clusters run on; None for the wheel's."""
    named = os.environ.get("TEST_POSTGRES")
    return Path(named) if named else None
