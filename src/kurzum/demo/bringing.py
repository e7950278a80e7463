"""Brings demo clips into a zone: each is drawn by a child process and handed over as any upload is."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from kurzum.demo.clips import Clip
from kurzum.demo.creators import CREATORS, Creator
from kurzum.demo.film import FilmError

FIRST = 5
NICE = 19


class Door(Protocol):
    """How a zone takes demo clips in; ``app`` opens it onto accounts, uploads and the queue."""

    async def has(self, creator: Creator, name: str) -> bool:
        """Whether this clip was handed over before, whatever became of it."""
        ...

    async def take(self, creator: Creator, clip: Clip, file: Path, urgent: bool) -> None:
        """Hand a clip over; its creator's account is made where there is none. Durable on return."""
        ...

    async def quiet(self) -> None:
        """Return once nobody's own upload waits, so that the demo stays behind people's clips."""
        ...


async def bring(clips: Sequence[Clip], door: Door, work: Path) -> int:
    """Draw and hand over whatever of ``clips`` the zone does not have; returns how many that were.

    The first five are drawn at once and urgent; the others one by one at nice 19 when the zone is quiet.
    Stopped half-way it goes on where it was. Raises FilmError.
    """
    brought = 0
    with TemporaryDirectory(dir=work, prefix="demo-") as folder:
        for place, clip in enumerate(clips):
            creator, urgent = CREATORS[clip.creator], place < FIRST
            if await door.has(creator, clip.name):
                continue
            if not urgent:
                await door.quiet()
            file = Path(folder, f"{clip.name}.mp4")
            await drawn(clip, file, 0 if urgent else NICE)
            await door.take(creator, clip, file, urgent)
            file.unlink()
            brought += 1
    return brought


async def drawn(clip: Clip, file: Path, niceness: int = 0) -> None:
    """Draw a clip in a child process, so that the caller's loop stays free. Raises FilmError."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "kurzum.demo", clip.name, str(file), str(niceness),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    try:
        _, words = await child.communicate()
    except asyncio.CancelledError:
        child.kill()
        await child.wait()
        raise
    if child.returncode != 0:
        raise FilmError(f"'{clip.name}' could not be drawn: {words.decode(errors='replace')[-800:]}")
