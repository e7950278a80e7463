"""What refusing a clip says: of its creator and topics, not of its language."""

from __future__ import annotations

import numpy as np

from kurzum.feed.blend import OF_WORTH, UNWANTED
from kurzum.feed.learner import Learner, LearnerConfig

GERMAN, DANCE, SOUP = 0, 1, 2


def test_a_refused_clip_takes_its_topic_down_and_not_its_language() -> None:
    learner = Learner(LearnerConfig(), seed=1)
    topics = np.array([[GERMAN, DANCE, -1, -1], [GERMAN, DANCE, -1, -1], [GERMAN, SOUP, -1, -1]], np.int32)
    of_one = np.arange(3, dtype=np.int32)
    learner.traits.adopt(of_one, topics, np.full(3, 20_000, np.int32), np.zeros(3, np.int64), [GERMAN])
    learner.hide(0, 0)
    unwanted = learner.features(0, np.arange(3), 0, OF_WORTH)[UNWANTED]
    assert unwanted.tolist() == [1, 1, 0]
