"""Which batches are in a state: those that were added and no others, in few bytes, through a snapshot."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from kurzum.core.ids import uuid7
from kurzum.feed.batch_ids import BatchIds

DAY = date(2026, 11, 22)


def ids(first: int, many: int) -> list[UUID]:
    return [uuid7(1_790_000_000_000 + n // 3, n.to_bytes(10, "big")) for n in range(first, first + many)]


def held(many: int) -> BatchIds:
    made = BatchIds()
    for n, batch_id in enumerate(ids(0, many)):
        made.add(batch_id, DAY + timedelta(days=n % 4))
    return made


@pytest.mark.parametrize("many", [0, 1, 16, 17, 18, 500])
def test_it_holds_what_was_added_and_nothing_else(many: int) -> None:
    made = held(many)
    assert len(made) == many
    assert list(made) == ids(0, many)
    assert all(batch_id in made for batch_id in ids(0, many))
    assert not any(batch_id in made for batch_id in ids(many, 100))


@pytest.mark.parametrize("many", [0, 5, 40])
def test_it_goes_through_a_snapshot_and_on(many: int) -> None:
    made = BatchIds(*held(many).stored())
    new = ids(many, 1)[0]
    assert new not in made
    made.add(new, DAY)
    assert list(made) == ids(0, many + 1)
    assert made.stored()[1] == [(DAY + timedelta(days=n % 4)).toordinal() for n in range(many)] + [
        DAY.toordinal()
    ]


def test_days_that_are_over_are_let_go() -> None:
    made = held(50)
    made.forget_before(DAY + timedelta(days=2))
    assert list(made) == [batch_id for n, batch_id in enumerate(ids(0, 50)) if n % 4 >= 2]


def test_those_made_before_a_time_are_let_go() -> None:
    made = BatchIds()
    times = [5_000, 1_000, 3_000, 2_999]
    for at_ms in times:
        made.add(uuid7(at_ms, bytes(10)))
    made.forget_made_before(3_000)
    assert list(made) == [uuid7(5_000, bytes(10)), uuid7(3_000, bytes(10))]
    made.forget_made_before(9_000)
    assert len(made) == 0


def test_a_thousand_take_little() -> None:
    assert held(1_000).weight() < 25_000


def test_ids_without_a_day_are_refused() -> None:
    with pytest.raises(ValueError, match="as many days"):
        BatchIds(bytes(32), [DAY.toordinal()])
