"""Instruments made of sines and noise: each gives one note as mono float32 samples at ``RATE`` Hz."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Sound = NDArray[np.floating[Any]]


def pitch(midi: float) -> float:
    """Frequency in Hz of a MIDI note number, equal temperament."""
    return float(440.0 * 2 ** ((midi - 69) / 12))


def _time(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / RATE


def kick(_midi: float, _seconds: float, _rng: np.random.Generator) -> Sound:
    """A sine that falls from 150 to 46 Hz."""
    t = _time(0.34)
    phase = 2 * np.pi * (46 * t + 104 * 0.036 * (1 - np.exp(-t / 0.036)))
    click = np.exp(-t / 0.003) * 0.25
    return _samples(np.sin(phase) * np.exp(-t / 0.13) + click)


def snare(_midi: float, _seconds: float, rng: np.random.Generator) -> Sound:
    """Noise over a short drum tone."""
    t = _time(0.22)
    noise = np.diff(rng.standard_normal(t.size + 1)).astype(np.float32) * 0.5
    tone = np.sin(2 * np.pi * 188 * t) * np.exp(-t / 0.05)
    return _samples(0.55 * noise * np.exp(-t / 0.07) + 0.5 * tone)


def clap(_midi: float, _seconds: float, rng: np.random.Generator) -> Sound:
    """Three quick bursts of bright noise and a tail."""
    t = _time(0.24)
    bursts = sum(np.exp(-np.clip(t - s, 0, None) / 0.006) * (t >= s) for s in (0.0, 0.011, 0.023))
    shape = 0.5 * np.asarray(bursts) + np.exp(-np.clip(t - 0.03, 0, None) / 0.06) * (t >= 0.03)
    noise = np.diff(rng.standard_normal(t.size + 1))
    return _samples(0.4 * noise * shape)


def hat(_midi: float, seconds: float, rng: np.random.Generator) -> Sound:
    """High noise; longer when open."""
    t = _time(min(0.3, seconds + 0.05))
    noise = np.diff(rng.standard_normal(t.size + 2), 2)
    return _samples(0.22 * noise * np.exp(-t / (0.018 + seconds * 0.2)))


def bass(midi: float, seconds: float, _rng: np.random.Generator) -> Sound:
    """A round bass: few harmonics that close quickly, as behind a low-pass filter."""
    t = _time(seconds)
    base = 2 * np.pi * pitch(midi) * t
    out = np.zeros_like(t)
    for n, level in enumerate((1.0, 0.55, 0.3, 0.18, 0.1), start=1):
        out += level * np.sin(n * base) * np.exp(-t * (n - 1) * 4)
    return _ends(0.5 * out * np.exp(-t / (seconds * 1.4)), 0.006, 0.04)


def pluck(midi: float, seconds: float, _rng: np.random.Generator) -> Sound:
    """A plucked string: higher harmonics die first."""
    t = _time(seconds * 1.6)
    base = 2 * np.pi * pitch(midi) * t
    out = np.zeros_like(t)
    for n in range(1, 7):
        out += np.sin(n * base) / n**1.3 * np.exp(-t * (3.2 + 2.4 * n))
    return _ends(0.42 * out, 0.002, 0.03)


def bell(midi: float, seconds: float, _rng: np.random.Generator) -> Sound:
    """An FM bell (Chowning 1973): ratio 3.5, index falling."""
    t = _time(max(0.5, seconds * 3))
    carrier = 2 * np.pi * pitch(midi) * t
    index = 1.6 * np.exp(-t / 0.12)
    out = np.sin(carrier + index * np.sin(3.5 * carrier)) * np.exp(-t / (0.18 + seconds * 0.6))
    return _ends(0.34 * out, 0.002, 0.05)


def mallet(midi: float, seconds: float, _rng: np.random.Generator) -> Sound:
    """A marimba bar: fundamental and its fourth, tenth partial."""
    t = _time(max(0.35, seconds * 2))
    base = 2 * np.pi * pitch(midi) * t
    out = np.sin(base) * np.exp(-t / 0.22) + 0.32 * np.sin(3.93 * base) * np.exp(-t / 0.05)
    out += 0.12 * np.sin(9.2 * base) * np.exp(-t / 0.02)
    return _ends(0.44 * out, 0.002, 0.05)


def pad(midi: float, seconds: float, _rng: np.random.Generator) -> Sound:
    """Two detuned soft voices with slow edges."""
    t = _time(seconds)
    out = np.zeros_like(t)
    for cents in (-7, 6):
        base = 2 * np.pi * pitch(midi + cents / 100) * t
        for n, level in enumerate((1.0, 0.42, 0.22, 0.12), start=1):
            out += level * np.sin(n * base + cents)
    return _ends(0.14 * out, min(0.35, seconds / 3), min(0.5, seconds / 3))


def _samples(values: Sound) -> Sound:
    return values.astype(np.float32)


def _ends(samples: Sound, attack: float, release: float) -> Sound:
    """Fade in over ``attack`` and out over ``release`` seconds, so that nothing clicks."""
    up, down = max(1, int(attack * RATE)), max(1, int(release * RATE))
    out = samples.astype(np.float32)
    out[:up] *= np.linspace(0, 1, up, dtype=np.float32)[: out.size]
    out[-down:] *= np.linspace(1, 0, down, dtype=np.float32)[-out.size :]
    return out


INSTRUMENTS = {
    "kick": kick,
    "snare": snare,
    "clap": clap,
    "hat": hat,
    "bass": bass,
    "pluck": pluck,
    "bell": bell,
    "mallet": mallet,
    "pad": pad,
}
