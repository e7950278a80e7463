"""The table of a clip's states, as rules that hold for every way through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.clips.errors import WrongState
from kurzum.clips.states import IN_WORK, NEXT, PLAYABLE, State, check, settled, sources

STATES = st.sampled_from(list(State))


def test_every_state_has_its_ways() -> None:
    assert set(NEXT) == set(State)


@given(STATES, STATES)
def test_a_check_is_what_the_table_says(now: State, target: State) -> None:
    if target in NEXT[now]:
        check(now, target)
        assert now in sources(target)
    else:
        with pytest.raises(WrongState):
            check(now, target)
        assert now not in sources(target)


def test_erasure_can_come_at_any_time_and_is_the_end() -> None:
    assert all(State.ERASED in NEXT[state] for state in State if state is not State.ERASED)
    assert NEXT[State.ERASED] == frozenset()


def test_nothing_is_published_but_by_a_worker_or_after_having_been() -> None:
    assert set(sources(State.PUBLISHED)) == {State.ENCODING, State.WITHDRAWN, State.REMOVED}


def test_a_run_can_begin_again_wherever_the_last_one_died() -> None:
    assert set(sources(State.PROBING)) == set(IN_WORK)


def test_a_refused_clip_never_comes_back() -> None:
    seen: set[State] = set()
    todo = [State.REJECTED]
    while todo:
        for state in NEXT[todo.pop()] - seen:
            seen.add(state)
            todo.append(state)
    assert not seen & (PLAYABLE | IN_WORK)


@given(STATES, st.floats(0, 1))
def test_a_progress_stream_ends_when_nothing_more_will_come(state: State, progress: float) -> None:
    if state in IN_WORK:
        assert not settled(state, progress)
    elif state is State.PUBLISHED:
        assert settled(state, progress) is (progress == 1.0)
    else:
        assert settled(state, progress)
