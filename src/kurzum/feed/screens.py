"""What was on screens of late, for learning how to weigh features: whom to learn from, and against what."""

from __future__ import annotations

from collections import OrderedDict, deque
from functools import lru_cache

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats

_GOLDEN = 0x9E3779B97F4A7C15
_ALL_64 = (1 << 64) - 1


class ScreensConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``kept``: views from which other people's clips are drawn; ``page_ms``: views within so long are held
    against each other, as one page; ``page_kept``: so many a person; ``pages``: persons."""

    kept: int = 50_000
    page_ms: int = 86_400_000
    page_kept: int = 8
    pages: int = 10_000


class Screens:
    """``shown`` int32 [kept]: a ring of the clips viewed last. Lots come of ``seed`` and the count of
    views.
    """

    def __init__(self, config: ScreensConfig, seed: int) -> None:
        self._config = config
        self.seed = seed
        self.shown: Int32 = np.zeros(config.kept, np.int32)
        self.count = 0
        self.pages: OrderedDict[int, deque[tuple[int, bool, Floats]]] = OrderedDict()

    def add(self, clip: int) -> None:
        """A clip was on somebody's screen."""
        self.shown[self.count % self._config.kept] = clip
        self.count += 1

    def latest(self) -> Int32:
        """The clips viewed last, the latest at the end."""
        return self.shown[self._places()]

    def put_latest(self, clips: Int32) -> None:
        """Say what was viewed last; where some are missing, others stand for them."""
        places = self._places()
        self.shown[places] = clips if len(clips) == len(places) else np.resize(clips, len(places))

    def chosen(self, person: int, at_ms: int, one_in: int) -> bool:
        """Whether this is one of the persons of whom is learned that day."""
        return _day_hash(self.seed ^ (person << 24) ^ (at_ms // 86_400_000)) % one_in == 0

    def draw(self, many: int) -> Int32:
        """Clips of other people's screens, as often as they were shown; int32, none before there are."""
        known = min(self.count, self._config.kept)
        return self.shown[_lots(self.seed, 2 * self.count, many, known)] if known else self.shown[:0]

    def draw_any(self, many: int, size: int) -> Rows:
        """Any clips of a catalogue of that size."""
        return _lots(self.seed, 2 * self.count + 1, many, size)

    def opposed(self, person: int, long: bool, at_ms: int) -> list[Floats]:
        """Features of the person's views of this page that ended the other way."""
        page = self.pages.get(person, ())
        return [one for then, was, one in page if was != long and at_ms - then < self._config.page_ms]

    def remember(self, person: int, features: Floats, long: bool, at_ms: int) -> None:
        """Keep the features of a view, as they were before it."""
        page = self.pages.setdefault(person, deque(maxlen=self._config.page_kept))
        page.append((at_ms, long, features.copy()))
        self.pages.move_to_end(person)
        if len(self.pages) > self._config.pages:
            self.pages.popitem(last=False)

    def forget(self, person: int) -> None:
        """Drop a person's page."""
        self.pages.pop(person, None)

    def _places(self) -> Rows:
        known = min(self.count, self._config.kept)
        return np.arange(self.count - known, self.count) % self._config.kept


def _hash(value: int) -> int:
    """splitmix64 (Steele et al., 2014): every bit of the answer hangs on every bit of the value."""
    value = (value + _GOLDEN) & _ALL_64
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _ALL_64
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _ALL_64
    return value ^ (value >> 31)


_day_hash = lru_cache(maxsize=10_000)(_hash)
"""Of a person and day it is asked with each of their watches."""


def _lots(seed: int, stream: int, many: int, size: int) -> Rows:
    """Numbers below ``size``, by lot."""
    start = _hash(seed ^ (stream << 20))
    lots = np.arange(1, many + 1, dtype=np.uint64) * np.uint64(_GOLDEN) + np.uint64(start)
    lots ^= lots >> np.uint64(29)
    lots *= np.uint64(0xBF58476D1CE4E5B9)
    return ((lots >> np.uint64(32)) * np.uint64(size) >> np.uint64(32)).astype(np.intp)
