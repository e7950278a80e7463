"""What a person watches of what they are shown, by topic: one watch says something, a few decide. Pure."""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.clips.numbers import Rows
from kurzum.feed.growing import Floats
from kurzum.feed.histories import LONG, History
from kurzum.feed.traits import Traits


class LeaningConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``recency``: what a watch counts beside the next newer, so that a taste that turns is followed;
    ``lean``: watches' worth of the person's own mean in a topic's share, ``lean_person``: of everybody's mean
    in the person's."""

    recency: float = 0.93
    lean: float = 1.5
    lean_person: float = 3.0


def leanings(history: History, traits: Traits, mean: float, config: LeaningConfig) -> Floats:
    """How much likelier than their other clips they watch those of each topic long, in log odds.

    float32 [topics + 1]; 0 for topics that they never met, for languages, and for none, the last. ``mean``:
    everybody's share of long views.
    """
    size = traits.most_topics + 1
    if not len(history.clips):
        return np.zeros(size, np.float32)
    weight = config.recency ** np.arange(len(history.clips) - 1, -1, -1)
    long = weight * (history.fate == LONG)
    own = (long.sum() + config.lean_person * mean) / (weight.sum() + config.lean_person)
    topics = traits.topics[history.clips]
    places, each = topics.ravel() % size, topics.shape[1]  # -1 is the last
    seen = np.bincount(places, np.repeat(weight, each), size)
    watched = np.bincount(places, np.repeat(long, each), size)
    share = (watched + config.lean * own) / (seen + config.lean)
    odds: Floats = (np.log(share / (1 - share)) - np.log(own / (1 - own))).astype(np.float32)
    odds[-1], odds[traits.broad] = 0, 0
    return odds


def leaning_to(clips: Rows, odds: Floats, traits: Traits) -> Floats:
    """How much they lean to each of these clips: its topics added up, float32 [n]."""
    found: Floats = odds[traits.topics[clips]].sum(axis=1)
    return found
