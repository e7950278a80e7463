"""What people were told is done, and what they asked without hearing: kept beside the zone, not in it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sending:
    """An upload: whose, how long it is, and how much of it was acknowledged (bytes)."""

    handle: str
    length: int
    received: int


@dataclass
class Acknowledged:
    """Each entry was answered with 2xx, read whole; ``asked_*`` may or may not have happened.

    ``batches``: batch id -> clip that it played; ``clips``: clip id -> upload id; ``faults``: answers that
    no crash excuses; ``refusals``: how often each problem was answered, by status and code.
    """

    people: dict[str, str] = field(default_factory=dict)
    asked_people: set[str] = field(default_factory=set)
    uploads: dict[str, Sending] = field(default_factory=dict)
    clips: dict[str, str] = field(default_factory=dict)
    batches: dict[str, str] = field(default_factory=dict)
    asked_batches: dict[str, str] = field(default_factory=dict)
    likes: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> dict[str, int]:
        """How much there is of each."""
        return {
            "sign_ups": len(self.people),
            "uploads": len(self.uploads),
            "clips": len(self.clips),
            "batches": len(self.batches),
            "likes": len(self.likes),
        }
