"""Everything that holds a value has a category, and what has none is refused by name (invariant 1).

Each kind is asked three ways: all that is there is listed, all that is listed is there, and one made-up
thing more is refused with a sentence that says what it is and where to add it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import get_args, get_type_hints

import msgspec
import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from prometheus_client import REGISTRY, Counter

import kurzum.web.app  # noqa: F401  (so that all routes are there)
from kurzum.app import classified
from kurzum.core.clock import FixedClock
from kurzum.core.tally import Tally
from kurzum.custody import fields, listed
from kurzum.custody.categories import COLUMNS, PROTECTED, Category, Unclassified, merge
from kurzum.custody.custodian.epoch import open_epoch
from kurzum.custody.custodian.purpose_log import PurposeLog
from kurzum.custody.custodian.records import Records
from kurzum.custody.keeping import KEPT_IN, how_long, place_of
from kurzum.custody.listed import Listed
from kurzum.custody.protection import PROTECTION
from kurzum.custody.writers import WRITERS
from kurzum.feed import rank
from kurzum.jobs import tasks
from kurzum.web.routes import ROUTES
from parts import sources

PERSONAL = PROTECTED | {Category.PERSON_ID, Category.PID, Category.KEY, Category.TOKEN_HASH}
WORDS = {"log lines", "job arguments", "what a command says"}
"""What a file may write that is no document: its fields are in tables of their own, or nobody keeps it."""


def agree(of: Listed, there: Iterable[str], known: Iterable[str]) -> None:
    """All that is there is known, and all that is known is there; says each that is not."""
    real, names = list(dict.fromkeys(there)), set(known)
    missing = [name for name in real if name not in names]
    gone = [f"{of.called} {name} is not there any more; take it out" for name in sorted(names - set(real))]
    lines = [f'    "{name}": "?",' for name in missing]
    assert not missing + gone, "\n".join([*of.faults(missing), *lines, *gone])


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
    epoch = open_epoch(tmp_path / "epoch.key", lambda count: bytes(range(count)), may_make=True)
    Records(tmp_path / "keys.sqlite", epoch, "us", lambda count: bytes(range(count))).close()
    with sqlite3.connect(tmp_path / "keys.sqlite") as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {f"{table}.{row[1]}" for table in tables for row in db.execute(f"PRAGMA table_info({table})")}
    db.close()
    assert found == of("keys.sqlite")


# Features, jobs, metrics.


def test_every_feature_is_listed_and_a_new_one_is_refused() -> None:
    features = [name for name in fields.EVENT_FIELDS if name.startswith("feature.")]
    agree(listed.FEATURES, (f"feature.{name}" for name in rank.FEATURES), features)
    assert listed.FEATURES.faults(["feature.mood"]) == [
        "the feature feature.mood has no category; add it to custody/fields.py, EVENT_FIELDS"
    ]


def test_a_process_refuses_to_begin_with_an_unclassified_feature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank, "FEATURES", (*rank.FEATURES, "mood"))
    with pytest.raises(Unclassified, match=r"the feature feature\.mood has no category"):
        classified.check()


def _queue() -> App:
    app = App(connector=InMemoryConnector())
    tasks.register(app, SimpleNamespace())  # type: ignore[arg-type]
    return app


def test_every_argument_of_a_job_is_listed_and_the_other_way() -> None:
    agree(listed.ARGUMENTS, tasks.arguments(_queue()), listed.JOB_ARGUMENTS)


def test_a_job_holds_ids_and_never_both_of_a_person() -> None:
    assert set(listed.JOB_ARGUMENTS.values()) <= {Category.PERSON_ID, Category.PID, Category.PUBLIC}
    sides: dict[str, set[Category]] = {}
    for name, category in listed.JOB_ARGUMENTS.items():
        sides.setdefault(name.partition(".")[0], set()).add(category)
    assert all(not {Category.PERSON_ID, Category.PID} <= found for found in sides.values())


def test_a_queue_with_an_unclassified_argument_is_refused() -> None:
    app = App(connector=InMemoryConnector())

    @app.task(name="greet")
    async def greet(person_id: str, real_name: str) -> None: ...

    with pytest.raises(Unclassified, match=r"the job argument greet\.real_name has no category; add it to"):
        tasks.register(app, SimpleNamespace())  # type: ignore[arg-type]


def test_every_metric_and_label_in_the_source_is_listed_and_the_other_way() -> None:
    there = [found for _, text in sources.python_files() for found in sources.metrics(text)]
    agree(listed.COUNTED, (name for name, _ in there), listed.METRICS)
    # `le` is the library's own, of histograms; `process` is added when all are joined.
    labels = {"le", "process"} | {label for _, labels in there for label in labels}
    agree(listed.LABELS, labels, fields.METRIC_LABELS)


def test_a_process_refuses_to_begin_with_an_unclassified_metric_or_label() -> None:
    assert classified.metric_faults() == []
    made = [
        Counter("kurzum_moods", "Moods.", ("handle",)),
        Tally("kurzum_mood_seconds", "How long.", ("address",), (1.0,)),
    ]
    try:
        faults = classified.metric_faults()
        with pytest.raises(Unclassified, match="kurzum_moods"):
            classified.check()
    finally:
        for one in made:
            REGISTRY.unregister(one)
    assert faults == [
        "the metric kurzum_moods has no category; add it to custody/fields.py, METRICS",
        "the metric kurzum_mood_seconds has no category; add it to custody/fields.py, METRICS",
        "the label handle has no category; add it to custody/fields.py, METRIC_LABELS",
        "the label address has no category; add it to custody/fields.py, METRIC_LABELS",
    ]


def test_a_new_metric_is_found_in_the_source() -> None:
    text = 'Family = GaugeMetricFamily("kurzum_moods", "Moods.", labels=("handle",))\n'
    text += 'JOBS = Counter("kurzum_x", "X", ("y",))'
    assert list(sources.metrics(text)) == [("kurzum_moods", ("handle",)), ("kurzum_x", ("y",))]


# Logs.


def test_every_log_line_in_the_source_is_listed_and_the_other_way() -> None:
    there = [found for _, text in sources.python_files() for found in sources.logged(text)]
    events = [event for event, _ in there if event]
    # Written without a logger: the last line of a process, see `app.loglines.last_words`.
    agree(listed.LOGGED_EVENTS, ["ended", *events], fields.LOG_EVENTS)
    for event, found in there:
        assert listed.LOGGED_FIELDS.faults(found) == []
        assert found <= {*fields.LOG_EVENTS.get(event, ()), "request"}, event
    said = {field for found in fields.LOG_EVENTS.values() for field in found}
    assert listed.LOGGED_FIELDS.faults(said) == []


def test_a_new_log_line_or_field_is_refused() -> None:
    ((event, found),) = sources.logged('_log.info(f"hello {name}", email=email, count=1)')
    assert listed.LOGGED_EVENTS.faults([event]) == [
        "the log event hello {} has no category; add it to custody/fields.py, LOG_EVENTS"
    ]
    assert listed.LOGGED_FIELDS.faults(sorted(found)) == [
        "the log field email has no category; add it to custody/fields.py, LOG_FIELDS"
    ]
    ((_, hidden),) = sources.logged('_log.warning("all", **everything)')
    assert listed.LOGGED_FIELDS.faults(hidden) != []


# Memory and the person's own device.


def test_everything_held_in_memory_is_listed_and_the_other_way() -> None:
    there = {name for module, text in sources.python_files() for name in sources.held(module, text)}
    agree(listed.CACHES, sorted(there), listed.HELD)


@pytest.mark.parametrize(
    "line",
    [
        "self.moods = {}",
        "self.moods: dict[UUID, str] = {}",
        "self.moods: Held[UUID, str] = Held(moves, ('person',), ask, 10)",
        "self.moods = OrderedDict[UUID, str]()",
        "self.moods = kept if kept else set()",
        "self.moods = {'person': OrderedDict(), 'viewer': OrderedDict()}",
    ],
)
def test_a_new_cache_is_refused(line: str) -> None:
    found = sources.held("feed.diary", f"class Diary:\n    def __init__(self) -> None:\n        {line}\n")
    (fault,) = listed.CACHES.faults(found)
    assert fault.startswith("what is held as feed.diary.Diary.moods has no category; add it to custody/held")


def test_a_cache_that_a_later_method_begins_is_refused_as_well() -> None:
    found = sources.held("feed.diary", "class Diary:\n    async def open(self):\n        self.moods = {}\n")
    assert found == {"feed.diary.Diary.moods"}


def test_a_new_cache_of_a_module_or_function_is_refused() -> None:
    text = "_moods: dict[str, str] = {}\n_of = lru_cache(10)(mood)\n@cache\ndef mood(of): ..."
    found = sources.held("feed.diary", text)
    assert found == {"feed.diary._moods", "feed.diary._of", "feed.diary.mood"}
    assert len(listed.CACHES.faults(found)) == 3


def _kept_on_device() -> dict[str, set[str]]:
    found = {path: sources.device_keys(text) for path, text in sources.client_files()}
    return {path: keys for path, keys in found.items() if keys is not None}


def test_everything_that_browsers_keep_is_listed_and_the_other_way() -> None:
    kept = _kept_on_device()
    assert [path for path, keys in kept.items() if not keys] == [], "kept under a name that is not ours"
    names = {key for keys in kept.values() for key in keys}
    known = {name.split(" ")[1] for name in listed.DEVICE} - {"kurzum_*"}
    agree(listed.ON_DEVICE, sorted(names), known)


def test_every_field_that_browsers_keep_is_listed_and_the_other_way() -> None:
    client = sources.ROOT / "client" / "src"
    events, uploads = (
        (client / "events" / "queue.ts").read_text(),
        (client / "upload" / "item.ts").read_text(),
    )
    there = {
        *(f"localStorage kurzum.events.* {name}" for name in sources.interface_fields(events, "Batch")),
        *(
            f"localStorage kurzum.events.* events.{name}"
            for name in sources.interface_fields(events, "ViewEvent")
        ),
        *(f"indexedDB kurzum-uploads {name}" for name in sources.interface_fields(uploads, "UploadItem")),
        *(
            f"indexedDB kurzum-uploads details.{name}"
            for name in sources.interface_fields(uploads, "Details")
        ),
    } - {"indexedDB kurzum-uploads stage"}  # KeptItem leaves it out
    known = [name for name in listed.DEVICE if name.count(" ") == 2]
    agree(listed.ON_DEVICE, sorted(there), known)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('localStorage.setItem("kurzum.mood", mood)', {"kurzum.mood"}),
        ("const of = (id) => sessionStorage.getItem(`kurzum.mood.${id}`)", {"kurzum.mood.*"}),
        ('indexedDB.open("kurzum-moods", 1)', {"kurzum-moods"}),
        ("localStorage.setItem(secret, mood)", set()),
        ("// localStorage is not used here", None),
    ],
)
def test_a_new_key_in_the_browser_is_found(text: str, keys: set[str] | None) -> None:
    assert sources.device_keys(text) == keys


def test_a_new_key_in_the_browser_is_refused() -> None:
    assert listed.ON_DEVICE.faults(["localStorage kurzum.mood"]) == [
        "what browsers keep as localStorage kurzum.mood has no category; add it to custody/device.py"
    ]


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
