"""Patterns that fill the plane."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kurzum.demo.beat import Beat
from kurzum.demo.kinds.swarms import TAU, mix
from kurzum.demo.stage import (
    H,
    Light,
    Picture,
    W,
    bloom,
    enlarge,
    grid,
    ramp,
    shade,
    vignette,
)


def truchet(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Smith's tiles of two arcs; on every beat some turn by a quarter and new ways open."""
    size = 60
    rows, columns = H // size + 1, W // size
    goal = rng.integers(0, 4, (rows, columns)).astype("f4")
    angle = goal.copy()
    table = ramp((*colours[1:], colours[1]))
    block = np.ones((size, size), "f4")
    local_y, local_x = ((np.mgrid[0:H, 0:W] % size) + 0.5).astype("f4") / size - np.float32(0.5)
    x, y = grid()
    drift = (0.16 * x + 0.22 * y).astype("f4")
    before = -1
    for f in range(beat.frames):
        now = int(beat.beats[f] * 2)
        if now != before:
            before = now
            goal = goal + (rng.random((rows, columns)) < (0.3 if now % 2 == 0 else 0.1))
        angle = angle + np.float32(0.22) * (goal - angle)
        turn = angle * np.float32(np.pi / 2)
        c, s = (np.kron(part, block)[:H, :W] for part in (np.cos(turn), np.sin(turn)))
        u, v = c * local_x - s * local_y, s * local_x + c * local_y
        first = np.abs(np.sqrt((u + 0.5) ** 2 + (v + 0.5) ** 2) - 0.5)
        second = np.abs(np.sqrt((u - 0.5) ** 2 + (v - 0.5) ** 2) - 0.5)
        near = np.minimum(first, second)
        width = 0.1 + 0.05 * beat.kick[f]
        line = np.clip((width - near) * 26, 0, 1)
        inner = np.clip((width * 0.42 - near) * 26, 0, 1)
        hue = (drift + beat.turn[f]) % 1
        light = (line * (0.62 + 0.2 * beat.loud[f]) - inner * 0.44) * vignette()
        picture = shade(hue, table) * np.clip(light, 0, 1)[..., None]
        yield bloom(np.maximum(picture, 12).astype(np.uint8), 5, 0.5)


def kaleidoscope(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Eight mirrors over a drifting texture."""
    table = ramp((*colours, *colours[-2:0:-1]))
    size = 512
    ty, tx = np.mgrid[0:size, 0:size].astype("f4") * (TAU / size)
    texture = np.zeros((size, size), np.float32)
    for _ in range(9):
        kx, ky = rng.integers(-8, 9, 2)
        texture += np.sin(kx * tx + ky * ty + rng.uniform(0, 6.28)).astype("f4") / np.sqrt(
            1 + abs(kx) + abs(ky)
        )
    texture = (texture - texture.min()) / (texture.max() - texture.min())
    x, y = grid()
    far = np.sqrt(x * x + y * y)
    fold = np.abs((np.arctan2(y, x) / TAU * 8) % 1 - 0.5) * np.float32(TAU / 8)
    bend = 0.0
    for f in range(beat.frames):
        bend = 0.88 * bend + 0.12 * float(beat.kick[f])
        t = float(TAU * beat.turn[f])
        r = far * np.float32(120 - 26 * bend)
        a = fold + np.float32(0.5 * np.sin(t))
        u = (r * np.cos(a) + np.float32(90 * np.cos(t))).astype(np.int32) % size
        v = (r * np.sin(a) + np.float32(90 * np.sin(t))).astype(np.int32) % size
        value = texture[v, u]
        rings = 0.84 + 0.16 * np.sin(far * 16 - np.float32(6.28 * float(beat.beats[f]) / 2))
        light = np.clip((value - 0.24) * 1.1, 0, 1) * rings * vignette()
        yield bloom(shade(light * (0.82 + 0.18 * beat.loud[f]), table), 5, 0.35)


def glass(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Stained glass: cells around drifting points, lit one after the other by the notes."""
    count = 17
    home = np.stack([rng.uniform(-1, 1, count), rng.uniform(-1.7, 1.7, count)], 1).astype("f4")
    phase = rng.uniform(0, 6.28, (count, 2)).astype("f4")
    hue = rng.permutation(np.linspace(0.05, 1, count)).astype("f4")
    stain = mix(colours, hue)
    glow = np.full(count, 0.12, np.float32)
    x, y = grid(2)
    order, lit = rng.permutation(count), 0
    for f in range(beat.frames):
        p = home + np.float32(0.13) * np.sin(phase + TAU * beat.turn[f] * 2)
        first = np.full(x.shape, 99, np.float32)
        second, which = first.copy(), np.zeros(x.shape, np.int64)
        for n in range(count):
            far = (x - p[n, 0]) ** 2 + (y - p[n, 1]) ** 2
            closer = far < first
            second = np.minimum(second, np.where(closer, first, far))
            first = np.where(closer, far, first)
            np.copyto(which, n, where=closer)
        if f and beat.lead[f] > beat.lead[f - 1] + 0.1:
            glow[order[lit % count]] = 1.6
            lit += 1
        glow = 0.16 + (glow - 0.16) * np.float32(0.965)
        lead = np.clip((np.sqrt(second) - np.sqrt(first)) * 14 - 0.25, 0, 1)
        pane = np.exp(-first * 2.2) * lead
        level = (glow + 0.1 * beat.kick[f])[which] * pane
        picture = np.sqrt(np.clip(stain[which] * level[..., None], 0, 1)) * 255
        yield bloom(enlarge(np.maximum(picture, 11).astype(np.uint8)), 6, 0.7)


def sunflower(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Phyllotaxis (Vogel 1979): the golden angle, opened and closed by the music."""
    n = 220
    k = np.arange(1, n + 1, dtype="f4")
    golden = np.float32(np.pi * (3 - np.sqrt(5)))
    skew = float(rng.choice([-1, 1]))
    reach = np.sqrt(k / n)
    for f in range(beat.frames):
        light = Light()
        t = TAU * beat.turn[f]
        a = k * golden + np.float32(skew) * t + 0.5 * reach * np.sin(t * 2)
        wave = np.sin(reach * 9 - TAU * beat.beats[f] / 2)
        r = reach * (0.98 + 0.05 * beat.kick[f]) + 0.02 * wave
        size = 2.2 + 5.2 * reach * (0.75 + 0.35 * wave * (0.5 + beat.lead[f]))
        hue = np.clip(0.5 + 0.5 * np.sin(reach * 5 - 2 * t), 0, 1)
        glow = (0.34 + 0.3 * np.clip(wave, 0, 1) + 0.15 * beat.loud[f]).astype("f4")
        light.balls(
            (r * np.cos(a)).astype("f4"),
            (1.5 * r * np.sin(a)).astype("f4"),
            np.clip(size, 1.6, 9).astype("f4"),
            mix(colours, hue.astype("f4")) * glow[:, None],
        )
        yield bloom(light.picture(exposure=1.3), 5, 0.7)
