"""Draws one clip into a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np

from kurzum.demo.beat import listen
from kurzum.demo.clips import CLIPS, Clip
from kurzum.demo.film import encode
from kurzum.demo.kinds import KINDS
from kurzum.demo.music import compose, perform
from kurzum.demo.palettes import PALETTES
from kurzum.media.child.walls import die_with_parent


def draw(clip: Clip, target: Path) -> None:
    """Write a clip as MP4 (H.264, AAC), 360x640 at 30 frames/s, 15.4 to 19.6 s. Needs a few CPU seconds.

    The same clip gives the same frames and samples each time. Raises FilmError where the encoder fails.
    """
    music, picture = np.random.default_rng((clip.seed, 0)), np.random.default_rng((clip.seed, 1))
    piece = compose(clip.key, music)
    samples = perform(piece, music)
    beat = listen(piece, samples)
    part = target.with_name(f"{target.name}.part")
    encode(KINDS[clip.kind](beat, picture, PALETTES[clip.palette]), samples, part)
    part.replace(target)


def main(words: list[str]) -> int:
    """``python -m kurzum.demo NAME FILE [NICENESS]``: draw one clip in a process of its own."""
    clips = {clip.name: clip for clip in CLIPS}
    if len(words) not in (2, 3) or words[0] not in clips:
        print(f"usage: python -m kurzum.demo NAME FILE [NICENESS]; names: {' '.join(clips)}", file=sys.stderr)
        return 2
    # Nobody waits for a drawing whose zone was ended; its encoder ends with the pipe.
    die_with_parent(os.getppid())
    if len(words) == 3:
        os.nice(int(words[2]))
    draw(clips[words[0]], Path(words[1]))
    return 0
