"""What is shown before a clip plays: a still picture, a tiny placeholder, a colour."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from kurzum.media.rejections import MediaUnavailable
from kurzum.media.rendition import Rendition
from kurzum.media.sandbox import Sandbox

SCRIPT = Path(__file__).with_name("child") / "choose_poster.py"
SHORT_SIDE = 480
"""Px of a poster's shorter side at most."""


class Drawn(msgspec.Struct, frozen=True):
    """What the child answers; it goes into pages, so nothing else passes."""

    width: Annotated[int, Meta(ge=1, le=1 << 14)]
    height: Annotated[int, Meta(ge=1, le=1 << 14)]
    placeholder: Annotated[str, Meta(max_length=600, pattern=r"^data:image/webp;base64,[A-Za-z0-9+/=]*$")]
    colour: Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")]


@dataclass(frozen=True, slots=True)
class Poster:
    """A WebP file. ``placeholder``: a data URI of at most 600 characters; ``colour``: the mean, as
    ``#rrggbb``."""

    path: Path
    width: int
    height: int
    bytes: int
    placeholder: str
    colour: str


async def poster(rendition: Rendition, out: Path, box: Sandbox) -> Poster:
    """Write ``poster.webp`` into ``out``. Taken from a rendition of ours, which is upright, whole and
    SDR already."""
    path = out / "poster.webp"
    words = (str(rendition.path), str(path), str(SHORT_SIDE))
    finished = await box.script(SCRIPT, words, reads=(rendition.path,))
    if finished.status != 0:
        raise MediaUnavailable(
            f"No poster could be drawn from a rendition: {finished.complaints.strip()[-300:]}"
        )
    try:
        drawn = msgspec.json.decode(finished.output, type=Drawn)
    except msgspec.MsgspecError as error:
        raise MediaUnavailable(f"What was drawn for a poster is none: {error}.") from error
    return Poster(path=path, bytes=path.stat().st_size, **msgspec.structs.asdict(drawn))
