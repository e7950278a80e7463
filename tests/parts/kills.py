"""SIGKILL at a random moment of the crowd's doings, and how long it takes until all goes on."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg

from parts.standing import SUPERVISOR, Standing

ROLES = ("worker", "server", "custodian", "postgres", SUPERVISOR)
_PATIENCE_S = 90.0
_LONGEST_WAIT_S = 2.5
_DOING = "SELECT id, attempts, worker_id FROM jobs.procrastinate_jobs WHERE status = 'doing'"
_STANDS = "SELECT id, status::text, attempts, worker_id FROM jobs.procrastinate_jobs WHERE id = ANY(%s)"


@dataclass(frozen=True)
class Kill:
    """Seconds from the kill until: a page is answered, every part is well, the last job that was in hand is
    in work again (None: none was cut off)."""

    answered_s: float
    well_s: float
    taken_up_s: float | None

    def figures(self) -> dict[str, float]:
        """For a tally."""
        found = {"answered_s": self.answered_s, "well_s": self.well_s}
        return found if self.taken_up_s is None else found | {"taken_up_s": self.taken_up_s}


def kill(zone: Standing, role: str, seed: str) -> Kill:
    """Kill one process at a moment that is the seed's, and wait until the zone is well again."""
    time.sleep(random.Random(seed).uniform(0.05, _LONGEST_WAIT_S))  # noqa: S311 (no secret)
    worker = zone.pid("worker")
    in_hand = _in_hand(zone)
    before = zone.pid(role) if role != SUPERVISOR else 0
    began = time.monotonic()
    zone.kill(role)
    if role == SUPERVISOR:
        zone.again()
    else:
        _until(lambda: zone.process(role)["pid"] not in (None, before), f"{role} is not started again")
    _until(lambda: _answers(zone), f"no answer after {role} was killed")
    answered_s = time.monotonic() - began
    zone.wait_until_well(_PATIENCE_S)
    well_s = time.monotonic() - began
    cut_off = in_hand if zone.pid("worker") != worker else {}
    return Kill(answered_s, well_s, _taken_up(zone, cut_off, began) if cut_off else None)


def _in_hand(zone: Standing) -> dict[int, tuple[int, int]]:
    """Jobs that are being done: id -> tries and worker."""
    try:
        with zone.connect() as conn:
            return {job: (tries, worker) for job, tries, worker in conn.execute(_DOING).fetchall()}
    except psycopg.OperationalError:
        return {}


def _taken_up(zone: Standing, cut_off: dict[int, tuple[int, int]], began: float) -> float:
    """Seconds from ``began`` until each of these jobs is done, or being done by another worker."""
    with zone.connect() as conn:
        _until(
            lambda: not _idle(conn, cut_off), f"jobs {list(cut_off)} were not taken up again: {zone.said()}"
        )
    return time.monotonic() - began


def _idle(conn: psycopg.Connection[Any], cut_off: dict[int, tuple[int, int]]) -> list[int]:
    """Those that nobody has taken up: the first in each lane must be in work, the rest may wait for it."""
    rows = conn.execute(_STANDS, [list(cut_off)]).fetchall()
    return [job for job, status, tries, worker in rows
            if status != "doing" or (tries, worker) == cut_off[job]]  # fmt: skip


def _answers(zone: Standing) -> bool:
    try:
        return httpx.get(f"{zone.origin}/api/feed?limit=1", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _until(holds: Any, what: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.03)
