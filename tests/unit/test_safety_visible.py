"""Who may see a clip: the decision against an oracle that was written from the rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kurzum.clips import State
from kurzum.markets import edition_for
from kurzum.people import Relations
from kurzum.safety import Surface, decide
from kurzum.safety.visible import ClipFacts, ViewerFacts, Why

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)
MY_PID, OTHER_PID = UUID(int=11), UUID(int=12)

viewers = st.sampled_from(
    [
        ViewerFacts(),
        ViewerFacts(market="US"),
        ViewerFacts(person_id=ME, pid=MY_PID, market="US", age_tier="adult"),
        ViewerFacts(person_id=ME, pid=MY_PID, market="DE", age_tier="13_15"),
        ViewerFacts(person_id=ME, pid=None, market="US"),
    ]
)
clips = st.builds(
    ClipFacts,
    clip_id=st.just(UUID(int=99)),
    person_id=st.sampled_from([ME, OTHER]),
    owner_pid=st.sampled_from([None, OTHER_PID]),
    owner_gone=st.booleans(),
    visibility=st.sampled_from(["public", "friends", "private"]),
    state=st.sampled_from(list(State)),
    published_at=st.sampled_from([None, NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1)]),
    limits=st.frozensets(st.sampled_from(["removal", "age"])),
)
sets = st.frozensets(st.sampled_from([OTHER_PID, UUID(int=13)]))
relations = st.builds(Relations, follows=sets, friends=sets, blocks=sets, blocked_by=sets, mutes=sets)
surfaces = st.sampled_from(["feed", "page", "media"])


def allowed(viewer: ViewerFacts, clip: ClipFacts, mine: Relations, surface: str) -> bool:
    """The rules, each as one sentence, joined by "and"."""
    owner = viewer.person_id is not None and viewer.person_id == clip.person_id
    out = clip.published_at is not None and clip.published_at <= NOW and clip.state == "published"
    apart = clip.owner_pid in mine.blocks or clip.owner_pid in mine.blocked_by
    grown = viewer.age_tier == "adult"
    chosen = {
        "public": True,
        "friends": clip.owner_pid is not None and clip.owner_pid in mine.friends,
        "private": False,
    }[clip.visibility]
    rules = [
        clip.state != "erased",
        owner or not clip.owner_gone,
        out or (owner and surface != "feed"),
        "removal" not in clip.limits or (owner and surface != "feed"),
        "age" not in clip.limits or grown or owner,
        owner or clip.owner_pid is None or not apart,
        owner or surface != "feed" or clip.owner_pid is None or clip.owner_pid not in mine.mutes,
        owner or chosen,
    ]
    return all(rules)


@given(viewers, clips, relations, surfaces)
def test_the_decision_is_the_oracles(
    viewer: ViewerFacts, clip: ClipFacts, mine: Relations, surface: Surface
) -> None:
    edition = edition_for(viewer.market) if viewer.market else None
    verdict = decide(viewer, clip, edition, mine, NOW, surface)
    assert verdict.visible == allowed(viewer, clip, mine, surface), verdict.why


@given(clips, relations, surfaces)
def test_more_of_a_limit_never_shows_more(clip: ClipFacts, mine: Relations, surface: Surface) -> None:
    viewer = ViewerFacts(person_id=ME, pid=MY_PID, market="US", age_tier="16_17")
    plain = ClipFacts(
        clip_id=clip.clip_id, person_id=clip.person_id, owner_pid=clip.owner_pid, owner_gone=clip.owner_gone,
        visibility=clip.visibility, state=clip.state, published_at=clip.published_at,
    )  # fmt: skip
    limited = decide(viewer, clip, edition_for("US"), mine, NOW, surface).visible
    assert not limited or decide(viewer, plain, edition_for("US"), mine, NOW, surface).visible


def test_a_mute_hides_from_feeds_alone_and_a_block_everywhere() -> None:
    viewer = ViewerFacts(person_id=ME, pid=MY_PID, market="US", age_tier="adult")
    clip = ClipFacts(
        clip_id=UUID(int=9), person_id=OTHER, owner_pid=OTHER_PID, visibility="public", state=State.PUBLISHED,
        published_at=NOW,
    )  # fmt: skip
    muted, blocked = Relations(mutes=frozenset({OTHER_PID})), Relations(blocked_by=frozenset({OTHER_PID}))
    every: tuple[Surface, ...] = ("feed", "page", "media")
    assert [decide(viewer, clip, None, muted, NOW, s).visible for s in every] == [False, True, True]
    assert [decide(viewer, clip, None, blocked, NOW, s).why for s in every] == [Why.BLOCKED] * 3
