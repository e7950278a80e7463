"""Events: what a client may send, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.core.clock import unix_ms
from kurzum.core.ids import uuid7
from kurzum.custody.categories import EVENT_FIELDS
from kurzum.feed import Batch
from kurzum.feed.errors import BadBatch
from kurzum.feed.events import WINDOW_MS, Kind, Sent, clean, day_of, decode, encode, totals
from kurzum.feed.rank import FEATURES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLIP, STRANGE = UUID(int=1), UUID(int=2)


def sent(n: int = 1, kind: str = "play", **more: Any) -> dict[str, Any]:
    return {"id": str(UUID(int=n)), "kind": kind, "clip": str(CLIP), "at": NOW.isoformat()} | more


def batch(*events: dict[str, Any], **more: Any) -> Batch:
    body = {"id": str(uuid7(unix_ms(NOW), bytes(10))), "v": 1, "events": list(events)} | more
    return msgspec.json.decode(msgspec.json.encode(body), type=Batch)


@pytest.mark.parametrize(
    "body",
    [
        {"events": []},
        {"events": [sent(n) for n in range(101)]},
        {"v": 2},
        {"more": 1},
        {"events": [sent(kind="teleport")]},
        {"events": [sent(more=1)]},
        {"events": [sent(at="yesterday")]},
        {"events": [sent(at="2026-11-22T12:00:00")]},
        {"events": [sent(watched_ms=-1)]},
    ],
)
def test_what_is_not_an_event_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        batch(*body.pop("events", [sent()]), **body)


def test_unknown_clips_and_repeated_ids_are_left_out() -> None:
    given_batch = batch(sent(1), sent(1, "like"), sent(2, clip=str(STRANGE)), sent(3, "like"))
    kept = clean(given_batch, {CLIP: 20_000}, NOW)
    assert [(event.id.int, event.kind) for event in kept] == [(1, Kind.PLAY), (3, Kind.LIKE)]
    assert decode(encode(kept)) == kept


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.none() | st.integers(0, 1 << 40),
    st.none() | st.integers(0, 1 << 20),
)
def test_times_and_watched_time_are_cut_to_what_can_be(
    at: datetime, watched_ms: int | None, loops: int | None
) -> None:
    one = Sent(id=UUID(int=1), kind=Kind.PLAY, clip=CLIP, at=at, watched_ms=watched_ms, loops=loops)
    (event,) = clean(Batch(id=UUID(int=1), v=1, events=[one]), {CLIP: 20_000}, NOW)
    assert unix_ms(NOW) - WINDOW_MS <= event.at_ms <= unix_ms(NOW)
    assert (event.watched_ms is None) == (watched_ms is None)
    assert event.watched_ms is None or event.watched_ms <= 20_000 * ((event.loops or 0) + 1)


def test_a_batch_belongs_to_the_day_of_its_own_id_within_48_hours() -> None:
    def made(at: datetime) -> UUID:
        return uuid7(unix_ms(at), bytes(10))

    assert day_of(made(NOW), NOW) == NOW.date()
    assert day_of(made(NOW - timedelta(hours=47)), NOW) == (NOW - timedelta(days=2)).date()
    for bad in (made(NOW - timedelta(hours=49)), made(NOW + timedelta(hours=49)), UUID(int=5)):
        with pytest.raises(BadBatch):
            day_of(bad, NOW)


def test_a_batch_adds_one_play_and_one_share_a_clip_at_most() -> None:
    kept = clean(batch(*(sent(n, "play" if n % 2 else "share") for n in range(1, 9))), {CLIP: 20_000}, NOW)
    assert totals(kept) == ({CLIP: 1}, {CLIP: 1})


def test_every_field_and_feature_has_a_category() -> None:
    fields = [f"batch.{name}" for name in Batch.__struct_fields__]
    fields += [f"event.{name}" for name in Sent.__struct_fields__]
    fields += [f"feature.{name}" for name in FEATURES]
    assert [name for name in fields if name not in EVENT_FIELDS] == []
