"""SIGKILL at a random moment of the crowd's doings, and how long it takes until all goes on."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import psycopg

from parts.servers import database_role
from parts.standing import SUPERVISOR, Standing

DATABASE = database_role()
ROLES = ("worker", "server", "custodian", DATABASE, SUPERVISOR)
_PATIENCE_S = 300.0
_LONGEST_WAIT_S = 2.5
_NOTICED_S = 3.0
_DOING = "SELECT id, queue_name, worker_id FROM jobs.procrastinate_jobs WHERE status = 'doing'"
_LEFT = "SELECT id FROM jobs.procrastinate_jobs WHERE id = ANY(%s)"


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
    began = time.monotonic()
    killed = zone.kill(role)
    if role == SUPERVISOR:
        zone.again()
    else:
        _until(lambda: zone.process(role)["pid"] not in (None, killed), f"{role} is not started again")
    _until(lambda: _answers(zone), f"no answer after {role} was killed")
    answered_s = time.monotonic() - began
    zone.wait_until_well(_PATIENCE_S)
    if role == DATABASE and _within(_NOTICED_S, lambda: zone.pid("worker") != worker):
        # The worker may lose its queue with its connections, and then ends a moment after them.
        zone.wait_until_well(_PATIENCE_S)
    well_s = time.monotonic() - began
    cut_off = in_hand if zone.pid("worker") != worker else []
    return Kill(answered_s, well_s, _taken_up(zone, cut_off, began) if cut_off else None)


def _in_hand(zone: Standing) -> list[tuple[int, str, int]]:
    """Jobs that are being done: id, lane and worker."""
    try:
        with zone.connect() as conn:
            return conn.execute(_DOING).fetchall()
    except psycopg.OperationalError:
        return []


def _taken_up(zone: Standing, cut_off: list[tuple[int, str, int]], began: float) -> float:
    """Seconds from ``began`` until each of these jobs is in work again, or done, or another worker is at
    another job of its lane, which came first."""
    before = {worker for _, _, worker in cut_off}
    with zone.connect() as conn:

        def idle() -> list[int]:
            doing = [one for one in conn.execute(_DOING).fetchall() if one[2] not in before]
            lanes = {lane for _, lane, _ in doing}
            left = {row[0] for row in conn.execute(_LEFT, [[job for job, _, _ in cut_off]]).fetchall()}
            return [job for job, lane, _ in cut_off if job in left and lane not in lanes]

        _until(lambda: not idle(), f"jobs {cut_off} were not taken up again: {zone.said()}")
    return time.monotonic() - began


def _answers(zone: Standing) -> bool:
    try:
        return httpx.get(f"{zone.origin}/api/feed?limit=1", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _within(seconds: float, holds: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.03)
    return bool(holds())


def _until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.03)
