"""Demo clips as files, and how they are brought into a zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import pytest

from kurzum.demo import CLIPS, CREATORS, Clip, Creator, FilmError, bring, draw, drawn
from kurzum.demo.film import encode

QUICK = [clip for clip in CLIPS if clip.kind in ("moire", "life")]


@dataclass
class Hall:
    """A door that keeps what it is given, and closes after ``most`` clips."""

    most: int = 99
    kept: list[tuple[str, str, bool, int]] = field(default_factory=list)
    waited: int = 0

    async def has(self, creator: Creator, name: str) -> bool:
        return any((creator.handle, name) == (row[0], row[1]) for row in self.kept)

    async def take(self, creator: Creator, clip: Clip, file: Path, urgent: bool) -> None:
        if len(self.kept) >= self.most:
            raise ConnectionError("closed")
        self.kept.append((creator.handle, clip.name, urgent, file.stat().st_size))

    async def quiet(self) -> None:
        self.waited += 1


def test_a_drawn_clip_is_a_portrait_video_with_sound(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    draw(QUICK[0], target)
    with av.open(target) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.width, video.height, video.codec_context.name) == (360, 640, "h264")
        assert video.average_rate == 30
        assert (audio.codec_context.name, audio.channels) == ("aac", 2)
        assert film.duration is not None
        assert 15_200_000 < film.duration < 20_000_000
        picture = next(film.decode(video)).to_ndarray(format="rgb24")
    assert picture.std() > 4
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


async def test_bringing_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    hall = Hall(most=1)
    with pytest.raises(ConnectionError):
        await bring(QUICK, hall, tmp_path)
    hall.most = 99
    assert await bring(QUICK, hall, tmp_path) == 1
    assert await bring(QUICK, hall, tmp_path) == 0
    assert [row[:3] for row in hall.kept] == [(clip.creator, clip.name, True) for clip in QUICK]
    assert all(row[3] > 100_000 for row in hall.kept)
    assert list(tmp_path.iterdir()) == []


async def test_a_clip_that_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="usage"):
        await drawn(
            Clip("no-such", "moire", "ember", next(iter(CREATORS)), "", CLIPS[0].key, 1), tmp_path / "x"
        )
    (tmp_path / "taken").mkdir()
    with pytest.raises(FilmError, match="failed"):
        encode([], np.zeros((10, 2), "f4"), tmp_path / "taken")
