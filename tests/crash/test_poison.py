"""A clip whose processing ends the worker each time: given up after three tries, with a reason, alone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kurzum.jobs.processing import MOST_TRIES
from parts.acknowledged import Acknowledged, Sending
from parts.aftermath import look
from parts.caller import Caller
from parts.clip_rooms import film
from parts.standing import Standing, standing

_IN_WORK = """
SELECT tries FROM clips.clip WHERE clip_id = %s AND state IN ('probing', 'encoding') AND tries > %s
"""
_HISTORY = "SELECT cause, count(*) FROM clips.state_change WHERE clip_id = %s GROUP BY 1"


@dataclass
class Poison:
    """The clip, and at which of its tries a worker was ended."""

    clip: str
    deaths: list[int] = field(default_factory=list)


@contextmanager
def poisonous(zone: Standing, clip: str) -> Iterator[Poison]:
    """While the block lasts, each try at this clip, up to the most there are to be, ends its worker."""
    poison, end = Poison(clip), threading.Event()

    def watch() -> None:
        with zone.connect() as conn:
            while not end.wait(0.01) and len(poison.deaths) < MOST_TRIES:
                last = poison.deaths[-1] if poison.deaths else 0
                row = conn.execute(_IN_WORK, [clip, last]).fetchone()
                if row is not None:
                    with suppress(ProcessLookupError):
                        os.kill(zone.pid("worker"), signal.SIGKILL)
                        poison.deaths.append(row[0])

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield poison
    finally:
        end.set()
        watching.join()


def upload(who: Caller, path: Path) -> str:
    """A clip on its way; its id."""
    answer = who.http.post("/api/clips", json={"upload": who.upload(path), "caption": "a clip"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_a_clip_that_ends_its_worker_is_given_up_and_stops_nobody(tmp_path: Path) -> None:
    small, long = film(tmp_path / "small.mp4", 1.2), film(tmp_path / "long.mp4", 4.0, "360x640")
    with standing() as zone:
        anna, ben = (Caller(zone.origin, "US").join(name) for name in ("anna", "ben"))
        with poisonous(zone, upload(anna, long)) as poison:
            others = [upload(ben, small) for _ in range(2)]
            ends = [ben.wait(clip) for clip in others]
            given_up = anna.wait(poison.clip)
        assert [card["state"] for card in ends] == ["published"] * 2
        assert poison.deaths == list(range(1, MOST_TRIES + 1))
        assert (given_up["state"], given_up["rejection"]["code"]) == ("rejected", "failed")
        assert "upload it again" in given_up["rejection"]["message"]
        _nobody_else_was_blamed(zone, others)
        zone.wait_until_well()
        assert anna.clip(small)["state"] == "published"
        assert not look(zone, _all_of(zone), set()).faults
        for who in (anna, ben):
            who.close()


def _nobody_else_was_blamed(zone: Standing, clips: list[str]) -> None:
    """A clip that was in hand when a worker ended is tried again alone, so it is met at most once."""
    with zone.connect() as conn:
        for clip in clips:
            causes = dict(conn.execute(_HISTORY, [clip]).fetchall())
            assert causes["started"] <= 2, causes


def _all_of(zone: Standing) -> Acknowledged:
    """Every clip and upload that there is."""
    with zone.connect() as conn:
        rows = conn.execute("SELECT clip_id::text, upload_id::text FROM clips.clip").fetchall()
    return Acknowledged(uploads={upload: Sending("", 0, 0) for _, upload in rows}, clips=dict(rows))
