"""Counterfactual estimates, held against a truth that is known: people, clips and chances are made here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kurzum.feed.estimates import ESTIMATORS, Choices, Estimator, effective, estimate, weights

PEOPLE, EACH, CLIPS = 150, 12, 6


@dataclass(frozen=True)
class Zone:
    """Slots of people: the true chance of a long view of each clip there could be, and two ways to choose."""

    people: NDArray[np.intp]
    truth: NDArray[np.float64]
    logged: NDArray[np.float64]
    target: NDArray[np.float64]

    @property
    def value(self) -> float:
        """What the target would earn."""
        return float((self.target * self.truth).sum(axis=1).mean())

    def choices(self, rng: np.random.Generator, model: NDArray[np.float64]) -> Choices:
        """A log of these slots."""
        slots = np.arange(len(self.people))
        drawn = (self.logged.cumsum(axis=1) < rng.random((len(slots), 1))).sum(axis=1)
        return Choices(
            people=self.people,
            rewards=(rng.random(len(slots)) < self.truth[slots, drawn]).astype(np.float64),
            logged=self.logged[slots, drawn],
            target=self.target[slots, drawn],
            guess=model[slots, drawn],
            guess_target=(self.target * model).sum(axis=1),
        )


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def zone() -> Zone:
    """The log follows a taste of its own; the target follows what people like."""
    rng = np.random.default_rng(5)
    slots = PEOPLE * EACH
    likes = rng.normal(-0.5, 1, (slots, CLIPS)) + np.repeat(rng.normal(0, 0.7, (PEOPLE, 1)), EACH, axis=0)
    return Zone(
        np.repeat(np.arange(PEOPLE), EACH),
        1 / (1 + np.exp(-likes)),
        softmax(rng.normal(0, 0.7, (slots, CLIPS))),
        softmax(1.2 * likes),
    )


@pytest.mark.parametrize("by", ESTIMATORS)
@pytest.mark.parametrize("right", [True, False])
def test_intervals_hold_the_truth_as_often_as_they_say(by: Estimator, right: bool) -> None:
    """Also with a model that is wrong throughout, which doubly robust estimates must bear."""
    there, held, values = zone(), 0, []
    rng = np.random.default_rng(6)
    model = there.truth if right else np.full_like(there.truth, 0.9)
    for _ in range(200):
        choices = there.choices(rng, model)
        found = estimate(choices, by, rng, times=200)
        held += found.low <= there.value <= found.high
        values.append(found.value)
        assert abs(float(choices.rewards.mean()) - there.value) > 0.05, "the log itself earns something else"
    assert 0.89 <= held / 200 <= 0.99
    assert abs(np.mean(values) - there.value) < 4 * np.std(values) / np.sqrt(200) + 0.002


def test_a_good_model_makes_it_surer() -> None:
    there, rng = zone(), np.random.default_rng(7)
    values: dict[str, list[float]] = {by: [] for by in ESTIMATORS}
    for _ in range(100):
        choices = there.choices(rng, there.truth)
        for by in ESTIMATORS:
            values[by].append(estimate(choices, by, rng, times=2).value)
    assert np.std(values["dr"]) < 0.9 * np.std(values["snips"]) < np.std(values["ips"])


@given(st.floats(-5, 5), st.integers(0, 2**32 - 1))
def test_rewards_that_are_all_raised_raise_the_estimate_by_as_much(more: float, seed: int) -> None:
    """True of SNIPS, and of a model that knows it; plain IPS moves by the mean weight."""
    there, rng = zone(), np.random.default_rng(seed)
    choices = there.choices(rng, there.truth)
    raised = Choices(
        people=choices.people, rewards=choices.rewards + more, logged=choices.logged, target=choices.target,
        guess=choices.guess + more, guess_target=choices.guess_target + more,
    )  # fmt: skip
    for by in ("snips", "dr"):
        before, after = (estimate(one, by, rng, times=2).value for one in (choices, raised))
        assert after - before == pytest.approx(more, abs=1e-9)


def test_the_log_s_own_way_of_choosing_needs_no_estimate() -> None:
    choices = zone().choices(np.random.default_rng(8), zone().truth)
    same = Choices(
        people=choices.people, rewards=choices.rewards, logged=choices.logged, target=choices.logged,
        guess=choices.guess, guess_target=choices.guess,
    )  # fmt: skip
    for by in ESTIMATORS:
        found = estimate(same, by, np.random.default_rng(1))
        assert found.value == pytest.approx(float(choices.rewards.mean()))
        assert found.low < found.value < found.high
    assert effective(same) == pytest.approx(len(choices.rewards))
    assert effective(choices) < len(choices.rewards)


def test_the_same_lots_give_the_same_interval() -> None:
    choices = zone().choices(np.random.default_rng(9), zone().truth)
    first, second = (estimate(choices, "dr", np.random.default_rng(1)) for _ in range(2))
    assert first == second


def test_cut_weights_are_no_greater() -> None:
    choices = zone().choices(np.random.default_rng(10), zone().truth)
    assert weights(choices).max() > 3
    assert weights(choices, most=3).max() == 3
    calm, wild = (estimate(choices, "ips", np.random.default_rng(1), most=most) for most in (3, None))
    assert calm.high - calm.low < wild.high - wild.low
