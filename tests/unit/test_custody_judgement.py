"""What the one table of categories accepts and refuses."""

from __future__ import annotations

import pytest

from kurzum.custody.categories import (
    EVENT_FIELDS,
    LOG_FIELDS,
    METRIC_LABELS,
    PROTECTED,
    Category,
    Column,
    judge,
)

KNOWN = {
    "people.person.person_id": Category.PERSON_ID,
    "people.person.email": Category.CONTACT,
    "people.person.handle": Category.PUBLIC,
    "people.viewer.pid": Category.PID,
    "people.edge.pid": Category.PID,
    "people.edge.other_pid": Category.GRAPH,
}


def _judge(table: str, name: str, kind: str = "text") -> list[str]:
    return judge([Column(table, name, kind)], KNOWN)


def test_a_listed_column_kept_as_listed_is_fine() -> None:
    columns = [
        Column("people.person", "person_id", "uuid"),
        Column("people.person", "email", "bytea"),
        Column("people.person", "handle", "text"),
        Column("people.viewer", "pid", "uuid"),
        Column("people.edge", "pid", "uuid"),
        Column("people.edge", "other_pid", "uuid"),
    ]
    assert judge(columns, KNOWN) == []


def test_an_unlisted_column_is_refused() -> None:
    (fault,) = _judge("people.person", "phone")
    assert "people.person.phone has no category" in fault


def test_a_protected_column_in_the_clear_is_refused() -> None:
    (fault,) = _judge("people.person", "email", "text")
    assert "seal it" in fault


def test_a_table_with_both_ids_of_a_person_is_refused() -> None:
    both = {"a.b.person_id": Category.PERSON_ID, "a.b.pid": Category.PID}
    (fault,) = judge([Column("a.b", "person_id", "uuid"), Column("a.b", "pid", "uuid")], both)
    assert "both ids" in fault


@pytest.mark.parametrize(
    ("name", "listed"),
    [("pid", Category.SYSTEM), ("other_pid", Category.PUBLIC), ("owner_person_id", Category.SYSTEM)],
)
def test_an_id_of_a_person_cannot_be_listed_as_something_else(name: str, listed: Category) -> None:
    (fault,) = judge([Column("a.b", name, "uuid")], {f"a.b.{name}": listed})
    assert "is named like a" in fault


def test_both_ids_are_found_under_disguise() -> None:
    disguised = {"a.b.person_id": Category.PERSON_ID, "a.b.reader": Category.PID}
    (fault,) = judge([Column("a.b", "person_id", "uuid"), Column("a.b", "reader", "uuid")], disguised)
    assert "both ids" in fault


def test_events_hold_only_what_has_a_category_and_logs_and_metrics_nothing_protected() -> None:
    assert all(isinstance(category, Category) for category in EVENT_FIELDS.values())
    personal = PROTECTED | {Category.PERSON_ID, Category.PID, Category.TOKEN_HASH}
    for table in (LOG_FIELDS, METRIC_LABELS):
        assert not {name: category for name, category in table.items() if category in personal}
