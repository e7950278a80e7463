"""Watched when shown: how likely a clip is watched long by whoever gets it.

Two estimates of the same thing. ``merit`` adds up clip, person, topics and length in one logistic sum,
learned event by event, so that a clip shown to people who watch everything gains nothing by it; the
person's part is then left out.
``rate`` is the plain share of long views, old ones fading, shrunk towards the share of all clips.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats, grown
from kurzum.feed.traits import Traits


class RateConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``half_life_days``: after so long a view counts half; ``prior_views``: views' worth of mean share.

    ``step``: of a clip's own part, ``pull``: how strongly it is drawn to 0, so to its topics and length;
    ``person_step``, ``person_pull``: the same of a person's own readiness; ``trait_step``: of topic and
    length.
    """

    half_life_days: float = 60.0
    prior_views: float = 10.0
    step: float = 0.05
    pull: float = 0.02
    person_step: float = 0.2
    person_pull: float = 0.1
    trait_step: float = 0.001


class Rates:
    """``own``, ``shown``, ``long`` float32 [clips]; ``ready`` float32 [people]; ``of_topic``,
    ``of_length``.
    """

    def __init__(self, config: RateConfig) -> None:
        self._config = config
        self.own: Floats = np.zeros(0, np.float32)
        self.shown: Floats = np.zeros(0, np.float32)
        self.long: Floats = np.zeros(0, np.float32)
        self.met: Int32 = np.zeros(0, np.int32)  # minutes since 1970 of the last view
        self.ready: Floats = np.zeros(0, np.float32)
        self.of_topic: Floats = np.zeros(0, np.float32)
        self.of_length: Floats = np.zeros(16, np.float32)
        self.mean = 0.3

    def learn(self, person: int, clip: int, traits: Traits, long: bool, at_ms: int) -> float:
        """A clip was shown to a person, and watched long or not; the log odds that were said, before."""
        config, minute = self._config, at_ms // 60_000
        self.room(person, traits)
        topics = [topic for topic in traits.topics[clip].tolist() if topic >= 0]
        length = traits.lengths.item(clip)
        own, ready = self.own.item(clip), self.ready.item(person)
        odds = own + ready + self.of_length.item(length)
        for topic in topics:
            odds += self.of_topic.item(topic)
        missed = long - 1 / (1 + math.exp(-odds))
        self.own[clip] = own + config.step * (missed - config.pull * own)
        self.ready[person] = ready + config.person_step * (missed - config.person_pull * ready)
        self.of_length[length] += config.trait_step * missed
        for topic in topics:
            self.of_topic[topic] += config.trait_step * missed
        fade = 2 ** ((self.met.item(clip) - minute) / (1440 * config.half_life_days))
        self.shown[clip] = self.shown.item(clip) * fade + 1
        self.long[clip] = self.long.item(clip) * fade + long
        self.met[clip] = minute
        self.mean += 1e-4 * (long - self.mean)
        return odds

    def merits(self, clips: Rows | slice, traits: Traits) -> Floats:
        """The clips' part in the logistic sum, float32 [n]: their own, and that of topics and length."""
        merits: Floats = self.own[clips] + self.of_length[traits.lengths[clips]]
        merits += self.of_topic[traits.topics[clips]].sum(axis=1)
        return merits

    def logits(self, clips: Rows | slice) -> Floats:
        """Log odds of the shrunk share of long views, float32 [n]."""
        prior = self._config.prior_views
        long = self.long[clips] + np.float32(prior * self.mean)
        short = self.shown[clips] + np.float32(prior) - long
        logits: Floats = np.log(long / short)
        return logits

    def put(self, person: int, ready: float) -> None:
        """Say how ready a person is to watch long."""
        self.ready = grown(self.ready, person + 1)
        self.ready[person] = ready

    def forget(self, person: int) -> None:
        """Drop a person's own readiness. What clips got from all together stays."""
        if person < len(self.ready):
            self.ready[person] = 0

    def room(self, person: int, traits: Traits) -> None:
        """Make room for the clips and topics that there are, and for a person."""
        if len(self.own) < traits.size:
            size = traits.size
            self.own, self.met = grown(self.own, size), grown(self.met, size)
            self.shown, self.long = grown(self.shown, size), grown(self.long, size)
        if person >= len(self.ready):
            self.ready = grown(self.ready, person + 1)
        if len(self.of_topic) <= traits.most_topics:
            self.of_topic = grown(self.of_topic, traits.most_topics + 1)  # the last stands for no topic
