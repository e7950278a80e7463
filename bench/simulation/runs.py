"""Runs of policies in one world, several at a time, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import msgspec

from parts.simulation import probes
from parts.simulation.baselines import Loops, Popular, Random
from parts.simulation.policy import Policy
from parts.simulation.reckoning import Reckoning, reckon
from parts.simulation.served import Served
from parts.simulation.stage import Stage
from parts.simulation.world import Parameters, make

OURS, LOOPS, POPULAR, RANDOM = "ours", "loops", "popular", "random"
PEOPLE = 160
"""So many people answer each probe."""


class Wish(msgspec.Struct, frozen=True):
    """A run that is wanted: a policy, its share of slots by lot, so many days, and probes afterwards."""

    policy: str
    share: float
    days: int
    probes: bool = False


class Probed(msgspec.Struct, frozen=True):
    """Shares of pages: a newcomer's on their taste after ten watches; a turned taste's after twenty, and the
    old one's; naming a topic that is of no interest, and of it in truth."""

    found: list[float]
    turned: list[float]
    turned_old: list[float]
    refused: list[float]
    refused_true: list[float]


class Ran(msgspec.Struct, frozen=True):
    """A run and what came of it."""

    wish: Wish
    came: Reckoning
    probed: Probed | None


def run(parameters: Parameters, wish: Wish) -> Ran:
    """One run, in this process."""
    world = make(parameters)
    stage = Stage(world, policy_of(wish.policy, wish.share))
    stage.run(wish.days)
    came = reckon(world, stage.shown(), wish.days)
    return Ran(wish, came, _probed(stage, wish.days) if wish.probes else None)


def run_all(
    parameters: Parameters, wishes: Sequence[Wish], workers: int, told: Callable[[Wish], None]
) -> list[Ran]:
    """All of them, in the order of the wishes. ``told``: is called when one is done."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(run, parameters, wish): wish for wish in wishes}
        for done in as_completed(waiting):
            done.result()
            told(waiting[done])
        return [future.result() for future in waiting]


def policy_of(name: str, share: float) -> Policy:
    """A fresh policy; ``share`` of slots by lot counts for ours and Loops' rule."""
    if name == OURS:
        return Served(share)
    if name == LOOPS:
        return Loops(lots=share)
    return Popular() if name == POPULAR else Random()


def _probed(stage: Stage, day: int) -> Probed:
    refused, refused_true = probes.heeded_no(stage, day, PEOPLE)
    found = probes.found_taste(stage, day + 1, PEOPLE)
    turned, old = probes.followed_turn(stage, day + 2, PEOPLE)
    return Probed(found, turned, old, refused, refused_true)
