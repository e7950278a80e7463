"""Who may see a clip: one pure decision over frozen facts, asked by every surface."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from kurzum.clips import State
from kurzum.markets import Edition
from kurzum.people import Relations

Surface = Literal["feed", "page", "media"]
"""Where a clip would be shown. Mutes hide from feeds alone; an owner finds what is not published on pages."""

LimitKind = Literal["removal", "age"]


class Why(StrEnum):
    """What decided."""

    PUBLIC = "public"
    OWNER = "owner"
    FRIEND = "friend"
    UNKNOWN = "unknown"  # no such clip, or erased
    NOT_PUBLISHED = "not_published"
    NOT_YET = "not_yet"
    REMOVED = "removed"
    AGE = "age"
    BLOCKED = "blocked"
    MUTED = "muted"
    NOT_FRIEND = "not_friend"
    PRIVATE = "private"
    FEATURE = "feature"  # the market's edition has no feeds of this kind
    ORDER = "order"  # an authority's order on this market


class Verdict(msgspec.Struct, frozen=True):
    """Whether the clip may be shown, and what decided."""

    visible: bool
    why: Why


class ViewerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks. Both ids are None when signed out; ``pid`` is also None while the custodian is silent."""

    person_id: UUID | None = None
    pid: UUID | None = None
    market: str | None = None
    age_tier: str = "unknown"


class ClipFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at. ``owner_pid``: None where the custodian was not asked or did not say.

    ``owner_gone``: they are leaving, or the custodian says that there is no such person any more.
    """

    clip_id: UUID
    person_id: UUID
    owner_pid: UUID | None
    owner_gone: bool = False
    visibility: str
    state: State
    published_at: datetime | None
    limits: frozenset[LimitKind] = frozenset()


ADULT = "adult"


def decide(
    viewer: ViewerFacts,
    clip: ClipFacts,
    edition: Edition | None,
    relations: Relations,
    now: datetime,
    surface: Surface,
) -> Verdict:
    """May this viewer see this clip here and now? The rules stand in the order in which they count.

    ``edition``: of the viewer's market, None where that is not known. ``relations``: the viewer's graph.
    """
    if clip.state is State.ERASED:
        return Verdict(False, Why.UNKNOWN)
    if viewer.person_id == clip.person_id:
        return _own(clip, now, surface)
    if clip.owner_gone:
        return Verdict(False, Why.UNKNOWN)
    if clip.state is not State.PUBLISHED:
        return Verdict(False, Why.NOT_PUBLISHED)
    if clip.published_at is None or clip.published_at > now:
        return Verdict(False, Why.NOT_YET)
    if "removal" in clip.limits:
        return Verdict(False, Why.REMOVED)
    if "age" in clip.limits and viewer.age_tier != ADULT:
        return Verdict(False, Why.AGE)
    if ordered(viewer.market, clip, now):
        return Verdict(False, Why.ORDER)
    if surface == "feed" and edition is not None and not edition.allows("foryou"):
        return Verdict(False, Why.FEATURE)
    if clip.owner_pid is not None and clip.owner_pid in relations.blocks | relations.blocked_by:
        return Verdict(False, Why.BLOCKED)
    if surface == "feed" and clip.owner_pid is not None and clip.owner_pid in relations.mutes:
        return Verdict(False, Why.MUTED)
    return _by_visibility(clip, relations)


def ordered(market: str | None, clip: ClipFacts, now: datetime) -> bool:
    """Whether an order of an authority takes this clip from this market. No order can be given yet."""
    return False


def _own(clip: ClipFacts, now: datetime, surface: Surface) -> Verdict:
    """An owner sees their clip wherever it stands; a feed holds published ones only."""
    if surface == "feed":
        if clip.state is not State.PUBLISHED or clip.published_at is None or clip.published_at > now:
            return Verdict(False, Why.NOT_PUBLISHED)
        if "removal" in clip.limits:
            return Verdict(False, Why.REMOVED)
    return Verdict(True, Why.OWNER)


def _by_visibility(clip: ClipFacts, relations: Relations) -> Verdict:
    if clip.visibility == "public":
        return Verdict(True, Why.PUBLIC)
    if clip.visibility == "friends":
        friend = clip.owner_pid is not None and clip.owner_pid in relations.friends
        return Verdict(friend, Why.FRIEND if friend else Why.NOT_FRIEND)
    return Verdict(False, Why.PRIVATE)
