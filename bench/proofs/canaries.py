"""A thief of a zone's disks: two hundred people with canaries in every protected field, then every byte.

The search is shown to see first: what leaks on purpose, on the same disk, must be found.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.proofs.part import Part, Tally
from parts.canary_disk import lived, search
from parts.standing import standing

_PEOPLE, _UPLOADS = 200, 12
_SHOWN = 12


def _run(tally: Tally) -> None:
    while tally.wanted():
        with tempfile.TemporaryDirectory(prefix="kz-canaries-") as folder:
            _round(tally, Path(folder))


def _round(tally: Tally, folder: Path) -> None:
    with standing() as zone:
        lives = lived(zone, folder, _PEOPLE, _UPLOADS, seed=tally.done)
        found = search(zone, folder / "backups", lives)
        for life in lives:
            life.close()
    wrong = [f"{name} in {paths[0]}" for name, paths in list(found.leaked.items())[:_SHOWN]]
    wrong += [f"the search did not find what leaked on purpose: {name}" for name in sorted(found.missed)]
    if wrong:
        tally.failed("; ".join(wrong), leaked=len(found.leaked))
    else:
        through = found.looked_through
        tally.passed(canaries=found.canaries, files=through.files, megabytes=through.bytes / 1e6)


PARTS = [
    Part("canaries", "nothing protected is on a zone's disk in any known form", 1, "zone of 200", 6, _run)
]
