"""The short form of `make prove PART=crash-...`: each process is killed once, then all is looked for."""

from __future__ import annotations

import os
from pathlib import Path

from parts.acknowledged import Acknowledged
from parts.aftermath import look
from parts.clip_rooms import film
from parts.crowd import Crowd
from parts.kills import ROLES, kill
from parts.standing import standing


def test_nothing_acknowledged_is_lost_by_five_kills(tmp_path: Path) -> None:
    seed = os.urandom(4).hex()
    films = [film(tmp_path / f"{n}.mp4", 1.2 + 0.3 * n) for n in range(2)]
    with standing() as zone:
        known = Acknowledged()
        with Crowd(zone.origin, films, known, people=3, waiting=2) as crowd:
            crowd.until(lambda: len(known.clips) >= 1 and len(known.people) >= 3 and known.batches)
            for role in ROLES:
                kill(zone, role, f"{seed} {role}")
            crowd.pause()
            found = look(zone, known, set())
    assert not found.faults, (seed, found.faults)
    assert known.clips and known.batches, known.counts()
