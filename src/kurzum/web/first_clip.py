"""The clip of a shared link within its page: it loads, and plays, while the client's code is on its way.

The client takes the very same video over (``client/src/player/first.ts``) and reads the card instead of
asking for it. Both are what everybody may see; who is signed in is not asked here.
"""

from __future__ import annotations

from html import escape

import msgspec

from kurzum.clips import Card

SHARP_ENOUGH = 0.75
"""A picture this much smaller than the screen still looks sharp, as in ``client/src/player/rendition.ts``."""
DENSITIES = (1, 1.5, 2, 3)
"""Device pixels for each of CSS; a screen in between counts as the next denser one."""
FITS_WITHIN = 0.2
"""Nearly upright clips fill the stage, others stand whole in it, as in ``client/src/clip/clip_stage.tsx``."""


def first_clip(card: Card) -> str:
    """HTML for the beginning of the body: the clip as a video, its card as data. Empty without renditions."""
    sources = _sources(card)
    if not sources:
        return ""
    shape = (card.width or 9) / (card.height or 16) / (9 / 16)
    whole = "" if abs(shape - 1) < FITS_WITHIN else ' class="whole"'
    hint = f'<img class="hint" src="{escape(card.placeholder)}" alt="">' if card.placeholder else ""
    video = "<video muted autoplay loop playsinline disablepictureinpicture disableremoteplayback"
    data = msgspec.json.encode(card).decode().replace("<", "\\u003c")
    return (
        f'<div id="first"{whole}>{hint}{video} tabindex="-1">{sources}</video></div>'
        f'<script type="application/json" id="card">{data}</script>'
    )


def _sources(card: Card) -> str:
    """Smallest first, each for the screens on which it is sharp; the largest for all others."""
    files = sorted((one for one in card.renditions if one.kind == "mp4"), key=lambda one: one.height)
    found = []
    for place, file in enumerate(files):
        px = file.height / SHARP_ENOUGH
        screens = ", ".join(
            f"(max-resolution: {density:g}dppx) and (max-height: {int(px / density)}px)"
            for density in DENSITIES
        )
        media = f' media="{screens}"' if place < len(files) - 1 else ""
        found.append(f'<source src="{escape(file.url)}" type="video/mp4"{media}>')
    return "".join(found)
