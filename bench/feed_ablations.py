"""The learner with one part left out, for `feed_eval.py --engine bench.feed_ablations:no_lift` and so on.

Weights stay as they begin, so that nothing else takes the place of what is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.feed.blend import FEATURES, ActWeights, BlendConfig
from kurzum.feed.learner import LearnerConfig
from kurzum.feed.replay import LoggedClip, LoggedEvent, Replay

_BEGIN = BlendConfig()


class Exposure(Replay):
    """Heat of all impressions instead of long views: popularity of exposure, which the learner has not."""

    def learn(self, event: LoggedEvent) -> None:
        """Take in one event, and that it was shown."""
        super().learn(event)
        clip = self.number(event.clip)
        if not event.long_view and clip >= 0:
            self.learner.heat.learn(clip, event.at_ms)


def whole(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Everything, with weights as they begin."""
    return _replay(clips, seed)


def no_lift(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Without co-visits."""
    none = {"lift": 0.0, "lift_shown": 0.0}
    return _replay(clips, seed, worth=none, reach=none)


def no_contrast(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """One lift, of what was watched, instead of two."""
    return _replay(
        clips, seed, worth={"lift": 0.62, "lift_shown": 0.0}, reach={"lift": 4.0, "lift_shown": 0.0}
    )


def no_merit(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """The plain rate alone."""
    return _replay(clips, seed, worth={"merit": 0.0, "rate": 0.75})


def no_rate(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Merit alone."""
    return _replay(clips, seed, worth={"merit": 0.8, "rate": 0.0})


def no_kinds(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Without topics and creators."""
    none = {"topic": 0.0, "creator": 0.0}
    return _replay(clips, seed, worth=none, reach=none)


def no_seen(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Not knowing what was on the person's screen."""
    return _replay(clips, seed, worth={"seen": 0.0}, reach={"seen": 0.0, "again": 0.0})


def no_acts(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Long views alone: likes, shares, follows and skips order nothing."""
    return Replay(clips, _config({}, {}, ActWeights(0.0, 0.0, 0.0, 0.0)), seed)


def no_heat(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Without popularity of any kind."""
    return _replay(clips, seed, reach={"heat_short": 0.0, "heat_long": 0.0})


def exposure(clips: Sequence[LoggedClip], seed: int) -> Replay:
    """Heat of all impressions instead of long views."""
    return Exposure(clips, _config({}, {"rate": 0.3}), seed)


def _replay(
    clips: Sequence[LoggedClip],
    seed: int,
    worth: dict[str, float] | None = None,
    reach: dict[str, float] | None = None,
) -> Replay:
    return Replay(clips, _config(worth or {}, reach or {}), seed)


def _config(
    worth: dict[str, float], reach: dict[str, float], acts: ActWeights = _BEGIN.acts
) -> LearnerConfig:
    blend = BlendConfig(
        worth=_put(_BEGIN.worth, worth), reach=_put(_BEGIN.reach, reach), acts=acts,
        step=0.0, one_in=1_000_000_000,
    )  # fmt: skip
    return LearnerConfig(blend=blend)


def _put(weights: tuple[float, ...], changes: dict[str, float]) -> tuple[float, ...]:
    return tuple(changes.get(name, weight) for name, weight in zip(FEATURES, weights, strict=False))
