"""The engine: what counts says so, and events change the next page."""

from __future__ import annotations

from uuid import UUID

import msgspec
import numpy as np
import pytest

from kurzum.clips.columns import Columns
from kurzum.core.ids import uuid7
from kurzum.feed import Engine, Event
from kurzum.feed.candidates import SEEN, SERVED
from kurzum.feed.engine import NOTHING_NEW, Page, Request
from kurzum.feed.events import Kind
from kurzum.feed.interests import MOST_SEEN, SERVED_MS, Interests, decode, encode
from kurzum.feed.pages import Record, record_of, remade
from kurzum.feed.rank import CONTEXT, Taste
from kurzum.feed.rerank import draw
from parts.slates import WEIGHTS, WORDS, Clip, candidates, clip_of, tell

HOUR = 3_600_000
NOW = 1_800_000_000_000
TASTE = Taste(
    market="US", language="en", market_number=WORDS["US"], language_number=WORDS["en"],
    follows=np.array([900], np.int32),
)  # fmt: skip


def candidate(
    n: int,
    *,
    age_h: float = 100,
    creator: int | None = None,
    language: str = "de",
    lane: int = 0,
    learned: dict[str, float] | None = None,
    **places: int,
) -> Clip:
    by = 1000 + n if creator is None else creator
    return Clip(
        n, by, NOW - int(age_h * HOUR), language=language, lane=lane, lately=lane and n, places=places,
        learned=learned or {},
    )  # fmt: skip


def request(*clips: Clip, limit: int = 10, seed: int = 3) -> Request:
    return Request(
        candidates=candidates(clips), taste=TASTE, at_ms=NOW, limit=limit, seed=seed, weights=WEIGHTS,
        base=0.0, tell=tell,
    )  # fmt: skip


def made(asked: Request) -> Page:
    return Engine().page(asked, clip_of)


def numbers(page: Page) -> list[int]:
    return [pick.clip_id.int for pick in page.picks]


def event(clip: int, kind: Kind = Kind.PLAY, at_ms: int = NOW) -> Event:
    return Event(UUID(int=clip + 5000), kind, UUID(int=clip), None, at_ms, 1000, 0)


def test_each_cause_lifts_a_clip_and_is_its_reason() -> None:
    page = made(
        request(
            candidate(1),
            candidate(2, age_h=0),
            candidate(3, popular_market=0),
            candidate(4, popular_language=0, language="en"),
            candidate(5, creator=900),
            candidate(6, learned={"lift": 1.0}),
            candidate(7, learned={"topic": 9.0}),
            candidate(8, learned={"creator": 2.0}),
            candidate(9, learned={"rate": 2.0}),
            candidate(10, learned={"lift": 2.0, "lift_shown": 3.5}),  # shown to them, and not watched
            candidate(11, learned={"rate": 2.0, "unwanted": 1.0}),
            limit=8,
        )
    )
    reasons = {pick.clip_id.int: [reason.code for reason in pick.reasons] for pick in page.picks}
    assert 1 not in reasons
    assert reasons == {
        2: ["fresh"], 3: ["popular_market"], 4: ["popular_language"], 5: ["followed"], 6: ["because_clip"],
        7: ["because_topic"], 8: ["because_creator"], 9: ["well_watched"],
    }  # fmt: skip
    params = {reason.code: reason.params for pick in page.picks for reason in pick.reasons}
    assert params["popular_market"] == {"market": "US"}
    assert params["popular_language"] == {"language": "en"}


def test_what_was_met_is_not_shown_while_there_is_something_new() -> None:
    asked = [candidate(1, lane=SEEN), candidate(3, lane=SERVED), *(candidate(n, age_h=n) for n in (4, 5, 6))]
    page = made(request(*asked))
    assert numbers(page) == [4, 5, 6, 3, 1]
    assert page.note == NOTHING_NEW
    assert made(request(*asked, limit=4)).note is None


def test_a_state_knows_what_was_seen_unwanted_and_served_of_late() -> None:
    state = Interests()
    state.learn(event(1))
    state.learn(event(2, Kind.NOT_INTERESTED))
    state.served(UUID(int=(NOW << 80) | (7 << 76)), [UUID(int=3)], NOW - 1000, None)
    one, two, three = (state.numbers.of(UUID(int=n).bytes) for n in (1, 2, 3))
    past = state.seen_or_hidden(200)
    assert np.flatnonzero(past).tolist() == sorted([one, two])
    assert state.hidden == {two}
    assert state.waiting(NOW).tolist() == [three]
    assert state.waiting(NOW + SERVED_MS).tolist() == []
    assert state.lately(np.array([one, three], np.int32), True).tolist() == [NOW, 0]
    assert state.lately(np.array([one, three], np.int32), False).tolist() == [0, NOW - 1000]


def test_a_page_comes_out_of_its_record_again() -> None:
    columns = Columns()
    for n in range(70):
        columns.people.of(UUID(int=n).bytes)
        columns.numbers.of(UUID(int=n).bytes)
    clips = [
        candidate(
            n,
            age_h=n / 3,
            creator=n % 7,
            popular=n % 9,
            lane=SEEN if n % 5 == 0 else 0,
            learned={"lift": n % 4 / 3, "belief": -1.0, "doubt": 0.5, "unproven": float(n > 30)},
        )
        for n in range(60)
    ]
    asked = request(*clips)
    page = made(asked)
    assert any(pick.reasons[0].code == "first_audience" for pick in page.picks)
    assert any(pick.reasons[0].code == "because_clip" for pick in page.picks)
    record = record_of(page, TASTE, NOW, Engine().config.version, columns)
    assert remade(record, Engine()) == page.picks
    assert made(asked).picks == page.picks
    assert numbers(made(request(*clips, seed=4))) != numbers(page)


@pytest.mark.parametrize("v", [2, 3])
def test_a_page_of_the_first_release_comes_out_of_its_record_again(v: int) -> None:
    """As versions 2 and 3 of records were: no weights, every fifth slot by lot, each clip as likely."""
    rng = np.random.default_rng(5)
    many = 40
    ids = [UUID(int=n) for n in range(many)]
    reals = rng.random((4, many)).astype("<f2")
    marks = rng.random((4, many)) < 0.3
    table = np.concatenate((reals, marks.astype("<f2")))
    form = {
        2: {"columns": list(CONTEXT), "features": np.ascontiguousarray(table.T).tobytes()},
        3: {
            "columns": list(CONTEXT[:4]), "features": reals.tobytes(), "marks": list(CONTEXT[4:]),
            "bits": np.packbits(marks, axis=1).tobytes(),
        },
    }[v]  # fmt: skip
    whole = {
        "v": v, "kind": "foryou", "at_ms": NOW, "engine": 2, "picks": [], "note": None, "last_creator": None,
        "market": "US", "language": "en", "clips": b"".join(one.bytes for one in ids), "limit": 10, "seed": 7,
        "creators": np.arange(many).astype("<u2").tobytes(), **form,
    }  # fmt: skip
    record = msgspec.msgpack.decode(msgspec.msgpack.encode(whole), type=Record)
    weights = np.array([1.0, 0.9, 0.7, 0.4, 1.2, 0.6, 0.5, 0.2])
    best = np.argsort(-(weights @ table.astype(float)), kind="stable").tolist()
    beyond = best[10:]
    wanted, left = [], list(best)
    for slot in range(10):
        chosen = beyond[draw(7, slot, len(beyond))] if slot in (4, 9) else left[0]
        left.remove(chosen)
        beyond = [one for one in beyond if one != chosen]
        wanted.append(chosen)
    picks = remade(record, Engine())
    assert [pick.clip_id.int for pick in picks] == wanted
    assert [pick.propensity for pick in picks if pick.propensity < 1] == [1 / 30, 1 / 29]


def test_a_state_survives_its_snapshot() -> None:
    state = Interests()
    for clip in range(1, 40):
        state.learn_batch(
            state.day, UUID(int=clip), [event(clip, Kind.SKIP if clip % 2 else Kind.NOT_INTERESTED)]
        )
    again, history = decode(encode(state, b"history"), state.day)
    assert history == b"history"
    assert (again.seen, again.known.stored()) == (state.seen, state.known.stored())
    assert {again.numbers.id(n) for n in again.hidden} == {state.numbers.id(n) for n in state.hidden}


def test_a_state_stays_small_however_much_is_seen() -> None:
    state = Interests()
    for turn in range(5):
        clips = np.arange(MOST_SEEN, dtype=np.int32) + turn
        for number in clips.tolist():
            state.numbers.of(UUID(int=number).bytes)
        state.saw(clips, np.full(len(clips), NOW + turn))
    assert state.weight() < 40 * MOST_SEEN
    state.forget_old(state.day, NOW)
    assert len(state.seen) == MOST_SEEN
    assert UUID(int=0) not in state.seen


def test_a_state_knows_pages_of_the_last_half_hour_and_who_ended_the_last() -> None:
    state = Interests()
    for n in range(300):
        at_ms = NOW + n * 60_000
        state.served(uuid7(at_ms, bytes(10)), [UUID(int=n + 1)], at_ms, UUID(int=n % 7))
    late = NOW + 299 * 60_000
    state.served(uuid7(NOW, bytes(10)), [UUID(int=900)], late, UUID(int=99))  # told late
    assert state.last_creator == UUID(int=299 % 7)
    state.forget_old(state.day, late)
    assert list(state.pages) == [uuid7(late - n * 60_000, bytes(10)) for n in reversed(range(30))]
    assert state.last_creator == UUID(int=299 % 7)


def test_events_count_in_any_order_and_a_batch_once() -> None:
    one, other = Interests(), Interests()
    events = [event(1, at_ms=NOW), event(1, at_ms=NOW - HOUR), event(2)]
    one.learn_batch(one.day, UUID(int=1), events)
    one.learn_batch(one.day, UUID(int=1), [event(3)])
    other.learn_batch(other.day, UUID(int=1), reversed(events))
    assert one.seen == other.seen == {UUID(int=1): NOW, UUID(int=2): NOW}
