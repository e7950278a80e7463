"""Backups of a zone and its keys at random moments under load, each restored elsewhere and looked at.

Everything that was acknowledged before a backup began must be in what comes back, once and whole; what was
asked while it was taken may be; nothing else is. See ``parts.aftermath`` for what is looked at.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from pathlib import Path

from bench.proofs.part import Part, Tally
from parts.acknowledged import Acknowledged, Sending
from parts.aftermath import look
from parts.backups import run
from parts.clip_rooms import film
from parts.crowd import Crowd
from parts.standing import ZONE, Standing, standing

_IN_ONE_ZONE = 5
_NOBODY = -1


def _run(tally: Tally) -> None:
    with tempfile.TemporaryDirectory(prefix="kz-films-") as folder:
        films = [film(Path(folder) / f"{n}.mp4", 1.2 + 0.3 * n) for n in range(3)]
        while tally.wanted():
            try:
                _in_one_zone(tally, films)
            except AssertionError as error:
                # This zone did not get well: what follows is shown with another.
                tally.failed(str(error))


def _in_one_zone(tally: Tally, films: list[Path]) -> None:
    known = Acknowledged()
    with (
        tempfile.TemporaryDirectory(prefix="kz-backup-", ignore_cleanup_errors=True) as name,
        standing() as zone,
        Crowd(zone.origin, films, known) as crowd,
    ):
        crowd.until(lambda: len(known.likes) >= 2 and len(known.batches) >= 2, 300)
        for number in range(_IN_ONE_ZONE):
            if not tally.wanted():
                return
            _round(tally, zone, crowd, Path(name), number)


def _round(tally: Tally, zone: Standing, crowd: Crowd, folder: Path, number: int) -> None:
    time.sleep(random.Random(f"backup {tally.done}").uniform(0.2, 5))  # noqa: S311 (no secret)
    before = _copy(crowd.known)
    began = time.monotonic()
    words = (folder / "zone", "--home", zone.home, "--zone", ZONE, "--json")
    taken = json.loads(run("zone", "backup", *words).stdout)[0]
    took = time.monotonic() - began
    run("custodian", "backup", folder / "keys", "--home", zone.home, "--zone", ZONE)
    after = _copy(crowd.known)
    crowd.pause()
    home = folder / f"home{number}"
    began = time.monotonic()
    run("zone", "restore", folder / "zone", "--home", home)
    epoch = zone.where.standby(None)
    run("custodian", "restore", folder / "keys", "--home", home, "--epoch", epoch)
    restored = Standing(home)
    try:
        restored.start()
        back = time.monotonic() - began
        found = look(restored, _expected(before, after), set())
    finally:
        restored.stop()
    crowd.resume()
    figures = {
        "backup_s": took,
        "restored_and_ready_s": back,
        "megabytes": taken["total_bytes"] / 1e6,
        "new_megabytes": taken["new_bytes"] / 1e6,
        **before.counts(),
    }
    if found.faults:
        tally.failed("; ".join(found.faults[:6]), 1, **figures)
    else:
        tally.passed(1, **figures)


def _expected(before: Acknowledged, after: Acknowledged) -> Acknowledged:
    """What must be there was acknowledged before; what may be there was asked until after."""
    sent = {
        upload: before.uploads.get(upload, Sending(one.handle, one.length, _NOBODY))
        for upload, one in after.uploads.items()
    }
    return Acknowledged(
        people=before.people,
        asked_people=after.asked_people,
        uploads=sent,
        clips=before.clips,
        batches=before.batches,
        asked_batches=after.asked_batches,
        likes=before.likes,
    )


def _copy(known: Acknowledged) -> Acknowledged:
    # Each copy is one step of the interpreter, so the people may go on meanwhile.
    return Acknowledged(
        people=dict(known.people),
        asked_people=set(known.asked_people),
        uploads=dict(known.uploads),
        clips=dict(known.clips),
        batches=dict(known.batches),
        asked_batches=dict(known.asked_batches),
        likes=set(known.likes),
    )


PARTS = [
    Part(
        name="backup",
        says="backups at random moments under load, restored into an empty home and compared",
        goal=20,
        unit="a backup of a zone and its keys",
        minutes=12,
        run=_run,
    )
]
