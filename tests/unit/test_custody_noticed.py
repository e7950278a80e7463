"""Features, jobs, metrics, logs, memory and browsers: what has no category is refused by name.

Asked as in ``test_custody_listed``: all that is there is listed, all that is listed is there, and a made-up
thing more is refused.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from prometheus_client import REGISTRY, Counter

import kurzum.web.app  # noqa: F401  (so that all routes are there)
from kurzum.app import classified
from kurzum.core.tally import Tally
from kurzum.custody import fields, listed
from kurzum.custody.categories import Category, Unclassified
from kurzum.feed import rank
from kurzum.jobs import tasks
from parts import sources
from parts.agreeing import agree

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
