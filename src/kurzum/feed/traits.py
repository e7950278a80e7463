"""What is known of clips before anybody watches them: creator, sound, topics, length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32
from kurzum.feed.growing import grown
from kurzum.feed.watches import bucket_of

MOST_TOPICS = 4
NOTHING = -1


class Traits:
    """A row for each clip, by number: ``creators``, ``sounds`` int32 (-1: none), ``topics`` int32 [n, 4],
    ``lengths`` int8 (bucket), ``published_ms`` int64. Languages and markets are topics like others."""

    def __init__(self) -> None:
        self.size = 0
        self.creators: Int32 = np.zeros(0, np.int32)
        self.sounds: Int32 = np.zeros(0, np.int32)
        self.topics: Int32 = np.zeros((0, MOST_TOPICS), np.int32)
        self.lengths: NDArray[np.int8] = np.zeros(0, np.int8)
        self.published_ms: NDArray[np.int64] = np.zeros(0, np.int64)
        self.most_creators = self.most_sounds = self.most_topics = 0
        self.broad: Int32 = np.zeros(0, np.int32)  # topics that are too much to refuse: languages

    def put(
        self, clip: int, creator: int, sound: int, topics: Sequence[int], duration_ms: int, published_ms: int
    ) -> None:
        """Say what a clip is; more than four topics are cut."""
        if clip >= len(self.creators):
            self.creators = grown(self.creators, clip + 1, NOTHING)
            self.sounds = grown(self.sounds, clip + 1, NOTHING)
            self.topics = grown(self.topics, clip + 1, NOTHING)
            self.lengths = grown(self.lengths, clip + 1)
            self.published_ms = grown(self.published_ms, clip + 1)
        chosen = list(topics[:MOST_TOPICS])
        self.creators[clip], self.sounds[clip] = creator, sound
        self.topics[clip] = chosen + [NOTHING] * (MOST_TOPICS - len(chosen))
        self.lengths[clip], self.published_ms[clip] = bucket_of(duration_ms), published_ms
        self.size = max(self.size, clip + 1)
        self.most_creators = max(self.most_creators, creator + 1)
        self.most_sounds = max(self.most_sounds, sound + 1)
        self.most_topics = max(self.most_topics, *(topic + 1 for topic in chosen), 0)

    def adopt(
        self,
        creators: Int32,
        topics: Int32,
        duration_ms: Int32,
        published_ms: NDArray[np.int64],
        broad: Sequence[int] = (),
    ) -> None:
        """Say what all clips are, by whole columns of one length; ``topics`` int32 [n, 4]. No sounds."""
        self.broad = np.array(broad, np.int32)
        self.size = len(creators)
        self.creators, self.topics, self.published_ms = creators, topics, published_ms
        self.sounds = grown(self.sounds, self.size, NOTHING)
        self.lengths = buckets_of(duration_ms)
        self.most_creators = int(creators.max(initial=NOTHING)) + 1
        self.most_topics = int(topics.max(initial=NOTHING)) + 1


def buckets_of(duration_ms: Int32) -> NDArray[np.int8]:
    """``bucket_of`` each of these lengths, int8 [n]."""
    squares = np.maximum(1, duration_ms).astype(np.int64) ** 2 // 250_000
    bits = np.frexp(squares.astype(np.float64))[1]
    buckets: NDArray[np.int8] = np.clip(bits - 1, 0, 15).astype(np.int8)
    return buckets
