"""No nonce twice, and no value in another's place; `make prove PART=sealing` does both to the full counts."""

from __future__ import annotations

from pathlib import Path

from parts.sealed_twice import nonces_used_twice
from parts.swapped import VERSIONS, ZONES, fields, opened_elsewhere, places


def test_no_value_opens_in_another_place() -> None:
    some = fields()[::5]
    where = places(some, 2)
    assert len(where) == len(ZONES) * 2 * 6 * len(some) * len(VERSIONS)
    assert list(opened_elsewhere(where)) == []


def test_forks_and_processes_share_no_nonce(tmp_path: Path) -> None:
    assert nonces_used_twice(tmp_path, 30_000, 2) == (30_000, 0)
