"""Falling sand and growing mazes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image

from kurzum.demo.beat import Beat
from kurzum.demo.stage import H, Picture, Plane, W, bloom, enlarge, ramp, shade, vignette


def sand(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Coloured sand falls on every note and builds dunes; near the end the floor opens."""
    table = ramp(colours[1:])
    h, w = H // 4, W // 4
    grains = np.zeros((h, w), np.float32)  # 0: air, else a colour in 0..1
    before = np.zeros(h, np.float32)[:, None] + np.zeros(w, np.float32)
    for f in range(beat.frames):
        if beat.turn[f] < 0.86:
            _pour(grains, beat, f, rng)
        else:
            grains[-4:] = 0
        for _ in range(3):
            _fall(grains, rng)
        solid = grains > 0
        before = np.maximum(before * 0.5, solid)
        noise = 0.9 + 0.1 * np.sin(np.arange(h * w, dtype=np.float32).reshape(h, w) * 12.9898)
        picture = shade(grains, table) * (before * noise * (0.8 + 0.2 * beat.kick[f]))[..., None]
        picture = np.maximum(picture, 10 + 14 * (1 - vignette(4))[..., None])
        yield bloom(enlarge(picture.astype(np.uint8), Image.Resampling.BICUBIC), 4, 0.5)


def _pour(grains: Plane, beat: Beat, f: int, rng: np.random.Generator) -> None:
    w = grains.shape[1]
    for spout in range(3):
        swing = 0.5 + 0.36 * np.sin(2 * np.pi * (beat.turn[f] * (2 + spout) + spout / 3))
        x = int(swing * w)
        strength = (beat.kick, beat.snare, beat.lead)[spout][f]
        reach = 1 + int(4 * strength)
        columns = np.clip(x + rng.integers(-reach, reach + 1, 5 + int(14 * strength)), 0, w - 1)
        rows = rng.integers(0, 5, columns.size)
        hue = (0.08 + spout * 0.3 + 0.05 * beat.chord[f] + 0.06 * rng.random(columns.size)) % 0.94 + 0.05
        grains[rows, columns] = hue


def _fall(grains: Plane, rng: np.random.Generator) -> None:
    """One step down, else down to a side, as far as there is air; no grain is lost."""
    for shift in (0, int(rng.integers(0, 2)) * 2 - 1):
        for odd in (0, 1):
            upper, lower = grains[odd:-1:2], grains[odd + 1 :: 2]
            count = min(len(upper), len(lower))
            upper, lower = upper[:count], lower[:count]
            target = np.roll(lower, -shift, 1)
            moves = (upper > 0) & (target == 0)
            if shift:
                moves[:, -1 if shift > 0 else 0] = False
            target = np.where(moves, upper, target)
            upper[moves] = 0
            lower[:] = np.roll(target, shift, 1)


def maze(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """A maze is carved and then flooded with colour from its middle; kicks send light through it."""
    table = ramp((*colours[2:], *colours[-2:1:-1]))
    far = _distances(H // 16, W // 16, rng)
    plane = np.kron(far, np.ones((4, 4), np.float32))  # at half size: paths and walls are 8 pixels wide
    edges = ((0, H // 2 - plane.shape[0]), (0, W // 2 - plane.shape[1]))
    plane = np.pad(plane, edges, constant_values=-1)
    reach = far.max()
    path = plane >= 0
    kicks = np.zeros(beat.frames, np.float32)
    since = 99.0
    for f in range(beat.frames):
        since = 0.0 if beat.kick[f] > 0.8 else since + 1 / 30
        kicks[f] = since
    for f in range(beat.frames):
        front = reach * min(1.0, float(beat.turn[f]) * 1.25)
        behind = front - plane
        lit = np.clip(behind / 6, 0, 1) * path
        edge = np.exp(-np.abs(behind) / 5) * path
        wave = np.exp(-(((plane - kicks[f] * 420) % reach) ** 2) / 900) * lit
        hue = (plane / reach * 0.9 + beat.turn[f] * 0.5) % 1
        light = lit * (0.62 + 0.12 * beat.loud[f]) + 0.6 * wave + edge
        picture = shade(hue, table) * np.clip(light * vignette(2), 0, 1)[..., None]
        picture = np.maximum(picture, np.where(path, 26, 11)[..., None]).astype(np.uint8)
        yield bloom(enlarge(picture, Image.Resampling.NEAREST), 4, 0.8)


def _distances(rows: int, columns: int, rng: np.random.Generator) -> Plane:
    """A depth-first maze as float32 [2*rows+1, 2*columns+1]: steps from the middle, -1 for walls."""
    h, w = 2 * rows - 1, 2 * columns - 1
    far = np.full((h, w), -1, np.float32)
    y, x = rows // 2 * 2, columns // 2 * 2
    far[y, x] = 0
    stack = [(y, x)]
    while stack:
        y, x = stack[-1]
        ways = [
            (dy, dx)
            for dy, dx in ((0, 2), (0, -2), (2, 0), (-2, 0))
            if 0 <= y + dy < h and 0 <= x + dx < w and far[y + dy, x + dx] < 0
        ]
        if not ways:
            stack.pop()
            continue
        dy, dx = ways[int(rng.integers(len(ways)))]
        far[y + dy // 2, x + dx // 2] = far[y, x] + 1
        far[y + dy, x + dx] = far[y, x] + 2
        stack.append((y + dy, x + dx))
        if rng.random() < 0.12:  # now and then begin elsewhere: more branches, shorter ways
            stack.insert(0, stack.pop())
    return far
