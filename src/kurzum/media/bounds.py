"""How long, large and wide a clip may be. The edition of its market says so."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE_MS = 300
"""Recorders stop a few frames early or late; nobody is turned away for that."""
MIN_SIDE = 96
"""A shorter side below this many px is no picture for a phone."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is accepted. Lengths in ms, sizes in bytes, pixels as width times height as stored."""

    min_ms: int = 15_000
    max_ms: int = 60_000
    max_bytes: int = 512 << 20
    max_pixels: int = 4096 * 2304
    max_streams: int = 32
