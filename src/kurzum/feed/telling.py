"""From a viewer's events to what the learner learns: watches, acts, and what is of no interest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from kurzum.clips.columns import Columns
from kurzum.feed.events import Event, Kind
from kurzum.feed.histories import HIDDEN, LONG, SHORT
from kurzum.feed.learner import Learner
from kurzum.feed.watches import UNKNOWN, Watch, is_long, worth

_VIEWS = frozenset({Kind.PLAY, Kind.SKIP})
_ACTS = frozenset({Kind.LIKE, Kind.SAVE, Kind.SHARE, Kind.COMMENT, Kind.FOLLOW})
_UNWANTED = frozenset({Kind.NOT_INTERESTED, Kind.REPORT})
_NONE: AbstractSet[Kind] = frozenset()


def watches(person: int, events: Iterable[Event], columns: Columns) -> Iterator[Watch]:
    """One watch for each view of a batch, with the acts on the same clip; acts alone have no watched time.

    Clips are numbers of ``columns``; those that are not there are left out.
    """
    views: list[tuple[int, Event]] = []
    acts: dict[int, tuple[set[Kind], int]] = {}
    there = len(columns.audience)
    for event in events:
        clip = columns.numbers.known(event.clip.bytes)
        if not 0 <= clip < there:
            continue
        if event.kind in _VIEWS and event.watched_ms is not None:
            views.append((clip, event))
        elif event.kind in _ACTS or event.kind in _UNWANTED:
            kinds, _ = acts.setdefault(clip, (set(), event.at_ms))
            kinds.add(event.kind)
    for clip, event in views:
        done = acts.pop(clip)[0] if clip in acts else _NONE
        length = columns.duration_ms.item(clip)
        yield _watch(person, clip, event.at_ms, event.watched_ms if length else None, length, done)
    for clip, (kinds, at_ms) in acts.items():
        yield _watch(person, clip, at_ms, None, 0, kinds)


def _watch(
    person: int, clip: int, at_ms: int, watched_ms: int | None, duration_ms: int, kinds: AbstractSet[Kind]
) -> Watch:
    return Watch(
        person=person, clip=clip, at_ms=at_ms, watched_ms=UNKNOWN if watched_ms is None else watched_ms,
        duration_ms=duration_ms, like=Kind.LIKE in kinds, save=Kind.SAVE in kinds, share=Kind.SHARE in kinds,
        comment=Kind.COMMENT in kinds, follow=Kind.FOLLOW in kinds, hidden=bool(kinds & _UNWANTED),
    )  # fmt: skip


def learn(learner: Learner, watch: Watch) -> None:
    """Take in a watch, for the person and for all."""
    if watch.watched_ms != UNKNOWN:
        learner.learn(watch)
    elif watch.hidden:
        learner.hide(watch.person, watch.clip)
    else:
        learner.act(
            watch.person, watch.clip, like=watch.like, save=watch.save, share=watch.share,
            comment=watch.comment, follow=watch.follow,
        )  # fmt: skip


def recall(learner: Learner, watch: Watch) -> None:
    """Tell a person's history a watch that all have learned from before."""
    long = watch.watched_ms == UNKNOWN or is_long(watch, learner.depths, learner.config.watches)
    fate = HIDDEN if watch.hidden else LONG if long else SHORT
    learner.histories.add(watch.person, watch.clip, worth(watch, long, learner.config.watches), fate)
