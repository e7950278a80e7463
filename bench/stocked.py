"""A running Kurzum with a few clips of a phone's size, for measuring what people see of it."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from parts.caller import Caller
from parts.running import Running, running

SECONDS = 15


@contextmanager
def stocked(clips: int, size: str = "720x1280") -> Iterator[tuple[Running, list[dict[str, Any]]]]:
    """Kurzum with so many published clips in zone ``us``, each by a maker of its own; their cards."""
    with tempfile.TemporaryDirectory(prefix="kz") as folder, running(unlimited=True) as started:
        cards = []
        for number in range(clips):
            maker = Caller(started.tool_origin("us"), "US").join(f"maker_{number}")
            card = maker.clip(drawn(Path(folder), number, size), f"Clip {number}")
            assert card["state"] == "published", card
            cards.append(_whole(maker, card["id"]))
            maker.close()
        yield started, cards


def _whole(maker: Caller, clip: str) -> dict[str, Any]:
    """The clip's card once its whole ladder is there, so that nothing is encoded while it is measured."""
    end = time.monotonic() + 600
    while True:
        card: dict[str, Any] = maker.get(f"/api/clips/{clip}")
        if card["progress"] >= 1:
            return card
        assert time.monotonic() < end, "the ladder is not whole after ten minutes"
        time.sleep(0.5)


def drawn(folder: Path, number: int, size: str) -> Path:
    """A clip of 15 s, 30 pictures a second, with shapes that move, some grain, and a tone."""
    path = folder / f"drawn-{number}.mp4"
    picture = f"testsrc2=s={size}:r=30:d={SECONDS},hue=h={number * 47},noise=alls=8:allf=t,gblur=sigma=0.8"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", picture,
            "-f", "lavfi", "-i", f"sine=frequency={220 + 30 * number}:duration={SECONDS}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest",
            str(path),
        ],
        check=True,
    )  # fmt: skip
    return path
