"""Everything that holds a value has a category, and what has none is refused by name (invariant 1).

Each kind is asked three ways: all that is there is listed, all that is listed is there, and one made-up
thing more is refused with a sentence that says what it is and where to add it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from litestar.params import PathParameter, QueryParameter

import kurzum.web.app  # noqa: F401  (so that all routes are there)
from kurzum.app import classified
from kurzum.core.clock import FixedClock
from kurzum.custody import fields, listed
from kurzum.custody.categories import COLUMNS, PROTECTED, Category, Unclassified, merge
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.purpose_log import PurposeLog
from kurzum.custody.custodian.records import Records
from kurzum.custody.keeping import KEPT_IN, how_long, place_of
from kurzum.custody.protection import PROTECTION
from kurzum.custody.sealing import DataKey
from kurzum.custody.writers import WRITERS
from kurzum.web.routes import ROUTES
from parts import sources
from parts.agreeing import agree

PERSONAL = PROTECTED | {Category.PERSON_ID, Category.PID, Category.KEY, Category.TOKEN_HASH}
WORDS = {"log lines", "job arguments", "what a command says"}
"""What a file may write that is no document: its fields are in tables of their own, or nobody keeps it."""


# Documents: what is stored, what is sent.


def test_every_field_of_a_stored_struct_is_listed_and_the_other_way() -> None:
    agree(listed.STORED_FIELDS, classified.fields_of(classified.STORED), listed.STORED)


def test_every_field_that_is_sent_is_listed_and_the_other_way() -> None:
    there = classified.fields_of((*classified.SPOKEN, *classified.bodies()))
    agree(listed.SPOKEN_FIELDS, (name for name in there if name not in listed.STORED), listed.SPOKEN)


def test_every_route_takes_and_gives_structs_that_are_looked_at() -> None:
    seen = set(classified.fields_of((*classified.SPOKEN, *classified.bodies())))
    asked = 0
    for route in ROUTES:
        hints = get_type_hints(route.fn, vars(sys.modules[route.fn.__module__]), include_extras=True)
        for kind in (one for hint in hints.values() for one in _structs(hint)):
            asked += 1
            assert {name for name in classified.fields_of([kind]) if name not in seen} == set(), kind
    assert asked > 40


def _structs(hint: object) -> list[type]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [kind for part in get_args(hint) for kind in _structs(part)]


def test_every_header_and_part_of_an_address_is_listed_and_the_other_way() -> None:
    read = {
        name for module, text in sources.python_files() for name in sources.asked(text) if "web" in module
    }
    addresses = {f"address {name}" for route in ROUTES for name in _in_address(route.fn)}
    # The journal compares every header with a name of its own.
    agree(listed.IN_REQUESTS, sorted({"header x-request-id"} | read | addresses), listed.ASKED)


def _in_address(handler: Callable[..., object]) -> list[str]:
    hints = get_type_hints(handler, vars(sys.modules[handler.__module__]), include_extras=True)
    return [
        name
        for name, hint in hints.items()
        if any(isinstance(told, QueryParameter | PathParameter) for told in get_args(hint)[1:])
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('request.headers.get("x-mood")', {"header x-mood"}),
        ('heads.get(b"x-mood", b"")', {"header x-mood"}),
        ('_number(headers, "x-mood")', {"header x-mood"}),
        ('"x-mood" in headers', {"header x-mood"}),
        ('connection.query_params.getall("mood", [])', {"address mood"}),
        ("connection.cookies.get(name)", {"header cookie"}),
    ],
)
def test_a_new_header_or_part_of_an_address_is_found_and_refused(text: str, found: set[str]) -> None:
    assert sources.asked(text) == found
    (fault,) = listed.IN_REQUESTS.faults(["header x-mood"])
    assert fault == "what requests say as header x-mood has no category; add it to custody/asked.py"


class _Inside(msgspec.Struct):
    mood: str


class _Sealed(msgspec.Struct):
    v: int
    parts: dict[str, list[_Inside]]


@dataclass
class _Order:
    voice: str


def test_a_new_field_is_refused_by_name_however_deep_it_lies() -> None:
    faults = listed.STORED_FIELDS.faults(classified.fields_of([_Sealed]))
    assert [fault.split(" has ")[0].rpartition(".")[2] for fault in faults] == ["v", "parts", "mood"]
    (fault,) = listed.SPOKEN_FIELDS.faults(classified.fields_of([_Order]))
    assert fault == (
        f"the sent field {_Order.__module__}._Order.voice has no category; add it to custody/spoken_web.py, "
        "or spoken_inside.py where no client hears it"
    )


def test_a_process_refuses_to_begin_with_an_unclassified_field(monkeypatch: pytest.MonkeyPatch) -> None:
    classified.check()
    monkeypatch.setattr(classified, "STORED", (*classified.STORED, _Inside))
    with pytest.raises(Unclassified, match=r"_Inside\.mood has no category; add it to custody/documents"):
        classified.check()


def test_every_file_that_writes_json_or_the_like_is_known_and_what_it_writes_is_listed() -> None:
    there = [module for module, text in sources.python_files() if sources.writes(text)]
    agree(listed.WRITING, there, WRITERS)
    by_hand = {name.partition(" ")[0] for name in listed.BY_HAND}
    structs = {name.rpartition(".")[0] for name in listed.STORED | listed.SPOKEN}
    written = {what for found in WRITERS.values() for what in found}
    assert written - by_hand - structs - WORDS == set()
    assert {classified.name_of(kind) for kind in classified.STORED} <= written


@pytest.mark.parametrize(
    "text",
    [
        "import msgspec\nmsgspec.json.encode(found)",
        "import msgspec\n_ENCODER = msgspec.msgpack.Encoder()",
        "import json\njson.dumps(found)",
        "from json import dumps",
    ],
)
def test_a_new_file_that_writes_is_refused(text: str) -> None:
    assert sources.writes(text)
    assert listed.WRITING.faults(["feed.diary"]) == [
        "what is written by feed.diary has no category; add it to custody/writers.py"
    ]


def test_what_is_written_by_hand_is_as_listed(tmp_path: Path) -> None:
    def of(file: str) -> set[str]:
        return {name.split(" ", 1)[1] for name in listed.BY_HAND if name.startswith(f"{file} ")}

    log = PurposeLog(tmp_path / "log", FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    log.write("server", "unwrap", "feed", 1, "done")
    log.close()
    assert set(json.loads(next((tmp_path / "log").iterdir()).read_text())) == of("purposes-*.jsonl")
    keys = Keyring([DataKey(b"i" * 16, b"k" * 32)])
    Records([tmp_path / "keys.sqlite"], keys, "us", lambda count: bytes(range(count))).close()
    with sqlite3.connect(tmp_path / "keys.sqlite") as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {f"{table}.{row[1]}" for table in tables for row in db.execute(f"PRAGMA table_info({table})")}
    db.close()
    assert found == of("keys.sqlite")


# The tables themselves.


def test_what_is_listed_and_gone_is_said_as_well_as_what_is_not_listed() -> None:
    with pytest.raises(AssertionError) as said:
        agree(listed.STORED_FIELDS, ["a.B.c"], ["a.B.d"])
    assert [line.strip() for line in str(said.value).splitlines()][:3] == [
        *listed.STORED_FIELDS.faults(["a.B.c"]),
        '"a.B.c": "?",',
        "the stored field a.B.d is not there any more; take it out",
    ]


def test_every_category_says_how_it_is_protected() -> None:
    assert list(PROTECTION) == [str(category) for category in Category]
    assert all(all(sentences) for sentences in PROTECTION.values())


def test_every_place_says_how_long_it_is_kept() -> None:
    tables = {name.rpartition(".")[0] for name in COLUMNS}
    places = {*tables, *listed.FILES, *(name.split(" ", 2)[0] for name in listed.DEVICE), *KEPT_IN.values()}
    short = {place for place in places if how_long(place) is None}
    assert short - {"localStorage"} == set()
    assert [name for name in listed.DEVICE if how_long(name) is None] == []
    assert [name for name in listed.STORED | listed.BY_HAND if place_of(name) is None] == []


def test_logs_and_metrics_hold_nothing_of_anybody() -> None:
    for table in (fields.LOG_FIELDS, fields.METRIC_LABELS, fields.METRICS):
        assert not {name: category for name, category in table.items() if category in PERSONAL}


def test_a_name_in_two_tables_or_of_no_category_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        merge([{"a": "system"}, {"a": "public"}])
    with pytest.raises(ValueError, match="secret"):
        merge([{"a": "secret"}])
