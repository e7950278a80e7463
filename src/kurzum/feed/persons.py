"""What is held of one person as bytes and back, so that a slot of theirs can be made ready again later."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32
from kurzum.feed.heads import Heads
from kurzum.feed.histories import Histories
from kurzum.feed.rates import Rates

IdsOf = Callable[[Int32], bytes]
"""The ids of clips by their numbers, one behind the other, 16 bytes each."""
NumbersOf = Callable[[bytes], Int32]
"""Their numbers in this process; below 0 is one that is no longer there."""


class _Person(msgspec.Struct, frozen=True, array_like=True):
    v: int
    clips: bytes
    worth: bytes
    fate: bytes
    ready: float
    acts: bytes


def encode(histories: Histories, rates: Rates, heads: Heads, person: int, ids_of: IdsOf) -> bytes:
    """A person's history, their readiness, and what they do about clips."""
    history = histories.of(person)
    return msgspec.msgpack.encode(
        _Person(
            v=1,
            clips=ids_of(history.clips),
            worth=history.worth.astype("<f4").tobytes(),
            fate=history.fate.tobytes(),
            ready=float(rates.ready[person]) if person < len(rates.ready) else 0.0,
            acts=heads.of(person).astype("<f4").tobytes(),
        )
    )


def decode(
    histories: Histories, rates: Rates, heads: Heads, person: int, plain: bytes, numbers_of: NumbersOf,
    size: int,
) -> None:  # fmt: skip
    """Put a person as they were into a slot; without clips whose number is not below ``size``.

    Raises msgspec.DecodeError.
    """
    stored = msgspec.msgpack.decode(plain, type=_Person)
    clips = numbers_of(stored.clips)
    there = (clips >= 0) & (clips < size)
    worth, fate = np.frombuffer(stored.worth, "<f4"), np.frombuffer(stored.fate, np.int8)
    histories.put(person, clips[there], worth[there].astype(np.float32), fate[there])
    rates.put(person, stored.ready)
    heads.put(person, np.frombuffer(stored.acts, "<f4").astype(np.float32))
