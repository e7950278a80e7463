"""What ``child/probe_file.py`` answers: a file's facts, before anything is judged. Times in s, in the
file's own."""

from __future__ import annotations

import msgspec


class Stream(msgspec.Struct, frozen=True):
    """One track by its headers. ``codec``: FFmpeg's name, None where it knows none; ``attached``: a
    cover picture."""

    index: int
    type: str
    codec: str | None
    attached: bool
    width: int = 0
    height: int = 0
    sar: tuple[int, int] | None = None
    rate: int = 0
    channels: int = 0


class Picture(msgspec.Struct, frozen=True):
    """The first decoded picture, in px as stored; colours as numbers of ITU-T H.273; rotation in degrees."""

    width: int
    height: int
    rotation: int
    format: str
    transfer: int
    primaries: int
    matrix: int
    range: int


class Gaps(msgspec.Struct, frozen=True):
    """Shortest, middle, longest and mean time between two pictures that follow each other."""

    shortest_s: float
    middle_s: float
    longest_s: float
    mean_s: float


class Times(msgspec.Struct, frozen=True):
    """From every packet of the chosen video. ``indexed``: how many the file's index promised; ``shown``:
    how many an edit list leaves; ``other_end_s``: where the last packet of any other track ends."""

    packets: int
    indexed: int
    shown: int
    start_s: float
    last_s: float
    end_s: float
    other_end_s: float
    gaps: Gaps | None
    picture: Picture | None
    encrypted: bool
    broken: str | None


class Facts(msgspec.Struct, frozen=True):
    """Everything. ``error``: why the file could not be opened; ``crowded``: it has more tracks than are
    looked at; ``claimed_s``: the length its header claims."""

    error: str | None = None
    crowded: bool = False
    streams: tuple[Stream, ...] = ()
    claimed_s: float | None = None
    locked: bool = False
    times: Times | None = None
