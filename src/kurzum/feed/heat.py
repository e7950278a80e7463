"""Heat: long views of late, with several half-lives. Views that were not watched long count nothing."""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.clips.numbers import Rows
from kurzum.feed.growing import Floats, grown

_HOUR_MS = 3_600_000.0
_HIGHEST = 2.0**40


class HeatConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``half_lives_h``: one column of heat each; ``floors``: long views' worth of a clip without any.

    ``hottest``: so many of each column are listed, anew after ``every`` long views.
    """

    half_lives_h: tuple[float, float] = (4.0, 48.0)
    floors: tuple[float, float] = (0.05, 0.1)
    hottest: int = 250
    every: int = 2_000


class Heat:
    """``views`` float32 [n, 2] in units that grow as time passes, so that old ones fade untouched."""

    def __init__(self, config: HeatConfig) -> None:
        self._config = config
        self.views: Floats = np.zeros((0, len(config.half_lives_h)), np.float32)
        self.units = [1.0] * len(config.half_lives_h)
        self.since_ms = 0
        self.count = 0
        self.hottest: Rows = np.zeros(0, np.intp)

    def learn(self, clip: int, at_ms: int) -> None:
        """A clip was watched long."""
        if clip >= len(self.views):
            self.views = grown(self.views, clip + 1)
        units = self._units(at_ms)
        if max(units) > _HIGHEST:
            self.views /= np.array(units, np.float32)
            units = [1.0] * len(units)
        for column, unit in enumerate(units):
            self.views[clip, column] += unit
        self.units, self.since_ms = units, max(at_ms, self.since_ms)
        self.count += 1
        if self.count % self._config.every == 0:
            many = min(self._config.hottest, len(self.views))
            hottest = np.zeros(len(self.views), bool)
            for column in self.views.T:
                hottest[np.argpartition(-column, many - 1)[:many]] = True
            self.hottest = np.flatnonzero(hottest)

    def logs(self, clips: Rows | slice, size: int, at_ms: int) -> Floats:
        """Log of the faded counts, float32 [2, n]. ``size``: clips that there are."""
        if len(self.views) < size:
            self.views = grown(self.views, size)
        units = np.array(self._units(at_ms), np.float32)
        chosen = self.views[:size] if isinstance(clips, slice) else self.views[clips]
        logs: Floats = np.log(chosen.T / units[:, None] + np.array(self._config.floors, np.float32)[:, None])
        return logs

    def _units(self, at_ms: int) -> list[float]:
        hours = max(0, at_ms - self.since_ms) / _HOUR_MS if self.since_ms else 0.0
        return [
            unit * 2 ** min(80.0, hours / half)
            for unit, half in zip(self.units, self._config.half_lives_h, strict=True)
        ]
