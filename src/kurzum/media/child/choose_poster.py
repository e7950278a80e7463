"""Choose a rendition's most telling keyframe, write it as WebP, and answer with what to show before it
has loaded.

    choose_poster.py RENDITION POSTER SHORT_SIDE

Needs PyAV, Pillow and numpy.
"""

from __future__ import annotations

import base64
import io
import json
import os

# Its threads would be as many as the machine has cores, and have nothing to do here.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import av
import numpy as np
from PIL import Image

GOOD_ENOUGH = 0.7
"""The earliest keyframe that is nearly the best wins: playback then begins close to what was shown."""
QUALITY = 75
TINY_SIDE, TINY_BYTES = 12, 600


def keyframes(path: str) -> list[Image.Image]:
    with av.open("file:" + path, format="mov", options={"protocol_whitelist": "file"}) as file:
        video = file.streams.video[0]
        video.codec_context.skip_frame = "NONKEY"
        return [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in file.decode(video)]


def telling(image: Image.Image) -> float:
    """How much there is to see: contrast and edges, less what is nearly black or white."""
    grey = np.asarray(image.convert("L").resize((64, 64)), dtype=np.float32)
    edges = float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())
    lost = float(((grey < 20) | (grey > 245)).mean())
    return (float(grey.std()) + 2 * edges) * (1 - 0.8 * lost)


def chosen(images: list[Image.Image]) -> Image.Image:
    scores = [telling(image) for image in images]
    enough = GOOD_ENOUGH * max(scores)
    return next(image for image, score in zip(images, scores, strict=True) if score >= enough)


def shrunk(image: Image.Image, short_side: int) -> Image.Image:
    factor = min(1.0, short_side / min(image.size))
    width, height = (max(1, round(length * factor)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def placeholder(image: Image.Image) -> str:
    """A data URI of a picture so small that it can stand inside the page; it is shown enlarged and
    blurred."""
    for side, quality in ((TINY_SIDE, 40), (TINY_SIDE, 10), (TINY_SIDE // 2, 10), (2, 10)):
        kept = io.BytesIO()
        shrunk(image, side).save(kept, "WEBP", quality=quality, method=6)
        uri = "data:image/webp;base64," + base64.b64encode(kept.getvalue()).decode()
        if len(uri) <= TINY_BYTES:
            break
    return uri


def drawn(source: str, poster: str, short_side: int) -> dict[str, object]:
    image = shrunk(chosen(keyframes(source)), short_side)
    image.save(poster, "WEBP", quality=QUALITY, method=4)
    red, green, blue = np.asarray(image, dtype=np.float32).reshape(-1, 3).mean(axis=0).round().astype(int)
    return {
        "width": image.width,
        "height": image.height,
        "placeholder": placeholder(image),
        "colour": f"#{red:02x}{green:02x}{blue:02x}",
    }


def main(words: list[str]) -> str:
    source, poster, short_side = words
    return json.dumps(drawn(source, poster, int(short_side)))
