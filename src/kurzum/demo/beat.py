"""What a picture knows of its music: envelopes and positions for every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kurzum.demo.instruments import RATE
from kurzum.demo.music import BARS, Piece

FPS = 30
Curve = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Beat:
    """Per frame, float32 [frames]: ``time`` in s, ``turn`` 0..1 over the whole piece, envelopes 0..1.

    ``bar`` counts bars with their fraction, ``chord`` is the scale degree, ``wave`` mono samples at 44.1 kHz.
    """

    frames: int
    time: Curve
    turn: Curve
    bar: Curve
    kick: Curve
    snare: Curve
    hat: Curve
    lead: Curve
    loud: Curve
    chord: NDArray[np.int64]
    lead_at: Curve
    lead_midi: Curve
    wave: NDArray[np.float32]

    @property
    def beats(self) -> Curve:
        """Beats since the start, with their fraction."""
        return self.bar * 4


def listen(piece: Piece, samples: NDArray[np.float32]) -> Beat:
    """The beat of a performed piece at 30 frames a second."""
    frames = round(piece.seconds * FPS)
    time = np.arange(frames, dtype=np.float32) / FPS
    bar = time / np.float32(piece.seconds) * BARS
    wave = samples.mean(axis=1)
    blocks = wave[: (wave.size // (RATE // FPS)) * (RATE // FPS)].reshape(-1, RATE // FPS)
    loud = np.sqrt((blocks**2).mean(axis=1))
    loud = np.interp(time, np.arange(loud.size) / FPS, loud / max(1e-6, loud.max())).astype(np.float32)
    leads = [note for note in piece.notes if note.voice == piece.key.lead]
    return Beat(
        frames=frames,
        time=time,
        turn=time / np.float32(piece.seconds),
        bar=bar,
        kick=_envelope(piece, time, ("kick",), 0.16),
        snare=_envelope(piece, time, ("snare", "clap"), 0.18),
        hat=_envelope(piece, time, ("hat",), 0.07),
        lead=_envelope(piece, time, (piece.key.lead,), 0.16),
        loud=loud,
        chord=np.array([piece.chords[min(BARS - 1, int(b))] for b in bar]),
        lead_at=np.array([note.at for note in leads], np.float32),
        lead_midi=np.array([note.midi for note in leads], np.float32),
        wave=wave,
    )


def _envelope(piece: Piece, time: Curve, voices: tuple[str, ...], fall: float) -> Curve:
    """Jumps to a note's velocity when it starts and falls by e in ``fall`` seconds."""
    out = np.zeros_like(time)
    for note in piece.notes:
        if note.voice in voices:
            since = (time - note.at) % piece.seconds
            out = np.maximum(out, note.velocity * np.exp(-since / fall))
    return out.astype(np.float32)
