"""The states of a clip and the ways from one to another. Pure; the table below is the whole rule."""

from __future__ import annotations

from enum import StrEnum

from kurzum.clips.errors import WrongState


class State(StrEnum):
    """Where a clip stands in its life."""

    DRAFTED = "drafted"
    SCHEDULED = "scheduled"
    UPLOADED = "uploaded"
    PROBING = "probing"
    ENCODING = "encoding"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    ERASED = "erased"


class Cause(StrEnum):
    """Why a clip changed its state; stored with every change."""

    CREATED = "created"
    STARTED = "started"
    PROBED = "probed"
    PLAYABLE = "playable"
    REFUSED = "refused"
    FAILED = "failed"
    OWNER = "owner"
    LIMIT = "limit"
    LIFTED = "lifted"
    ERASURE = "erasure"


NEXT: dict[State, frozenset[State]] = {
    State.DRAFTED: frozenset({State.SCHEDULED, State.UPLOADED, State.ERASED}),
    State.SCHEDULED: frozenset({State.DRAFTED, State.UPLOADED, State.ERASED}),
    State.UPLOADED: frozenset({State.PROBING, State.REJECTED, State.ERASED}),
    # A run that begins again after its worker died starts from probing, wherever the dead one stood.
    State.PROBING: frozenset({State.PROBING, State.ENCODING, State.REJECTED, State.ERASED}),
    State.ENCODING: frozenset({State.PROBING, State.PUBLISHED, State.REJECTED, State.ERASED}),
    State.PUBLISHED: frozenset({State.WITHDRAWN, State.REMOVED, State.ERASED}),
    State.WITHDRAWN: frozenset({State.PUBLISHED, State.REMOVED, State.ERASED}),
    State.REMOVED: frozenset({State.PUBLISHED, State.WITHDRAWN, State.ERASED}),
    State.REJECTED: frozenset({State.ERASED}),
    State.ERASED: frozenset(),
}

IN_WORK = frozenset({State.UPLOADED, State.PROBING, State.ENCODING})
"""Waiting for a worker or being worked on."""

PLAYABLE = frozenset({State.PUBLISHED, State.WITHDRAWN, State.REMOVED})
"""Has renditions; only a published one is shown to others."""


def sources(target: State) -> tuple[State, ...]:
    """The states from which a clip may come to ``target``."""
    return tuple(state for state in State if target in NEXT[state])


def check(now: State, target: State) -> None:
    """WrongState where the table knows no way from ``now`` to ``target``."""
    if target not in NEXT[now]:
        raise WrongState(f"The clip is {now} and cannot become {target}. Reload to see where it stands.")


def settled(state: State, progress: float) -> bool:
    """Whether nothing more will happen by itself: the end of a progress stream."""
    if state is State.PUBLISHED:
        return progress >= 1.0
    return state not in IN_WORK
