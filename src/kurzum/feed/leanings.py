"""What a person watches of what they are shown, by topic: one watch says something, a few decide. Pure.

Of each topic a person thinks as of any other, or loves it. Every watch of a clip with the topic is likelier
with the one or with the other, and that is added up (Wald 1945), the latest watches counting most: so few
watches decide, and a taste that turns is followed. What a clip says is shared among its topics, and it is
leaned to as its topics are in the mean: more hashtags gain nothing.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.affinities import Affinities
from kurzum.feed.growing import Floats
from kurzum.feed.histories import LONG, History
from kurzum.feed.rates import Rates
from kurzum.feed.traits import Traits

Doubles = NDArray[np.float64]


class LeaningConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``love``, ``other``: log odds by which clips of a topic that somebody loves, or not, are watched long
    beyond what is to be expected of them; ``prior``: the chance that a topic is loved.

    ``recency``: what a watch counts beside the next newer, ``own_recency``: beside the next newer one of the
    same topic. ``lean_person``: watches' worth of everybody's readiness in the person's. ``tried``: so much
    less there is to find out of a topic with each watch of it; ``settled`` long views of anything halve it,
    for whoever is content with what they get needs no trying.
    """

    love: float = 2.2
    other: float = -1.4
    prior: float = 0.2
    recency: float = 0.94
    own_recency: float = 0.9
    lean_person: float = 3.0
    tried: float = 2.0
    settled: float = 10.0


class Leanings(msgspec.Struct, frozen=True):
    """Of one person at one moment, by topic; the last of each stands for no topic.

    ``odds`` float32 [topics + 1]: log of how much likelier than by chance they watch it; 0 for what they
    never met and for languages. ``unknown``, 0 to 1: how much there is to find out of them. ``wanted``
    float32 [topics + 1], 0 to 1: how much of it there is in a topic; 0 for languages and none.
    """

    odds: Floats
    unknown: float
    wanted: Floats

    def of(self, clips: Rows, traits: Traits) -> tuple[Floats, Floats]:
        """How much they lean to each of these clips, and how much there is to find out; float32 [n] each."""
        topics = traits.topics[clips]
        topics = np.where(topics < len(self.odds) - 1, topics, -1)  # one may be newer than this
        wanted = self.wanted[topics]
        many = np.maximum(1, (wanted > 0).sum(axis=1)).astype(np.float32)
        odds: Floats = self.odds[topics].sum(axis=1) / many
        curiosity: Floats = wanted.sum(axis=1) / many * np.float32(self.unknown)
        return odds, curiosity


def leanings(
    history: History, traits: Traits, rates: Rates, affinities: Affinities, config: LeaningConfig
) -> Leanings:
    """What somebody with this history leans to, and what is still to be found out."""
    size = traits.most_topics + 1
    counts = np.ones(size, bool)
    counts[-1], counts[traits.broad] = False, False
    odds = np.zeros(size, np.float32)
    wanted = affinities.popularity(traits)
    wanted[~counts] = 0
    loved = config.prior
    age = _fading(config.recency, np.arange(len(history.clips) - 1, -1, -1))
    topics = traits.topics[history.clips]
    counted = counts[topics]
    row, column = counted.nonzero()
    if len(row):
        found, place, many = np.unique(topics[row, column], return_inverse=True, return_counts=True)
        each = (1 / np.maximum(1, counted.sum(axis=1)))[row]
        weight = age[row] * each
        told = weight * _fading(config.own_recency, _newer(place, many))
        # Each topic counts as much in how readily they watch, or the one that they love would be all of it.
        even = np.where(counted.any(axis=1), np.bincount(row, each / many[place], len(age)), 1)
        even *= age.sum() / (age @ even)
        told *= _evidence(history, age * even, rates, traits, config)[row]
        love = _chance(np.bincount(place, told).astype(np.float64) + _odds(config.prior))
        odds[found] = _lift(love, config) - _lift(np.full(1, config.prior), config)
        wanted[found] /= 1 + config.tried * np.bincount(place, weight)
        loved = max(loved, float(love.max()))
    content = float(age @ (history.fate == LONG)) / config.settled
    unknown = (1 - loved) / (1 - config.prior) / (1 + content)
    return Leanings(odds, unknown, wanted)


def _evidence(
    history: History, weight: Doubles, rates: Rates, traits: Traits, config: LeaningConfig
) -> Doubles:
    """Of each watch by how much it is likelier of somebody who loves the topic, in log odds; [n].

    ``weight``: what a watch counts in how readily they watch anything.
    """
    rates.room(-1, traits)
    long = history.fate == LONG
    usual = rates.logits(history.clips.astype(np.intp)).astype(np.float64)
    lean, views = config.lean_person * rates.mean, float(weight.sum()) + config.lean_person
    watched, expected = ((float(weight @ part) + lean) / views for part in (long, _chance(usual)))
    usual += _odds(watched) - _odds(expected)
    loved, other = _chance(usual + config.love), _chance(usual + config.other)
    told: Doubles = np.where(long, np.log(loved / other), np.log((1 - loved) / (1 - other)))
    return told


def _newer(place: NDArray[np.intp], many: NDArray[np.intp]) -> NDArray[np.intp]:
    """Of each, in order of time, how many of the same place are newer. ``many``: how many a place has."""
    order = np.argsort(place, kind="stable")
    newer = np.empty(len(place), np.intp)
    newer[order] = np.cumsum(many)[place[order]] - 1 - np.arange(len(place))
    return newer


def _fading(keep: float, newer: NDArray[np.intp]) -> Doubles:
    """What each counts that has so many newer ones."""
    counts: Doubles = np.power(keep, newer.astype(np.float64))
    return counts


def _lift(love: Doubles, config: LeaningConfig) -> Doubles:
    """Log of how much likelier a long view is, where a topic is loved with this chance."""
    lift: Doubles = np.log((1 - love) * np.exp(config.other) + love * np.exp(config.love))
    return lift


def _chance(odds: Doubles) -> Doubles:
    chance: Doubles = 1 / (1 + np.exp(-odds))
    return chance


def _odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))
