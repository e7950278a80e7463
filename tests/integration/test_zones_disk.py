"""A thief of a zone's disks: nothing protected is on them in any known form; see ``parts.canary_disk``.

A few people here; `make prove PART=canaries` does it with two hundred.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from parts import servers
from parts.canary_disk import lived, search
from parts.standing import standing

_PEOPLE, _UPLOADS = 4, 1


@pytest.mark.skipif(servers.wanted(), reason="what leaks on purpose would lie on another server's disk")
def test_nothing_of_anybody_is_on_the_disk_of_a_zone(tmp_path: Path) -> None:
    with standing() as zone:
        lives = lived(zone, tmp_path, _PEOPLE, _UPLOADS, seed=1)
        try:
            found = search(zone, tmp_path / "backups", lives)
        finally:
            for life in lives:
                life.close()
    assert found.missed == set(), "the search itself is blind"
    assert found.leaked == {}
    assert found.canaries >= 15 * _PEOPLE
    assert found.looked_through.files > 100
