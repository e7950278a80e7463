"""Where pictures are made: size, colour ramps and a canvas of light."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

W, H = 360, 640
INK = (11, 12, 14)
Picture = NDArray[np.uint8]
Plane = NDArray[np.floating[Any]]


def rgb(colour: str) -> Plane:
    """'#rrggbb' as float32 [3] in linear light, 0..1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.array(parts, np.float32) ** np.float32(2.2)


def ramp(colours: Sequence[str], size: int = 1024) -> Picture:
    """A table uint8 [size, 3] through the given colours, mixed in linear light."""
    stops = np.stack([rgb(colour) for colour in colours])
    at = np.linspace(0, len(colours) - 1, size)
    mixed = np.stack([np.interp(at, np.arange(len(colours)), stops[:, c]) for c in range(3)], axis=1)
    return np.round(255 * mixed ** (1 / 2.2)).astype(np.uint8)


def shade(plane: Plane, table: Picture) -> Picture:
    """Colour a plane of values 0..1 with a table."""
    index = np.clip(plane * (len(table) - 1), 0, len(table) - 1).astype(np.int32)
    return np.take(table, index, axis=0)


@cache
def grid(scale: int = 1) -> tuple[Plane, Plane]:
    """Coordinates (x, y) of pixel centres; x in -1..1, y in the same unit; [H/scale, W/scale]."""
    y, x = np.mgrid[0 : H // scale, 0 : W // scale].astype(np.float32) + 0.5
    unit = np.float32(2 * scale / W)
    return x * unit - 1, y * unit - np.float32(H / W)


@cache
def vignette(scale: int = 1) -> Plane:
    """Brightness 0.35..1 that falls gently to the corners."""
    x, y = grid(scale)
    return np.clip(1.12 - 0.2 * (x**2 + (y * 0.8) ** 2), 0.35, 1).astype(np.float32)


def enlarge(picture: Picture, how: Image.Resampling = Image.Resampling.BICUBIC) -> Picture:
    """A picture at full size."""
    return np.asarray(Image.fromarray(picture).resize((W, H), how))


def bloom(picture: Picture, radius: int = 5, amount: float = 0.8) -> Picture:
    """Let bright parts shine into their surroundings; ``radius`` in steps of 4 pixels."""
    soft = Image.fromarray(picture).reduce(4)
    for _ in range(2):  # two boxes make a tent, near enough to a bell and much cheaper
        soft = soft.filter(ImageFilter.BoxBlur(radius * 0.8))
    soft = soft.point(lambda value: value * amount * 0.8)
    glow = np.asarray(soft.resize((W, H), Image.Resampling.BILINEAR))
    shining: Picture = np.minimum(picture, 255 - glow) + glow
    return shining


class Light:
    """A canvas on which light adds up and fades, as on a long exposure."""

    def __init__(self) -> None:
        self.plane = np.zeros((H, W, 3), np.float32)

    def fade(self, keep: float) -> None:
        """Keep this part of the light."""
        self.plane *= np.float32(keep)

    def dots(self, x: Plane, y: Plane, colour: Plane) -> None:
        """Add points at (x, y) in grid units with linear colours, float32 [n, 3] or one [3]."""
        column = (x + 1) * np.float32(W / 2) - np.float32(0.5)
        row = (y + np.float32(H / W)) * np.float32(W / 2) - np.float32(0.5)
        inside = (column > 0) & (column < W - 2) & (row > 0) & (row < H - 2)
        column, row = column[inside], row[inside]
        colour = np.broadcast_to(colour, (x.size, 3))[inside]
        left, top = column.astype(np.int32), row.astype(np.int32)
        fx, fy = column - left, row - top
        at = top * W + left
        where = np.concatenate([at, at + 1, at + W, at + W + 1])
        share = np.concatenate([(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy])
        flat = self.plane.reshape(-1, 3)
        for channel in range(3):
            weight = share * np.tile(colour[:, channel], 4)
            flat[:, channel] += np.bincount(where, weight, H * W)

    def balls(self, x: Plane, y: Plane, radius: Plane, colour: Plane) -> None:
        """Add soft discs, ``radius`` in pixels."""
        colour = np.broadcast_to(colour, (x.size, 3))
        radius = np.broadcast_to(radius, x.shape)
        for px, py, r, c in zip((x + 1) * W / 2, (y + H / W) * W / 2, radius, colour, strict=True):
            reach = int(2.2 * r) + 2
            x0, x1 = max(0, int(px) - reach), min(W, int(px) + reach + 1)
            y0, y1 = max(0, int(py) - reach), min(H, int(py) + reach + 1)
            if x0 >= x1 or y0 >= y1:
                continue
            dx = (np.arange(x0, x1, dtype=np.float32) - px) ** 2
            dy = (np.arange(y0, y1, dtype=np.float32) - py) ** 2
            far = (dy[:, None] + dx[None]) / np.float32(r * r)
            core = 1 / (1 + far * far * far)
            self.plane[y0:y1, x0:x1] += core[..., None] * c

    def picture(self, ground: Plane | None = None, exposure: float = 1.0) -> Picture:
        """Develop: light over a dark ground (linear, [3] or [H, W, 3]) as uint8 [H, W, 3]."""
        light = self.plane * np.float32(exposure)
        light += rgb("#0b0c0e") if ground is None else ground
        peak = np.maximum(np.maximum(light[..., 0], light[..., 1]), light[..., 2])
        light /= (1 + peak)[..., None]  # by the strongest channel: bright stays coloured, and below 1
        np.sqrt(light, out=light)
        light *= np.float32(255)
        return light.astype(np.uint8)
