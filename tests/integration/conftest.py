"""What integration tests share: the rooms of one zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.store.pool import Database
from kurzum.web.rooms import Rooms
from parts.rooms import build_rooms


@pytest.fixture
def rooms(database: Database, keys: Keys, clock: FixedClock, ids: Ids, tmp_path: Path) -> Rooms:
    """Wired as ``app`` does it, in this process, on this test's database and clock."""
    return build_rooms(database, keys, clock, ids, tmp_path)
