"""What a person is drawn to beyond single clips: topics, creators, sounds. Told from their history."""

from __future__ import annotations

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed.growing import Floats, grown
from kurzum.feed.histories import HIDDEN, LONG, History
from kurzum.feed.traits import Traits


class AffinityConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``lean``: long views' worth of everybody's topics in a person's own; ``follow``: long views' worth of
    following a creator; ``pardon``: of a topic's clips of no interest, so many long views make up for one."""

    lean: float = 10.0
    follow: float = 3.0
    pardon: float = 2.0


class Affinities:
    """``of_topic`` float32 [topics]: long views of all, beside which a person's are held; ``long``: all."""

    def __init__(self, config: AffinityConfig) -> None:
        self._config = config
        self.of_topic: Floats = np.zeros(0, np.float32)
        self.long = 0.0
        self._marks: Floats = np.zeros(1, np.float32)  # zeros between calls; the last stands for nothing

    def learn(self, clip: int, traits: Traits) -> None:
        """Somebody watched a clip long."""
        self._room(traits)
        for topic in traits.topics[clip].tolist():
            if topic >= 0:
                self.of_topic[topic] += 1
        self.long += 1

    def popularity(self, traits: Traits) -> Floats:
        """Root of how much each topic is watched long beside the one that is so most; float32 [topics + 1].

        The last stands for no topic.
        """
        self._room(traits)
        size = traits.most_topics
        most = np.delete(self.of_topic[:size], traits.broad).max(initial=0) + 1
        roots = np.ones(size + 1, np.float32)
        np.sqrt(np.minimum(1, (self.of_topic[:size] + 1) / most), out=roots[:size])
        return roots

    def topic_lifts(self, history: History, traits: Traits) -> Floats:
        """Log of how much more than others the person watches each topic long, float32 [topics + 1].

        The last, which -1 finds, stands for no topic and is 0.
        """
        self._room(traits)
        size = traits.most_topics
        lean = np.float32(self._config.lean)
        own = _count_topics(history, traits, LONG)[:size]
        share = (self.of_topic[:size] + 1) / np.float32(self.long + 50)
        lifts = np.zeros(size + 1, np.float32)
        many = np.float32((history.fate == LONG).sum())
        np.log((own + lean * share) / ((many + lean) * share), out=lifts[:size])
        return lifts

    def unwanted_topics(self, history: History, traits: Traits) -> Floats:
        """How much a topic is of no interest, 0 to 1, float32 [topics + 1]; the last is 0.

        What they said last counts: long views make up for it only where they came after. Languages are not:
        whoever refuses a clip has not refused its language.
        """
        size = traits.most_topics + 1
        refused = history.fate == HIDDEN
        if not refused.any():
            return np.zeros(size, np.float32)
        topics, order = traits.topics[history.clips], np.arange(len(history.clips))[:, None]
        last = np.full(size, -1)
        np.maximum.at(last, topics[refused], order[refused])
        hidden = np.bincount(topics[refused].ravel() % size, minlength=size).astype(np.float32)
        hidden[traits.broad] = 0
        hidden[-1] = 0
        since = topics[(history.fate == LONG)[:, None] & (order > last[topics])]
        made_up = np.bincount(since % size, minlength=size) / np.float32(self._config.pardon)
        unwanted: Floats = (hidden / np.maximum(hidden + made_up, np.float32(1e-9))).astype(np.float32)
        return unwanted

    def pulls(self, kinds: Int32, size: int, history: History, followed: Rows, clips: Rows | slice) -> Floats:
        """Log of long views by creator or by sound, float32 [n]. ``kinds``: the column of creators or sounds,
        of which there are ``size``; -1 is none. ``followed``: those that the person follows."""
        marks = self._room_for(size)
        own = kinds[history.clips]
        np.add.at(marks, own[history.fate == LONG], np.float32(1))
        if len(followed):
            marks[followed] += np.float32(self._config.follow)
        marks[-1] = 0
        found: Floats = np.log1p(marks[kinds[clips]])
        marks[own], marks[followed] = 0, 0
        return found

    def unwanted(self, kinds: Int32, size: int, history: History, clips: Rows | slice) -> Floats:
        """1 for clips by creators, or with sounds, that the person said are of no interest, float32 [n]."""
        marks = self._room_for(size)
        hidden = kinds[history.clips[history.fate == HIDDEN]]
        marks[hidden] = 1
        marks[-1] = 0
        found = marks[kinds[clips]]
        marks[hidden] = 0
        return found

    def _room_for(self, size: int) -> Floats:
        """Zeros, the last of which stands for nothing; whoever marks them wipes them."""
        self._marks = grown(self._marks, size + 1)
        return self._marks

    def _room(self, traits: Traits) -> None:
        self.of_topic = grown(self.of_topic, traits.most_topics)


def _count_topics(history: History, traits: Traits, fate: int) -> Floats:
    """Clips of that fate by topic, float32 [topics + 1]; the last is 0."""
    topics = traits.topics[history.clips[history.fate == fate]].ravel()
    counts = np.bincount(topics + 1, minlength=traits.most_topics + 1).astype(np.float32)
    counts[:-1] = counts[1:]
    counts[-1] = 0
    return counts
