"""Music by code: eight bars in a key and a style, made to loop without a seam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kurzum.demo.instruments import INSTRUMENTS, RATE

Style = Literal["house", "break", "half", "minimal", "air"]

SCALES = {
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
}
PROGRESSIONS = ((0, 5, 2, 6), (0, 3, 5, 4), (5, 3, 0, 4), (0, 4, 5, 3), (0, 2, 3, 4), (0, 5, 3, 4))
BARS = 8

# One bar of sixteen steps: velocity 0..9 for each drum.
DRUMS: dict[str, dict[str, str]] = {
    "house": {"kick": "9...9...9...9...", "clap": "....7.......7...", "hat": "..6...6...6...63"},
    "break": {"kick": "9.....7...9.....", "snare": "....8..2.2..8..3", "hat": "5.5.5.5.5.5.5.53"},
    "half": {"kick": "9......5..6.....", "snare": "........8.......", "hat": "4.3.4.354.3.4.53"},
    "minimal": {"kick": "8.......8.......", "hat": "..3...3...3..33."},
    "air": {"hat": "2...1...2...1..."},
}
LEVELS = {
    "kick": 0.95,
    "snare": 0.5,
    "clap": 0.42,
    "hat": 0.5,
    "bass": 0.62,
    "pluck": 0.5,
    "bell": 0.42,
    "mallet": 0.52,
    "pad": 0.3,
}


@dataclass(frozen=True)
class Key:
    """What a piece is made from: beats a minute, root as MIDI number, scale, style, lead instrument."""

    bpm: float
    root: int
    scale: str
    style: Style
    lead: Literal["pluck", "bell", "mallet"]


@dataclass(frozen=True)
class Note:
    """One note: start and length in seconds, instrument, MIDI number, velocity 0..1."""

    at: float
    seconds: float
    voice: str
    midi: float
    velocity: float


@dataclass(frozen=True)
class Piece:
    """A composed piece: its notes, the chord of each bar (scale degree), its length in seconds."""

    key: Key
    notes: tuple[Note, ...]
    chords: tuple[int, ...]
    seconds: float


def compose(key: Key, rng: np.random.Generator) -> Piece:
    """Write eight bars; the same key and generator state give the same piece."""
    step = 60 / key.bpm / 4
    progression = PROGRESSIONS[int(rng.integers(len(PROGRESSIONS)))]
    chords = tuple(progression[bar % 4] for bar in range(BARS))
    notes: list[Note] = []
    motif = rng.choice(5, size=16, p=(0.3, 0.22, 0.2, 0.18, 0.1))
    rests = rng.random(16) < (0.5 if key.style in ("air", "half") else 0.28)
    rests[0] = False
    for bar, degree in enumerate(chords):
        start = bar * 16 * step
        notes += _drums(key, bar, start, step)
        notes += _bass(key, degree, start, step)
        notes += [
            Note(start, 16 * step, "pad", _degree(key, degree + third, 0), 0.8) for third in (0, 2, 4, 6)
        ]
        notes += _lead(key, bar, degree, motif, rests, start, step)
    return Piece(key, tuple(notes), chords, BARS * 16 * step)


def _degree(key: Key, degree: int, octave: int) -> float:
    scale = SCALES[key.scale]
    return key.root + 12 * (octave + degree // 7) + scale[degree % 7]


def _drums(key: Key, bar: int, start: float, step: float) -> list[Note]:
    quiet = bar == BARS - 1  # the last bar breathes, so that the loop is heard to begin again
    return [
        Note(start + i * step, step, voice, 0, int(mark) / 9)
        for voice, row in DRUMS[key.style].items()
        for i, mark in enumerate(row)
        if mark != "." and not (quiet and i >= 12 and voice == "kick")
    ]


def _bass(key: Key, degree: int, start: float, step: float) -> list[Note]:
    midi = _degree(key, degree, -2) if degree < 4 else _degree(key, degree, -3)
    rows = {
        "house": "..8...8...8...86",
        "break": "9..5..7...6.5...",
        "half": "9.......5...6...",
        "minimal": "8...5...8...5.5.",
        "air": "8...............",
    }
    return [
        Note(start + i * step, step * (7 if key.style == "air" else 1.9), "bass", midi, int(mark) / 9)
        for i, mark in enumerate(rows[key.style])
        if mark != "."
    ]


def _lead(
    key: Key,
    bar: int,
    degree: int,
    motif: NDArray[np.int64],
    rests: NDArray[np.bool_],
    start: float,
    step: float,
) -> list[Note]:
    ladder = (0, 2, 4, 7, 9)
    out = []
    for i in range(16):
        if rests[i] or (bar < 2 and i % 4) or (bar % 4 == 3 and i >= 12):
            continue
        midi = _degree(key, degree + ladder[int(motif[(i + 3 * (bar % 2)) % 16])], 1)
        out.append(Note(start + i * step, step * 1.5, key.lead, midi, 0.55 + 0.3 * (i % 4 == 0)))
    return out


def perform(piece: Piece, rng: np.random.Generator) -> NDArray[np.float32]:
    """Play a piece: float32 [samples, 2] in -1..1 at 44,100 Hz; what rings past the end goes to the start."""
    size = int(piece.seconds * RATE)
    dry, wet = np.zeros((size, 2), np.float32), np.zeros((size, 2), np.float32)
    duck = np.ones(size, np.float32)
    cache: dict[tuple[str, float, float], NDArray[np.float32]] = {}
    for note in piece.notes:
        drum = note.midi == 0
        known = (note.voice, note.midi, note.seconds)
        if known not in cache:
            cache[known] = INSTRUMENTS[note.voice](note.midi, note.seconds, rng)
        sound = cache[known] * (LEVELS[note.voice] * note.velocity)
        side = 0.0 if drum or note.voice == "bass" else float(np.sin(note.midi * 2.4)) * 0.55
        where = (int(note.at * RATE) + np.arange(sound.size)) % size
        stereo = sound[:, None] * np.array([1 - max(0, side), 1 + min(0, side)], np.float32)
        dry[where] += stereo
        if note.voice not in ("kick", "bass"):
            wet[where] += stereo * (0.12 if drum else 0.5)
        if note.voice == "kick":
            where = (int(note.at * RATE) + np.arange(int(0.22 * RATE))) % size
            duck[where] = np.minimum(duck[where], np.linspace(0.45, 1, where.size, dtype=np.float32))
    room = _room(wet, rng) * duck[:, None]
    mix = np.tanh(1.1 * (dry + 0.9 * room))
    return (0.89 * mix / max(1e-6, float(np.abs(mix).max()))).astype(np.float32)


def _room(wet: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A small hall: decaying noise for each ear; what rings past the end is heard at the start."""
    size, room = wet.shape[0], 1 << (wet.shape[0] + 2 * RATE).bit_length()
    t = np.arange(int(1.5 * RATE), dtype=np.float32) / RATE
    out = np.empty_like(wet)
    for ear in (0, 1):
        noise = np.convolve(rng.standard_normal(t.size), np.ones(5) / 5, "same")
        tail = noise * np.exp(-t / 0.38) * 0.03
        rung = np.fft.irfft(np.fft.rfft(wet[:, ear], room) * np.fft.rfft(tail, room), room)
        out[:, ear] = rung[:size]
        out[: t.size, ear] += rung[size : size + t.size]
    return out
