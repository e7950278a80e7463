"""The short form of `make prove PART=disk-full` and `few-descriptors`: one of each, in one zone."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from parts import descriptors, small_disk
from parts.acknowledged import Acknowledged
from parts.aftermath import look
from parts.clip_rooms import film
from parts.crowd import Crowd
from parts.descriptors import short_of_descriptors
from parts.small_disk import filled, small_disks
from parts.standing import Standing, standing

_REFUSED = ("503 staging_full", "503 storage_full", "503 database_unavailable", "503 short",
            "503 custodian_unavailable", "503 unavailable")  # fmt: skip


def test_a_full_disk_and_few_descriptors_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    if why := small_disk.why_not() or descriptors.why_not():
        pytest.skip(why)
    films = [film(tmp_path / f"{n}.mp4", 1.2 + 0.3 * n) for n in range(2)]
    known = Acknowledged()
    disks: dict[str, Path] = {}
    with ExitStack() as stack:
        zone = stack.enter_context(standing(before=lambda home: disks.update(
            stack.enter_context(small_disks(home)))))  # fmt: skip
        crowd = stack.enter_context(Crowd(zone.origin, films, known, people=3, waiting=2))
        crowd.until(lambda: len(known.clips) >= 1)
        with filled(disks["staging"]):
            crowd.until(lambda: known.refusals["503 staging_full"])
        with short_of_descriptors(zone, "server"):
            crowd.until(lambda: _answered_or_refused(zone))
        zone.wait_until_well()
        crowd.pause()
        found = look(zone, known, set())
    assert not found.faults, found.faults
    assert set(known.refusals) <= set(_REFUSED) | {"409 still_running", "503 head"}, known.refusals


def _answered_or_refused(zone: Standing) -> bool:
    """Somebody new gets a page or a 503, and no connection that breaks off."""
    return httpx.get(f"{zone.origin}/api/feed?limit=1", timeout=60).status_code in (200, 503)
