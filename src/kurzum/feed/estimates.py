"""What another way of choosing would have earned, told from a log of this one: three estimators. Pure.

Each shown clip has the chance with which the log's policy chose it (its propensity) and the chance with
which the target's would have. None of them is biased while the target chooses nothing that the log's policy
never would; how far they may be off is told by resampling people, for what one person does hangs together.

- IPS, inverse propensity scores: rewards weighed by how much likelier the target's choice is (Horvitz and
  Thompson 1952).
- SNIPS, the same by the sum of the weights: a little biased, much calmer (Swaminathan and Joachims 2015).
- DR, doubly robust: a model's guess for the target, put right by IPS where the log tells (Dudik et al. 2011).
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Estimator = Literal["ips", "snips", "dr"]
ESTIMATORS: tuple[Estimator, ...] = ("ips", "snips", "dr")
_PER_TURN = 200


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Choices of a log, an entry each, float64 [n] but ``people``, intp [n], numbers from 0 on.

    ``rewards``: what came of the clip that was shown; ``logged``, ``target``: the chances with which the log
    and the target choose that clip, ``logged`` above 0; ``guess``: a model's reward of that clip;
    ``guess_target``: the model's mean reward over the target's choices. A model may be wrong, but must not
    know ``rewards``.
    """

    people: NDArray[np.intp]
    rewards: Doubles
    logged: Doubles
    target: Doubles
    guess: Doubles
    guess_target: Doubles


class Estimate(msgspec.Struct, frozen=True):
    """A mean reward, and between what it lies with the share of certainty that was asked for."""

    value: float
    low: float
    high: float


def weights(choices: Choices, most: float | None = None) -> Doubles:
    """How much likelier the target's choice is than the log's. ``most``: above it is cut: calmer, biased."""
    ratio: Doubles = choices.target / choices.logged
    return ratio if most is None else np.minimum(ratio, most)


def effective(choices: Choices) -> float:
    """As many choices as these weights are worth (Kish 1965): few, and no estimate says much."""
    ratio = weights(choices)
    return float(ratio.sum() ** 2 / max(float((ratio**2).sum()), 1e-300))


def estimate(
    choices: Choices,
    by: Estimator,
    rng: np.random.Generator,
    times: int = 1_000,
    share: float = 0.95,
    most: float | None = None,
) -> Estimate:
    """The target's mean reward, with a percentile interval of ``times`` resamplings of people."""
    above, below = _sums(choices, by, most)
    value = _ratio(above.sum(), below.sum())
    people = len(above)
    drawn: list[Doubles] = []
    for start in range(0, times, _PER_TURN):
        many = min(_PER_TURN, times - start)
        counts = rng.multinomial(people, np.full(people, 1 / people), many).astype(np.float64)
        drawn.append(_ratio(counts @ above, counts @ below))
    low, high = np.quantile(np.concatenate(drawn), ((1 - share) / 2, (1 + share) / 2))
    return Estimate(float(value), float(low), float(high))


def _sums(choices: Choices, by: Estimator, most: float | None) -> tuple[Doubles, Doubles]:
    """Each estimator is one sum by another; of both the part of each person, float64 [people]."""
    weight = weights(choices, most)
    one = np.ones(len(weight))
    if by == "ips":
        above, below = weight * choices.rewards, one
    elif by == "snips":
        above, below = weight * choices.rewards, weight
    else:
        above, below = choices.guess_target + weight * (choices.rewards - choices.guess), one
    many = int(choices.people.max()) + 1
    sums = np.stack([np.bincount(choices.people, part, many) for part in (above, below)])
    return sums[0].astype(np.float64), sums[1].astype(np.float64)


def _ratio(above: Doubles, below: Doubles) -> Doubles:
    found: Doubles = np.asarray(above) / np.maximum(below, 1e-300)
    return found
