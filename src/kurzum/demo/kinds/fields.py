"""Fields: a value for every point, coloured by a ramp."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kurzum.demo.beat import Beat
from kurzum.demo.stage import Picture, bloom, enlarge, grid, ramp, shade, vignette

TAU = np.float32(2 * np.pi)


def waves(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Interference of five sources; notes make them louder."""
    table = ramp((*colours[::-1], *colours[1:]))
    x, y = grid(2)
    angles = np.arange(5) * TAU / 5 + rng.random()
    spots = [(0.7 * np.cos(a), 1.1 * np.sin(a)) for a in angles]
    ripples = []
    for sx, sy in spots:
        far = np.hypot(x - np.float32(sx), y - np.float32(sy))
        near = 1 / (0.55 + far)
        ripples.append((np.cos(far * 26) * near, np.sin(far * 26) * near))
    for f in range(beat.frames):
        total = np.zeros_like(x)
        phase = float(TAU) * float(beat.beats[f]) / 2
        for n, (cosine, sine) in enumerate(ripples):
            turn = phase + n * float(TAU) / 5 * (1 + int(beat.bar[f]) % 3)
            level = 0.55 + 0.6 * float((beat.kick, beat.lead, beat.snare)[n % 3][f])
            total += np.float32(level * np.cos(turn)) * cosine + np.float32(level * np.sin(turn)) * sine
        light = 0.5 + 0.2 * total
        yield bloom(enlarge(shade(0.5 + (light - 0.5) * vignette(2), table)), 6, 0.35)


def marble(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Sines bent by sines (domain warping), slow as ink in water."""
    table = ramp((*colours, *colours[-2::-1]))
    x, y = grid(4)
    a, b, c = (float(v) for v in rng.uniform(0, 6.28, 3))
    bend = np.float32(0)
    for f in range(beat.frames):
        bend = bend * np.float32(0.9) + np.float32(0.1) * beat.kick[f]
        t = TAU * beat.turn[f]
        u, v = x * 1.5, y * 1.5
        for n in range(1, 5):
            k = np.float32(1.15 * n)
            u = u + (0.62 + 0.25 * bend) / k * np.sin(k * v + t * (1 if n % 2 else -1) + a + n)
            v = v + (0.62 + 0.25 * bend) / k * np.sin(k * u + t + b * n)
        value = 0.5 + 0.5 * np.sin(1.3 * u + 0.8 * v + c)
        veins = np.exp(-(((value - 0.5) * 7) ** 2))
        light = (0.08 + 0.74 * value - 0.22 * veins) * vignette(4)
        yield bloom(enlarge(shade(light * (0.86 + 0.14 * beat.loud[f]), table)), 6, 0.3)


def lava(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Metaballs that rise and fall, a lamp that hears the bass."""
    table = ramp(colours)
    x, y = grid(2)
    count = 9
    sway, rise, size = (
        rng.uniform(0, 6.28, count),
        rng.uniform(0, 6.28, count),
        rng.uniform(0.14, 0.26, count),
    )
    turns = rng.integers(1, 4, count)
    for f in range(beat.frames):
        t = float(TAU * beat.turn[f])
        total = np.zeros_like(x)
        for n in range(count):
            px = 0.62 * np.sin(t * int(turns[n]) + sway[n])
            py = 1.45 * np.cos(t * int(turns[(n + 4) % count]) + rise[n])
            r = size[n] * (1 + 0.3 * float(beat.kick[f] if n % 2 else beat.lead[f]))
            total += np.float32(r * r) / ((x - np.float32(px)) ** 2 + (y - np.float32(py)) ** 2 + 0.004)
        inside = np.clip((total - 0.55) * 1.1, 0, 1)
        rim = np.exp(-(((total - 0.95) * 5) ** 2))
        light = 0.015 + 0.07 * np.clip(total, 0, 1) + 0.62 * inside**1.4 + 0.3 * rim
        yield bloom(enlarge(shade(light * vignette(2), table)), 7, 0.6)


def moire(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Two sets of rings slide over each other."""
    table = ramp(colours)
    x, y = grid()
    skew = float(rng.uniform(0, 6.28))
    push = 0.0
    for f in range(beat.frames):
        push = 0.85 * push + 0.15 * float(beat.kick[f])
        t = float(TAU * beat.turn[f])
        parts = []
        for sign in (1, -1):
            cx, cy = 0.42 * np.sin(t + skew) * sign, 0.5 * np.cos(2 * t + skew) * sign
            far = np.sqrt((x - np.float32(cx)) ** 2 + (y - np.float32(cy)) ** 2)
            parts.append(np.sin(far * np.float32(34 - 6 * push) - np.float32(sign * t * 8)))
        both = parts[0] * parts[1]
        light = np.clip(0.46 + 0.5 * both, 0, 1) ** 1.5 * vignette()
        yield shade(light * (0.8 + 0.2 * beat.loud[f]), table)
