"""What the learner would have earned in slots of a log that were drawn by lot, told from their propensities.

A slot counts where the log names its propensity and the clips ``among`` which it was drawn. The targets:
``best``, always the clip with the learner's highest score; ``odds``, each clip in the measure of e to its
score, so that more of the log tells of it; ``rate``, the clip that was watched long most often when shown,
the same for everybody; ``log``, as the log drew, which needs no estimate and shows that all is in order.
The reward is a long view. The model of the doubly robust estimate is the clip's share of long views, as known
before the slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from kurzum.clips.numbers import Rows
from kurzum.feed.estimates import ESTIMATORS, Choices, Doubles, Estimate, Estimator, effective, estimate
from kurzum.feed.examination import Pupil
from kurzum.feed.watch_log import LoggedWatch

Target = Literal["best", "odds", "rate", "log"]
TARGETS: tuple[Target, ...] = ("best", "odds", "rate", "log")


class Answered(msgspec.Struct, frozen=True):
    """A target, by each of ESTIMATORS; ``effective``: as many choices as the log is worth for it."""

    target: Target
    effective: float
    by: dict[Estimator, Estimate]


class Counterfactual(msgspec.Struct, frozen=True):
    """``slots`` that could be used, ``logged``: their mean reward."""

    slots: int
    logged: float
    answers: list[Answered]


class Slots:
    """Gathers slots of a log, each before it is learned."""

    def __init__(self, pupil: Pupil, logged: Sequence[LoggedWatch]) -> None:
        self._pupil = pupil
        self._logged = logged
        self._rows: list[tuple[int, bool, float, float]] = []  # person, reward, propensity, guess
        self._chances: dict[Target, list[tuple[float, float]]] = {target: [] for target in TARGETS}

    def take(self, n: int) -> None:
        """Look at the watch in that place."""
        one, watch = self._logged[n], self._pupil.watches[n]
        if one.propensity is None or one.propensity >= 1 or one.clip not in one.among:
            return
        number = self._pupil.number
        clips = np.array([number[clip] for clip in one.among if clip in number], np.intp)
        learner = self._pupil.learner
        scores = learner.score(watch.person, clips, watch.at_ms).astype(np.float64)
        guesses = self._guesses(clips)
        place = int(np.flatnonzero(clips == watch.clip)[0])
        self._rows.append((watch.person, bool(watch.long), one.propensity, float(guesses[place])))
        targets: dict[Target, Doubles] = {
            "best": _top(scores), "odds": _by_odds(scores), "rate": _top(guesses),
        }  # fmt: skip
        for target, chances in targets.items():
            self._chances[target].append((float(chances[place]), float(chances @ guesses)))

    def answers(self, rng: np.random.Generator) -> Counterfactual | None:
        """The estimates; None where the log has no slot to tell from."""
        if not self._rows:
            return None
        person, rewards, logged, guess = (
            np.array(column, np.float64) for column in zip(*self._rows, strict=True)
        )
        people = np.unique(person, return_inverse=True)[1].astype(np.intp)
        answers = []
        for target in TARGETS:
            chance, guess_target = logged, guess
            if target != "log":
                chance, guess_target = np.array(self._chances[target]).T
            choices = Choices(
                people=people, rewards=rewards, logged=logged, target=chance, guess=guess,
                guess_target=guess_target,
            )  # fmt: skip
            by = {name: estimate(choices, name, rng) for name in ESTIMATORS}
            answers.append(Answered(target, effective(choices), by))
        return Counterfactual(len(self._rows), float(rewards.mean()), answers)

    def _guesses(self, clips: Rows) -> Doubles:
        rates = self._pupil.learner.rates
        rates.room(-1, self._pupil.learner.traits)
        return np.asarray(1 / (1 + np.exp(-rates.logits(clips).astype(np.float64))))


def _top(scores: Doubles) -> Doubles:
    chances = np.zeros(len(scores))
    chances[int(scores.argmax())] = 1
    return chances


def _by_odds(scores: Doubles) -> Doubles:
    odds = np.exp(scores - scores.max())
    chances: Doubles = odds / odds.sum()
    return chances
