"""The engine: what counts says so, and events change the next page."""

from __future__ import annotations

from uuid import UUID

from kurzum.feed import Engine, Event
from kurzum.feed.candidates import Candidate, Source
from kurzum.feed.engine import NOTHING_NEW, Page, Request
from kurzum.feed.events import Kind
from kurzum.feed.interests import SERVED_MS, Interests, decode, encode
from kurzum.feed.pages import record_of, remade
from kurzum.feed.rank import Taste

HOUR = 3_600_000
NOW = 1_800_000_000_000
TASTE = Taste(market="US", language="en", follows=frozenset({UUID(int=900)}))


def candidate(
    n: int, *, age_h: float = 100, creator: int | None = None, language: str = "de", **places: int
) -> Candidate:
    return Candidate(
        clip_id=UUID(int=n),
        creator=UUID(int=1000 + n if creator is None else creator),
        market="DE",
        language=language,
        published_ms=NOW - int(age_h * HOUR),
        places={Source(name): place for name, place in places.items()},
    )


def request(*candidates: Candidate, limit: int = 10, seed: int = 3) -> Request:
    return Request(candidates=candidates, taste=TASTE, at_ms=NOW, limit=limit, seed=seed)


def numbers(page: Page) -> list[int]:
    return [pick.clip_id.int for pick in page.picks]


def event(clip: int, kind: Kind = Kind.PLAY, at_ms: int = NOW) -> Event:
    return Event(UUID(int=clip + 5000), kind, UUID(int=clip), None, at_ms, 1000, 0)


def test_each_cause_lifts_a_clip_and_is_its_reason() -> None:
    page = Engine().page(
        Interests(),
        request(
            candidate(1),
            candidate(2, age_h=0),
            candidate(3, popular_market=0),
            candidate(4, popular_language=0, language="en"),
            candidate(5, creator=900, followed=0),
            limit=4,
        ),
    )
    reasons = {pick.clip_id.int: [reason.code for reason in pick.reasons] for pick in page.picks}
    assert 1 not in reasons
    assert reasons == {2: ["fresh"], 3: ["popular_market"], 4: ["popular_language"], 5: ["followed"]}
    params = {reason.code: reason.params for pick in page.picks for reason in pick.reasons}
    assert params["popular_market"] == {"market": "US"}
    assert params["popular_language"] == {"language": "en"}


def test_what_was_seen_or_unwanted_or_served_lately_is_not_shown_while_there_is_something_new() -> None:
    engine, state = Engine(), Interests()
    everything = [candidate(n, age_h=n) for n in range(1, 7)]
    engine.learn(state, event(1))
    engine.learn(state, event(2, Kind.NOT_INTERESTED))
    state.served(UUID(int=(NOW << 80) | (7 << 76)), [UUID(int=3)], NOW - 1000, None)
    page = engine.page(state, request(*everything))
    assert numbers(page) == [4, 5, 6, 3, 1]
    assert page.note == NOTHING_NEW
    assert engine.page(state, request(*everything, limit=4)).note is None
    late = Request(candidates=everything, taste=TASTE, at_ms=NOW + SERVED_MS, limit=4, seed=3)
    assert 3 in numbers(engine.page(state, late))


def test_a_page_comes_out_of_its_record_again() -> None:
    engine, state = Engine(), Interests()
    for clip in range(20, 30):
        engine.learn(state, event(clip))
    asked = request(*(candidate(n, age_h=n / 3, creator=n % 7, popular=n % 9) for n in range(1, 60)))
    page = engine.page(state, asked)
    assert any(pick.reasons[0].code == "explore" for pick in page.picks)
    record = record_of(page, TASTE, NOW, engine.config.version)
    assert remade(record, engine) == page.picks
    assert engine.page(state, asked).picks == page.picks
    other = engine.page(state, Request(candidates=asked.candidates, taste=TASTE, at_ms=NOW, limit=10, seed=4))
    assert numbers(other) != numbers(page)


def test_a_state_survives_its_snapshot() -> None:
    state = Interests()
    for clip in range(1, 40):
        state.learn_batch(
            state.day, UUID(int=clip), [event(clip, Kind.SKIP if clip % 2 else Kind.NOT_INTERESTED)]
        )
    again = decode(encode(state), state.day)
    assert (again.seen, again.hidden, again.known) == (state.seen, state.hidden, state.known)


def test_events_count_in_any_order_and_a_batch_once() -> None:
    one, other = Interests(), Interests()
    events = [event(1, at_ms=NOW), event(1, at_ms=NOW - HOUR), event(2)]
    one.learn_batch(one.day, UUID(int=1), events)
    one.learn_batch(one.day, UUID(int=1), [event(3)])
    other.learn_batch(other.day, UUID(int=1), reversed(events))
    assert one.seen == other.seen == {UUID(int=1): NOW, UUID(int=2): NOW}
