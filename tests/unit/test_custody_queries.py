"""Who may ask for a person's rows, read from the code: rooms ask for their own tables, sealed fields and the
viewing side are asked for by their owner, and only custody opens what is sealed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kurzum
from kurzum.custody.categories import COLUMNS, SEALED, Category
from kurzum.store.queries import load, parse

SOURCE = Path(kurzum.__file__).parent
TABLE = re.compile(r"(?:FROM|JOIN|INTO|UPDATE|ONLY)\s+([a-z]+\.[a-z_]+)")
ASKED = re.compile(r"(?:FROM|JOIN|UPDATE|ONLY)\s+([a-z]+\.[a-z_]+)")
BY_OWNER = re.compile(
    r"\b(?:person_id|pid)\s*(?:=|IN)\s*(?:ANY\s*)?\(?\s*%\((?:person_id|pid)s?\)|unnest\(%\(pids"
)
FOR_ALL = {"store.moved"}
"""Tables that every room writes to."""
OTHERWISE = {
    ("people", "credential_of_handle"): "a password is tried by handle, before anybody is known",
    ("people", "viewers"): "who is to be asked for at the custodian after a restore: ids alone",
    ("people", "blocked"): "two named people, from both ends",
    ("people", "part"): "two named people, from both ends",
    ("people", "followers"): "who follows whoever asks for their own copy, which tells handles alone",
    ("clips", "standing"): "a clip's own state; whoever asks has been told that the clip is theirs",
    ("clips", "forget_reactions"): "a clip is erased: who liked it goes with it, unread",
    ("feed", "read"): "what the zone learned from everybody, under the zone's model key",
    ("feed", "begin_anew_elsewhere"): "the same: marks, and no person's row",
    ("feed", "unlearned"): "whose batches are to be learned: ids alone, each is then asked for by its owner",
    (
        "feed",
        "owner",
    ): "whose page it is, for an operator who names it; it is then asked for by its owner",
    ("safety", "forget_clips"): "a clip's maker is erased: who reported it goes with it, unread",
    ("safety", "of_clip"): "an operator's decision about a clip needs what was said of it",
}
"""Queries that do not name an owner, and why."""
OPENS = {"open_sealed", "seal", "DataKey", "Stream"}


def queries() -> Iterator[tuple[str, str, str, str]]:
    """Room, file, name and text of each query."""
    for path in sorted(SOURCE.rglob("sql/*.sql")):
        package = ".".join(("kurzum", *path.parent.parent.relative_to(SOURCE).parts))
        found = load(package, path.name)
        for name in dir(found):
            yield package.split(".")[1], path.name, name, getattr(found, name)


def faults(room: str, name: str, text: str) -> list[str]:
    """What is wrong with a query, a sentence each."""
    tables = set(TABLE.findall(text))
    wrong = [
        f"'{name}' of {room} asks for {table}, which is another room's; ask that room"
        for table in sorted(tables - FOR_ALL)
        if table.split(".")[0] != room
    ]
    careful = {table for table in ASKED.findall(text) if _is_careful(table, text)}
    if careful and not BY_OWNER.search(text) and (room, name) not in OTHERWISE:
        wrong.append(
            f"'{name}' of {room} asks for rows of {', '.join(sorted(careful))} without naming whose they are"
        )
    return wrong


def _is_careful(table: str, text: str) -> bool:
    """Whether a table is of the viewing side, or a query names a sealed field of it."""
    columns = {path.rsplit(".", 1)[1]: kind for path, kind in COLUMNS.items() if path.startswith(f"{table}.")}
    sealed = [name for name, kind in columns.items() if kind in SEALED]
    return columns.get("pid") == Category.PID or any(re.search(rf"\b{one}\b", text) for one in sealed)


def test_every_query_asks_for_its_own_rooms_tables_and_by_their_owner() -> None:
    seen = list(queries())
    assert len(seen) > 150
    assert [fault for room, _, name, text in seen for fault in faults(room, name, text)] == []
    assert {(room, name) for room, _, name, _ in seen} >= OTHERWISE.keys(), "an exception for nobody"


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("feed", "SELECT birth_date FROM people.person WHERE person_id = %(person_id)s"),
        ("people", "SELECT email FROM people.person WHERE created_at > %(since)s"),
        ("people", "SELECT person_id, verifier FROM people.credential"),
        ("feed", "SELECT sealed FROM feed.page WHERE day = %(day)s"),
        ("people", "SELECT pid FROM people.viewer WHERE market = %(market)s"),
        ("feed", "DELETE FROM feed.event_batch WHERE day < %(day)s"),
    ],
)
def test_a_query_that_looks_elsewhere_is_refused(room: str, text: str) -> None:
    (name,) = dir(parse("a file", f"-- looked: Somebody looked.\n{text}"))
    assert faults(room, name, text)


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("people", "SELECT email FROM people.person WHERE person_id = %(person_id)s"),
        ("people", "SELECT handle FROM people.person WHERE handle = %(handle)s"),
        ("feed", "SELECT sealed FROM feed.page WHERE pid = %(pid)s AND day = %(day)s"),
        ("feed", "INSERT INTO feed.choice (pid, sealed) VALUES (%(pid)s, %(sealed)s)"),
    ],
)
def test_a_query_by_its_owner_is_fine(room: str, text: str) -> None:
    assert faults(room, "looked", text) == []


def test_only_custody_opens_what_is_sealed() -> None:
    """All others hold a ``Handle``, which names the owner, and was lent for a purpose."""
    found = []
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] == "custody":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kurzum.custody"):
                found += [f"{path}: {one.name}" for one in node.names if one.name in OPENS]
    assert found == []
