"""Named SQL: found by its name, refused when a file is not well made."""

from __future__ import annotations

import pytest

from kurzum.store import queries


def test_each_query_is_under_its_name() -> None:
    text = (
        "-- A file.\n\n-- one: The first.\nSELECT 1\n\n-- two: The second.\n-- with a remark\nSELECT\n  2;\n"
    )
    found = queries.parse("x.sql", text)
    assert found.one == "SELECT 1"
    assert found.two == "-- with a remark\nSELECT\n  2;"
    assert dir(found) == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("-- a: One.\nSELECT 1\n-- a: Two.\nSELECT 2", "'a' is there twice"),
        ("-- a: One.\n\n-- b: Two.\nSELECT 2", "'a' is empty"),
        ("SELECT 1", "stands before"),
    ],
)
def test_a_file_that_is_not_well_made_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        queries.parse("x.sql", text)


def test_an_unknown_name_says_which_file() -> None:
    with pytest.raises(AttributeError, match=r"kurzum\.store/sql/blobs\.sql has no query 'hodl'"):
        _ = queries.load("kurzum.store", "blobs.sql").hodl
