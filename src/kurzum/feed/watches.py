"""What one watch is worth: whether it was a long one, and how much it says about a viewer's taste."""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.feed.growing import Floats

UNKNOWN = -1
MOST_ACTS = 2
"""So many acts about a clip raise what it says of a taste; further ones add nothing."""
_BUCKETS = 16
_BINS = 64
_DEEPEST = 4.0


class Watch(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody watched a clip. ``person``, ``clip``: numbers; ``watched_ms``: over all loops, or UNKNOWN.

    ``long``: whether it was a long view, where the teller knows; else it is decided here.
    ``hidden``: they said that it is of no interest.
    """

    person: int
    clip: int
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


class WatchConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``long_share``: a view is long when it is deeper than this share of views of clips of that length, or
    when it comes to the end: ``to_end`` of its length.

    ``worth_*``: what a watch counts as evidence of taste: a long view, a shorter one, one skipped within
    ``skip_ms``; a like, save, share, comment or follow adds ``worth_act``. 0 where it was hidden.
    """

    long_share: float = 0.7
    to_end: float = 0.95
    skip_ms: int = 2_000
    worth_long: float = 1.0
    worth_short: float = 0.5
    worth_skip: float = 0.5
    worth_act: float = 0.5


class Depths:
    """How deep clips are watched, by length: watch time favours long clips, so a watch is compared with
    others of clips of its length (D2Q: Zhan et al., KDD 2022, arXiv:2206.06003).

    Plain lists, for they are asked of with every watch.
    """

    def __init__(self) -> None:
        self._rows = [[0.0] * _BINS for _ in range(_BUCKETS)]
        self._many = [0.0] * _BUCKETS

    @property
    def counts(self) -> Floats:
        """Watches by length (powers of two of a second, in halves) and ratio, float32 [16, 64]."""
        return np.array(self._rows, np.float32)

    @counts.setter
    def counts(self, counts: Floats) -> None:
        self._rows = counts.tolist()
        self._many = counts.sum(axis=1).tolist()

    def learn(self, watched_ms: int, duration_ms: int) -> None:
        """Take in how long a clip was watched."""
        bucket = bucket_of(duration_ms)
        self._rows[bucket][_bin(watched_ms, duration_ms)] += 1
        self._many[bucket] += 1

    def share(self, watched_ms: int, duration_ms: int) -> float:
        """Which share of the watches of clips of this length went less deep: 0 to 1.

        With few watches known it leans to the ratio of watched time to length.
        """
        bucket = bucket_of(duration_ms)
        row, at = self._rows[bucket], _bin(watched_ms, duration_ms)
        less = sum(row[:at]) + row[at] / 2
        ratio = min(1.0, watched_ms / max(1, duration_ms))
        return (less + 20 * ratio) / (self._many[bucket] + 20)


def is_long(watch: Watch, depths: Depths, config: WatchConfig) -> bool:
    """Whether a watch was a long one."""
    if watch.long is not None:
        return watch.long
    if watch.watched_ms == UNKNOWN:
        return False
    if watch.watched_ms >= config.to_end * watch.duration_ms:
        return True  # deeper than nearly all, unless nearly all come to the end
    return depths.share(watch.watched_ms, watch.duration_ms) >= config.long_share


def worth(watch: Watch, long: bool, config: WatchConfig) -> float:
    """How much a watch says about the viewer's taste, 0 or more."""
    if watch.hidden:
        return 0.0
    if long:
        value = config.worth_long
    elif 0 <= watch.watched_ms < config.skip_ms:
        value = config.worth_skip
    else:
        value = config.worth_short
    acts = watch.like + watch.save + watch.share + watch.comment + watch.follow
    return value + config.worth_act * min(acts, MOST_ACTS)


def bucket_of(duration_ms: int) -> int:
    """The bucket of a length: 0 to 15, half a power of two each, from half a second on."""
    return min(_BUCKETS - 1, max(0, (max(1, duration_ms) ** 2 // 250_000).bit_length() - 1))


def _bin(watched_ms: int, duration_ms: int) -> int:
    ratio = min(_DEEPEST, watched_ms / max(1, duration_ms))
    return min(_BINS - 1, int(ratio / _DEEPEST * _BINS))
