"""Kinetic words: one greeting a beat, in many languages (in ASCII: the bundled face has no more)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kurzum.demo.beat import Beat
from kurzum.demo.kinds.swarms import TAU
from kurzum.demo.stage import H, Picture, Plane, W, bloom, grid, ramp, shade

GREETINGS = """
    hello hola hallo ciao salut ahoj hej merhaba jambo aloha sawubona namaste
    salam shalom kumusta sveiki moi szia zdravo moin selamat konnichiwa dumela hei
"""
WORDS = GREETINGS.split()
SHORT = ("listen", "look", "move", "breathe", "again", "and", "again", "now")


@cache
def _word(text: str) -> Plane:
    """A word as wide as the stage allows, float32 [h, w] of coverage."""
    size = 40
    while ImageFont.load_default(size + 4).getlength(text) < W * 0.86 and size < 190:
        size += 4
    face = ImageFont.load_default(size)
    left, top, right, bottom = face.getbbox(text, stroke_width=size // 44)
    image = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(image).text((2 - left, 2 - top), text, font=face, fill=255, stroke_width=size // 44)
    return np.asarray(image, np.float32) / 255


def words(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Each beat brings a word; the ones before climb, shrink in light and leave."""
    start = int(rng.integers(len(WORDS)))
    order = [*SHORT[:4], *(WORDS[(start + i) % len(WORDS)] for i in range(24)), *SHORT[4:]]
    table = ramp(colours[2:])
    x, y = grid(4)
    ground = ramp((colours[0], colours[0], colours[1]))
    for f in range(beat.frames):
        glow = 0.5 + 0.5 * np.sin(2.2 * y + x + TAU * beat.turn[f])
        base = shade((0.16 + 0.3 * beat.kick[f]) * glow * np.exp(-x * x), ground)
        picture = np.asarray(
            Image.fromarray(base).resize((W, H), Image.Resampling.BICUBIC), np.float32
        ).copy()
        now = int(beat.beats[f])
        part = float(beat.beats[f]) - now
        ease = 1 - (1 - min(1.0, part * 2.6)) ** 3
        bottom = H * 0.7
        for back in range(8):
            if now - back < 0:
                break
            word = _word(order[(now - back) % len(order)])
            height = word.shape[0] + 26
            if back == 0:
                bottom += (1 - ease) * height
                level = ease
            else:
                level = 0.74 * 0.7 ** (back - 1 + ease)
            top = int(bottom - word.shape[0])
            hue = ((now - back) * 0.19 + 0.1) % 1
            _lay(picture, word, top, table[int(hue * 1023)], level)
            bottom = top - 26
            if bottom < -40:
                break
        yield bloom(np.clip(picture, 0, 255).astype(np.uint8), 6, 0.45 + 0.4 * float(beat.kick[f]))


def _lay(picture: Plane, word: Plane, top: int, colour: Picture, level: float) -> None:
    left = 26
    y0, y1 = max(0, top), min(H, top + word.shape[0])
    x1 = min(W, left + word.shape[1])
    if y0 >= y1:
        return
    cover = word[y0 - top : y1 - top, : x1 - left, None] * np.float32(level)
    part = picture[y0:y1, left:x1]
    part *= 1 - cover
    part += cover * colour
