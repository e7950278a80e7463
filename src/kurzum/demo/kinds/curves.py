"""Lines and beads that move in ratios."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from kurzum.demo.beat import FPS, Beat
from kurzum.demo.instruments import RATE
from kurzum.demo.kinds.swarms import TAU, mix
from kurzum.demo.stage import H, Light, Picture, W, bloom, rgb


def spirograph(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Three turning arms draw a rosette; each bar changes the ratio a little and the old one fades."""
    light = Light()
    ratios = rng.permutation([3, 5, 7, -4, -5, 8, -7, 4])
    phase = 0.0
    for f in range(beat.frames):
        light.fade(0.968)
        n = 1300
        ratio = float(ratios[int(beat.bar[f]) % len(ratios)])
        turn = np.linspace(phase, phase + 1.0, n, dtype="f4")
        phase += 1.0
        size = 0.5 + 0.07 * beat.kick[f]
        x = size * np.cos(turn) + 0.28 * np.cos(ratio * turn) + 0.1 * np.cos((ratio * 2 + 1) * turn)
        y = size * np.sin(turn) + 0.28 * np.sin(ratio * turn) - 0.1 * np.sin((ratio * 2 + 1) * turn)
        hue = 0.5 + 0.5 * np.sin(turn * 0.35 + TAU * beat.turn[f])
        colour = mix(colours, hue.astype("f4")) * (0.075 + 0.06 * beat.lead[f])
        light.dots(x.astype("f4"), (1.5 * y).astype("f4"), colour)
        yield bloom(light.picture(exposure=3.2), 5, 0.9)


def pendulums(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Pendulum waves: each bead swings once more than the one before, so all meet again at the end."""
    count = 22
    light = Light()
    y = np.linspace(-1.52, 1.52, count, dtype="f4")
    swings = np.arange(10, 10 + count)
    if rng.random() < 0.5:
        swings = swings[::-1]
    colour = mix(colours, np.linspace(0, 1, count, dtype="f4"))
    for f in range(beat.frames):
        light.fade(0.78)
        angle = TAU * beat.turn[f] * swings
        x = (0.72 * np.cos(angle)).astype("f4")
        near_end = np.abs(np.cos(angle)) ** 12
        glow = 0.34 + 0.4 * near_end * (0.4 + 0.6 * beat.lead[f]) + 0.12 * beat.kick[f]
        light.balls(x, y, (9 + 3.2 * near_end).astype("f4"), colour * glow[:, None].astype("f4"))
        yield bloom(light.picture(exposure=1.5), 6, 0.9)


def polyrhythm(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Beads run around nested polygons at their own pace; corners ring as they pass."""
    light = Light()
    sides = [3, 4, 5, 6, 7, 8]
    colour = mix(colours, np.linspace(0, 1, len(sides), dtype="f4"))
    flash = np.zeros(len(sides))
    before = np.zeros(len(sides))
    start = float(rng.choice([0.0, 0.5]))
    for f in range(beat.frames):
        light.fade(0.86)
        lines = []
        for i, n in enumerate(sides):
            size = 0.22 + 0.125 * i
            edge = np.linspace(0, n, 120 * n // 2 + 60, dtype="f4")
            x, y = _polygon(edge, n, size * (1 + 0.02 * beat.kick[f]), start)
            lines.append((x, y, np.tile(colour[i] * np.float32(0.08 + 0.16 * flash[i]), (x.size, 1))))
            place = float(beat.bar[f]) / 2 * (len(sides) - i + 2) % n
            if int(place) != int(before[i]):
                flash[i] = 1
            before[i] = place
            px, py = _polygon(np.array([place], "f4"), n, size, start)
            light.balls(px, py, np.array([5.5 + 5 * flash[i]], "f4"), colour[i] * np.float32(0.55))
            flash[i] *= 0.88
        light.dots(*(np.concatenate(part) for part in zip(*lines, strict=True)))
        yield bloom(light.picture(exposure=2.2), 5, 0.9)


def _polygon(place: np.ndarray, n: int, size: float, start: float) -> tuple[np.ndarray, np.ndarray]:
    corner = np.floor(place)
    part = place - corner
    a, b = (corner + start) * TAU / n - TAU / 4, (corner + 1 + start) * TAU / n - TAU / 4
    x = size * ((1 - part) * np.cos(a) + part * np.cos(b))
    y = 1.5 * size * ((1 - part) * np.sin(a) + part * np.sin(b))
    return x.astype("f4"), y.astype("f4")


def scope(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """The sound itself as on an oscilloscope: a ring bent by the wave and by the wave a little later."""
    light = Light()
    per = RATE // FPS
    lag = int(rng.integers(90, 160))
    body = np.convolve(beat.wave, np.hanning(24) / 12, "same").astype("f4")
    for f in range(beat.frames):
        light.fade(0.8)
        start = f * per
        part = np.take(body, np.arange(start, start + per * 2), mode="wrap")
        late = np.take(body, np.arange(start + lag, start + lag + per * 2), mode="wrap")
        turn = np.linspace(0, float(TAU), part.size, dtype="f4")
        r = 0.5 + 0.66 * part
        x = r * np.cos(turn + 0.6 * late)
        y = 1.55 * r * np.sin(turn + 0.6 * late)
        hue = np.clip(0.5 + 1.6 * part, 0, 1)
        light.dots(x, y, mix(colours, hue) * np.float32(0.16 + 0.12 * beat.kick[f]))
        light.dots(x * 0.5, y * 0.5, mix(colours, 1 - hue) * np.float32(0.05))
        yield bloom(light.picture(exposure=3.8), 5, 1.0)


def ridges(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """A landscape of spectra: every frame's spectrum is a ridge that travels away."""
    rows, points = 30, 72
    table = np.clip(mix(colours, np.linspace(0, 1, rows, dtype="f4")) ** (1 / 2.2) * 255, 0, 255).astype(int)
    ridge = np.zeros((rows, points))
    x = np.linspace(-10, W + 10, points)
    hill = np.exp(-(((np.arange(points) - points / 2) / (points * 0.2)) ** 2))
    order = rng.permutation(points)
    per = RATE // FPS
    ground = tuple(int(v) for v in (rgb(colours[0]) ** (1 / 2.2) * 255))
    for f in range(beat.frames):
        if f % 3 == 0:
            part = np.take(beat.wave, np.arange(f * per, f * per + 2048), mode="wrap") * np.hanning(2048)
            bands = np.abs(np.fft.rfft(part))[2 : 2 + points * 3].reshape(points, 3).sum(1) ** 0.6
            bands = np.convolve(bands[order], (0.25, 0.5, 0.25), "same")
            ridge = np.vstack([hill * bands * 10, ridge[:-1] * 0.985])
        slide = (f % 3) / 3
        picture = Image.new("RGB", (W, H), ground)
        pen = ImageDraw.Draw(picture)
        for i in range(rows - 1, -1, -1):
            depth = (i + slide) / rows
            base = H * (0.9 - 0.66 * depth)
            y = base - ridge[i] * (1.15 - 0.6 * depth)
            line = list(zip(x.tolist(), y.tolist(), strict=True))
            fade = (1 - depth) ** 0.7 * (0.78 + 0.22 * float(beat.kick[f]))
            ink = tuple(int(v * fade) for v in table[rows - 1 - i])
            pen.polygon([*line, (W + 10, H), (-10, H)], fill=ground)
            pen.line(line, fill=ink, width=2, joint="curve")
        yield bloom(np.asarray(picture), 4, 0.8)
