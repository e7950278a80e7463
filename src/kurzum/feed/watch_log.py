"""A log in our event form: JSON lines, of which each is a clip or a watch. Read whole, checked, put in order.

    {"kind": "clip", "clip": 7, "creator": 3, "topics": ["dance"], "duration_ms": 21000, "published_ms": 0}
    {"kind": "watch", "person": 1, "clip": 7, "at_ms": 1000, "watched_ms": 9000, "duration_ms": 21000}

Ids are numbers or words. A watch may have what ``LoggedWatch`` names beside these; ``propensity`` and
``among`` are what counterfactual estimates are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from kurzum.core.errors import Refused
from kurzum.feed.watches import UNKNOWN

Id = int | str


class BadLog(Refused):
    """The file is no log in this form; the message names the line."""

    code = "bad_log"


class LoggedClip(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="clip"):
    """What is known of a clip before anybody watches it."""

    clip: Id
    creator: Id = ""
    sound: Id = ""
    topics: tuple[str, ...] = ()
    duration_ms: int = 0
    published_ms: int = 0


class LoggedWatch(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="watch", gc=False):
    """A clip was on somebody's screen. ``long``: whether it was a long view, where the log says so.

    ``propensity``: the chance with which its slot was to show it; ``among``: all clips of which one was
    drawn for the slot, this one too.
    """

    person: Id
    clip: Id
    at_ms: int
    watched_ms: int = UNKNOWN
    duration_ms: int = 0
    long: bool | None = None
    like: bool = False
    save: bool = False
    share: bool = False
    comment: bool = False
    follow: bool = False
    hidden: bool = False
    propensity: float | None = None
    among: tuple[Id, ...] = ()


class Log(msgspec.Struct, frozen=True):
    """``watches`` in order of time, all of clips in ``clips``; ``unknown``: so many watches were left out,
    for the log does not say what their clips are."""

    clips: list[LoggedClip]
    watches: list[LoggedWatch]
    unknown: int


def read(path: Path, told: Callable[[int], None] | None = None) -> Log:
    """The log in a file. ``told``: is called with the bytes that were read. Raises BadLog, OSError."""
    decoder = msgspec.json.Decoder(LoggedClip | LoggedWatch)
    clips: dict[Id, LoggedClip] = {}
    watches: list[LoggedWatch] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if told is not None:
                told(len(line))
            if not line.strip():
                continue
            one = _decoded(decoder, line, path, number)
            if isinstance(one, LoggedClip):
                clips[one.clip] = one
            else:
                watches.append(one)
    known = [one for one in watches if one.clip in clips]
    known.sort(key=lambda one: one.at_ms)
    return Log(list(clips.values()), known, len(watches) - len(known))


def _decoded(
    decoder: msgspec.json.Decoder[LoggedClip | LoggedWatch], line: bytes, path: Path, number: int
) -> LoggedClip | LoggedWatch:
    try:
        one = decoder.decode(line)
    except msgspec.DecodeError as error:
        raise BadLog(
            f"line {number} of {path} is neither a clip nor a watch ({error}), so nothing was evaluated; "
            'a line is {"kind": "clip", ...} or {"kind": "watch", ...}'
        ) from None
    if isinstance(one, LoggedWatch) and one.propensity is not None and not 0 < one.propensity <= 1:
        raise BadLog(
            f"line {number} of {path} has the propensity {one.propensity}; it must be above 0 and at most 1"
        )
    return one
