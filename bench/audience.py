"""A running Kurzum with a few clips and signed-in viewers, for measuring what they ask for."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import psycopg

from kurzum.app.footprint import tree
from kurzum.app.places import places
from kurzum.core.process import cpu_s
from kurzum.store.cluster import DATABASE, SUPERUSER
from parts.caller import Caller
from parts.running import Running, running

ZONE = "us"
ROLES = ("front", "server", "custodian", "postgres", "worker")
_PATIENCE_S = 900


@dataclass
class Audience:
    """``tokens``: one session a viewer; ``maker``: of whom made the clips; ``cards``: these, all encoded."""

    started: Running
    maker: Caller
    tokens: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """The zone's address, in numbers."""
        return self.started.tool_origin(ZONE).replace("localhost", "127.0.0.1")

    @property
    def blobs(self) -> Path:
        """The zone's folder of blobs."""
        return places(self.started.home, ZONE).blobs

    def maker_token(self) -> str:
        """The session of whom made the clips."""
        return str(self.maker.http.headers["Authorization"]).removeprefix("Bearer ")

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds so far of the zone's processes by role, with their children."""
        state = json.loads((self.started.home / "state.json").read_text("utf-8"))
        zone = next(one for one in state["zones"] if one["name"] == ZONE)
        pids = {one["role"]: one["pid"] for one in zone["processes"]}
        return {role: sum(map(cpu_s, tree(pids[role]))) for role in ROLES if pids.get(role)}

    def sql(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection to the zone's own PostgreSQL, as its operator."""
        door = places(self.started.home, ZONE).door("db-server")
        return psycopg.connect(host=str(door), user=SUPERUSER, dbname=DATABASE)


@contextmanager
def audience(viewers: int, films: Sequence[str]) -> Iterator[Audience]:
    """A Kurzum in which so many viewers are signed in. ``films``: the visibility of each clip to be made."""
    with running(unlimited=True) as started, tempfile.TemporaryDirectory(prefix="kz") as folder:
        maker = Caller(started.tool_origin(ZONE), "US").join("maker")
        found = Audience(started, maker)
        made = [
            maker.clip(film(Path(folder) / f"{number}.mp4", number), "a film", visibility=visibility)
            for number, visibility in enumerate(films)
        ]
        found.cards = [_whole(maker, clip["id"]) for clip in made]
        for number in range(viewers):
            caller = Caller(maker.origin, "US").join(f"viewer{number}")
            found.tokens.append(str(caller.http.headers["Authorization"]).removeprefix("Bearer "))
            caller.close()
        try:
            yield found
        finally:
            maker.close()


def film(path: Path, seed: int, seconds: int = 16) -> Path:
    """A film that is hard to make small: noise that moves, 720 x 1280."""
    picture = f"testsrc2=s=720x1280:r=24:d={seconds},noise=alls=20:allf=t:all_seed={seed},hue=h={50 * seed}"
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", picture,
        "-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-shortest", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return path


def _whole(maker: Caller, clip: str) -> dict[str, Any]:
    """The clip's card when nothing of it is being encoded any more."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        card: dict[str, Any] = maker.get(f"/api/clips/{clip}")
        if card["state"] != "published":
            raise RuntimeError(f"a film was not published: {card['state']}, {card['rejection']}")
        if card["progress"] >= 1:
            return card
        if time.monotonic() > end:
            raise RuntimeError("a film was not whole in time")
        time.sleep(0.5)
