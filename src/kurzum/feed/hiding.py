"""What a viewer keeps off their For You: clips by creator or topic."""

from __future__ import annotations

import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Rows, among
from kurzum.feed.candidates import Bools
from kurzum.feed.choices import Choices


def hidden(columns: Columns, clips: Rows, choices: Choices) -> Bools:
    """Of each of these clips whether it is to stay off: bool [n]."""
    off: Bools = np.zeros(len(clips), bool)
    if not choices.hidden:
        return off
    creators = [columns.people.known(person.bytes) for person in choices.hidden_creators]
    topics = [columns.subjects.get(topic, -1) for topic in choices.hidden_topics]
    off |= among(columns.creator[clips], np.array([one for one in creators if one >= 0], np.int32))
    if wanted := [one for one in topics if one >= 0]:
        off |= np.isin(columns.topics[clips], wanted).any(axis=1)
    return off
