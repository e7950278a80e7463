"""Swarms of points of light."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kurzum.demo.beat import Beat
from kurzum.demo.stage import H, Light, Picture, Plane, W, bloom, rgb

TAU = np.float32(2 * np.pi)
TALL = H / W


def mix(colours: tuple[str, ...], at: Plane) -> Plane:
    """Linear colours float32 [n, 3] for values 0..1 along the colours after the ground."""
    stops = np.stack([rgb(colour) for colour in colours[1:]])
    place = np.clip(at, 0, 1) * (len(stops) - 1)
    return np.stack([np.interp(place, np.arange(len(stops)), stops[:, c]) for c in range(3)], 1).astype("f4")


def dance(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """A ring of particles: kicks throw them out, a spring brings them home, notes twist them."""
    n = 2100
    light = Light()
    angle = np.linspace(0, float(TAU), n, endpoint=False, dtype=np.float32)
    home = (0.47 + 0.1 * rng.random(n)).astype(np.float32)
    far, speed = home.copy(), np.zeros(n, np.float32)
    weight = (0.4 + rng.random(n)).astype(np.float32)
    colour = mix(colours, (0.5 + 0.5 * np.sin(angle * 3 + 1)).astype(np.float32)) * 0.16
    for f in range(beat.frames):
        light.fade(0.84)
        petals = 3 + int(beat.bar[f]) % 4
        pull = 0.09 * beat.kick[f] * weight * (0.55 + 0.45 * np.cos(petals * angle + beat.time[f]))
        speed = 0.86 * speed + 0.075 * (home - far) + pull.astype(np.float32) * 0.42
        far = far + speed
        angle = angle + np.float32(0.004) + 0.02 * beat.lead[f] * (weight - 0.9)
        wobble = 0.03 * beat.hat[f] * np.sin(angle * 40)
        r = far + wobble
        light.dots(r * np.cos(angle), r * np.sin(angle) * 1.5, colour * (0.8 + 1.2 * beat.loud[f]))
        yield bloom(light.picture(exposure=4.0), 6, 0.9)


def flow(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Particles drift through a field of eddies and paint; loud moments paint brighter."""
    n = 1700
    light = Light()
    x, y = rng.uniform(-1, 1, n).astype("f4"), rng.uniform(-TALL, TALL, n).astype("f4")
    life = rng.integers(20, 150, n)
    k = rng.uniform(1.2, 3.2, (4, 2)).astype("f4") * rng.choice([-1, 1], (4, 2))
    shift = rng.uniform(0, 6.28, 4).astype("f4")
    shadeof = rng.random(n).astype("f4")
    for f in range(beat.frames):
        light.fade(0.955)
        t = TAU * beat.turn[f]
        vx, vy = np.zeros(n, np.float32), np.zeros(n, np.float32)
        for (kx, ky), s in zip(k, shift, strict=True):
            slope = np.cos(kx * x + ky * y + s + t)
            vx += ky * slope
            vy -= kx * slope
        step = 0.0042 * (1 + 1.6 * beat.kick[f])
        x, y = x + step * vx, y + step * vy
        life -= 1
        gone = (life < 0) | (np.abs(x) > 1.05) | (np.abs(y) > TALL + 0.05)
        count = int(gone.sum())
        x[gone], y[gone] = rng.uniform(-1, 1, count), rng.uniform(-TALL, TALL, count)
        life[gone] = rng.integers(50, 150, count)
        hue = (0.5 + 0.5 * np.sin(np.arctan2(vy, vx) + 1.5 * t) + 0.12 * shadeof) / 1.12
        light.dots(x, y, mix(colours, hue) * (0.13 + 0.14 * beat.loud[f]))
        yield bloom(light.picture(exposure=3.2), 4, 0.6)


def boids(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """Flocking (Reynolds 1987): keep apart, fly along, stay together; a kick startles the flock."""
    n = 210
    light = Light()
    at = np.stack([rng.uniform(-0.9, 0.9, n), rng.uniform(-1.5, 1.5, n)], 1).astype("f4")
    go = rng.normal(0, 0.01, (n, 2)).astype("f4")
    colour = mix(colours, np.linspace(0, 1, n, dtype="f4"))
    for f in range(beat.frames):
        light.fade(0.87)
        apart = at[None] - at[:, None]
        square = (apart**2).sum(2) + np.float32(1e-5)
        near = (square < 0.05).astype("f4")
        count = near.sum(1, keepdims=True)
        away = -(apart * (np.clip(0.0045 / square - 0.16, 0, 2) * near)[..., None]).sum(1)
        along = near @ go / count - go
        together = near @ at / count - at
        lure = np.array([0.55 * np.sin(TAU * beat.turn[f] * 3), 1.05 * np.sin(TAU * beat.turn[f] * 2)], "f4")
        to = lure - at
        startle = beat.kick[f] > 0.85
        go = go + 0.016 * away + 0.11 * along + 0.008 * together + 0.0014 * to
        go -= 0.006 * to / (0.2 + (to**2).sum(1, keepdims=True)) * np.float32(startle)
        pace = np.sqrt((go**2).sum(1, keepdims=True))
        go = go / (pace + 1e-6) * np.clip(pace, 0.011, 0.026)
        at = at + go
        p = np.concatenate([at - go * np.float32(back) for back in (0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8)])
        light.dots(p[:, 0], p[:, 1], np.tile(colour * (0.7 + 0.6 * beat.lead[f]), (7, 1)))
        yield bloom(light.picture(exposure=2.4), 5, 1.0)


def warp(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """A flight through stars laid out on a slowly turning spiral; every kick is a push."""
    n = 1500
    light = Light()
    angle = rng.uniform(0, 6.28, n).astype("f4")
    radius = (0.12 + 0.9 * rng.random(n) ** 0.7).astype("f4")
    depth = rng.uniform(0.05, 1, n).astype("f4")
    colour = mix(colours, (0.5 + 0.5 * np.sin(angle * 2)).astype("f4"))
    for f in range(beat.frames):
        light.fade(0.8)
        pace = 0.004 + 0.016 * beat.kick[f]
        turn = TAU * beat.turn[f]
        for part in (0.0, 0.33, 0.66):
            z = (depth - pace * np.float32(part)) % 1 * 0.97 + 0.03
            a = angle + turn + 1.1 * z
            r = radius / (z * 3.2)
            glow = (1 - z) ** 2 * (0.34 + 0.3 * beat.loud[f])
            light.dots(r * np.cos(a), r * np.sin(a), colour * glow[:, None])
        depth = (depth - pace) % 1
        core = np.zeros(1, "f4")
        light.balls(core, core, np.array([14 + 16 * beat.kick[f]], "f4"), rgb(colours[-2]) * 0.05)
        yield bloom(light.picture(exposure=3.2), 6, 1.0)


def globe(beat: Beat, rng: np.random.Generator, colours: tuple[str, ...]) -> Iterator[Picture]:
    """A turning globe of dots (Fibonacci lattice) whose surface carries the sound."""
    n = 2200
    k = np.arange(n, dtype="f4") + 0.5
    z = 1 - 2 * k / n
    a = k * np.float32(np.pi * (3 - np.sqrt(5)))
    ring = np.sqrt(1 - z * z)
    tilt = 0.42
    wobble = rng.integers(2, 5, 3)
    for f in range(beat.frames):
        light = Light()
        t = TAU * beat.turn[f]
        lon = a + t
        swell = 0.1 * beat.kick[f] * np.sin(wobble[0] * lon + 4 * z + 2 * t)
        swell += 0.08 * beat.lead[f] * np.sin(wobble[1] * lon - 9 * z)
        r = 0.86 * (1 + swell) + 0.02 * beat.loud[f]
        x, y0, z0 = r * ring * np.cos(lon), r * z, r * ring * np.sin(lon)
        y, depth = y0 * np.cos(tilt) - z0 * np.sin(tilt), y0 * np.sin(tilt) + z0 * np.cos(tilt)
        front = np.clip(0.5 + 0.62 * depth, 0.05, 1) ** 2
        hue = np.clip(0.5 + 0.36 * np.sin(3 * lon + 5 * z) * np.cos(2 * z + t) + swell * 2.5, 0, 1)
        colour = mix(colours, hue.astype("f4")) * (front * (1.5 + 1.1 * beat.loud[f]))[:, None]
        wide = np.concatenate([x, x + 0.005, x, x + 0.005]).astype("f4")
        tall = np.concatenate([y, y, y + 0.005, y + 0.005]).astype("f4")
        light.dots(wide, tall, np.tile(colour, (4, 1)).astype("f4"))
        yield bloom(light.picture(exposure=2.4), 6, 1.0)
