"""Cellular automata and reaction-diffusion."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image

from kurzum.demo.beat import Beat
from kurzum.demo.stage import H, Picture, Plane, W, bloom, enlarge, ramp, shade, vignette


def _around(cells: Plane) -> Plane:
    """The sum of the eight neighbours, on a torus."""
    rows = cells + np.roll(cells, 1, 0) + np.roll(cells, -1, 0)
    return rows + np.roll(rows, 1, 1) + np.roll(rows, -1, 1) - cells


def life(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Conway's Game of Life; cells step with the music's sixteenths, age into colour and leave a glow."""
    size = 8
    table = ramp(colours)
    cells = (rng.random((H // size, W // size)) < 0.32).astype(np.float32)
    age, glow = np.zeros_like(cells), np.zeros_like(cells)
    disc = _disc(size)
    step_before = -1
    for f in range(beat.frames):
        step = int(beat.beats[f] * 4)
        if step != step_before:
            step_before = step
            near = _around(cells)
            cells = ((near == 3) | ((cells > 0) & (near == 2))).astype(np.float32)
            if step % 16 == 0:  # each bar throws in a few new cells
                y, x = int(rng.integers(8, H // size - 8)), int(rng.integers(6, W // size - 6))
                cells[y - 4 : y + 4, x - 4 : x + 4] = rng.random((8, 8)) < 0.5
            age = (age + 1) * cells
        glow = np.maximum(glow * 0.86, cells * (0.42 + 0.5 * np.exp(-age / 10) + 0.12 * beat.kick[f]))
        full = np.kron(glow, np.ones((size, size), np.float32)) * np.tile(disc, (H // size, W // size))
        yield bloom(shade(full, table), 3, 0.7)


def _disc(size: int) -> Plane:
    """A round cell, soft at its edge, on a faint ground."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) + 0.5 - size / 2
    disc: Plane = np.clip((size / 2 - np.hypot(x, y)) / 1.1, 0.06, 1).astype(np.float32)
    return disc


def spirals(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Spiral waves of the complex Ginzburg-Landau equation (Aranson and Kramer 2002), coloured by phase."""
    table = ramp((*colours, *colours[-2:0:-1]))
    h, w = H // 4, W // 4
    real, imaginary = (rng.standard_normal((h, w)).astype(np.float32) * 0.1 for _ in range(2))
    for _ in range(420):
        real, imaginary = _oscillate(real, imaginary, 0.16)
    for f in range(beat.frames):
        for _ in range(2):
            real, imaginary = _oscillate(real, imaginary, 0.09 + 0.12 * float(beat.kick[f]))
        size = np.hypot(real, imaginary)
        phase = (np.arctan2(imaginary, real) / np.float32(2 * np.pi)) % 1
        light = np.clip(size * 1.15, 0, 1) * vignette(4) * (0.8 + 0.2 * beat.loud[f])
        picture = shade(phase, table) * light[..., None]
        yield bloom(enlarge(picture.astype(np.uint8)), 6, 0.4)


def _oscillate(real: Plane, imaginary: Plane, step: float) -> tuple[Plane, Plane]:
    square = real * real + imaginary * imaginary
    dt, twist = np.float32(step), np.float32(0.95)
    new_real = real + dt * (real + _spread(real) - square * (real - twist * imaginary))
    new_imaginary = imaginary + dt * (imaginary + _spread(imaginary) - square * (imaginary + twist * real))
    return new_real, new_imaginary


def reaction(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Gray-Scott reaction-diffusion (Pearson 1993), lit from the upper left; the beat feeds it."""
    table = ramp(colours)
    h, w = H // 4, W // 4
    a, b = np.ones((h, w), np.float32), np.zeros((h, w), np.float32)
    for _ in range(12):
        y, x = int(rng.integers(6, h - 6)), int(rng.integers(6, w - 6))
        a[y - 3 : y + 3, x - 3 : x + 3] = 0.5
        b[y - 3 : y + 3, x - 3 : x + 3] = 0.5
    for _ in range(160):
        a, b = _gray_scott(a, b, 0.037, 0.06)
    for f in range(beat.frames):
        for _ in range(5):
            a, b = _gray_scott(a, b, 0.0345 + 0.006 * float(beat.kick[f]), 0.0605)
        field = np.asarray(Image.fromarray(b).resize((W // 2, H // 2), Image.Resampling.BICUBIC))
        slope = np.zeros_like(field)
        slope[1:, 1:] = field[1:, 1:] - field[:-1, :-1]
        light = np.clip(field * 2.5 + slope * 4.0, 0, 1) * vignette(2)
        yield bloom(enlarge(shade(light * (0.84 + 0.16 * beat.lead[f]), table)), 5, 0.45)


def _gray_scott(a: Plane, b: Plane, feed: float, kill: float) -> tuple[Plane, Plane]:
    reacts = a * b * b
    new_a = a + (0.21 * _spread(a) - reacts + np.float32(feed) * (1 - a))
    new_b = b + (0.105 * _spread(b) + reacts - np.float32(feed + kill) * b)
    return new_a, new_b


def _spread(plane: Plane) -> Plane:
    """The five-point Laplacian on a torus, by slices (np.roll copies twice)."""
    out = np.float32(-4) * plane
    out[1:] += plane[:-1]
    out[:-1] += plane[1:]
    out[0] += plane[-1]
    out[-1] += plane[0]
    out[:, 1:] += plane[:, :-1]
    out[:, :-1] += plane[:, 1:]
    out[:, 0] += plane[:, -1]
    out[:, -1] += plane[:, 0]
    return out
